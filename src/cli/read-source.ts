import { decodeFile, MAX_BYTES } from '../blueprint/decode.ts';
import { contentOf } from '../blueprint/embedded/read-blueprints.ts';
import type { Finding, Report } from '../diagnostics/collector.ts';
import { messageOf } from '../diagnostics/errors.ts';
import type { SourceFile } from '../source/source-file.ts';
import { ALLOW_PATH, LEADS_OUT } from './bounds.ts';
import type { NamedFile } from './files.ts';
import { PathRefused } from './read-file.ts';

/** Reads a file as text; undefined when that is not possible, which has been reported. */
export async function readSource(
  file: NamedFile,
  report: Report,
): Promise<{ readonly bytes: Uint8Array; readonly source: SourceFile } | undefined> {
  const bytes = await file
    .bytes()
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (bytes instanceof Error) {
    const isRefused = bytes instanceof PathRefused;
    report({
      code: isRefused ? 'path-refused' : 'file-unreadable',
      message: isRefused ? `${file.path} ${LEADS_OUT}` : `${file.path} cannot be read: ${messageOf(bytes)}`,
      hint: isRefused ? ALLOW_PATH : undefined,
      place: { file: { path: file.path, text: '' }, span: { start: 0, end: 0 } },
    });
    return undefined;
  }
  const source = decodeFile(file.path, bytes, (finding) => {
    if (!file.walked || isOfBlueprint(finding, bytes)) report(finding);
  });
  return source && { bytes, source };
}

/** Whether a file of a folder that is no text, or too large, has a blueprint in it as far as it can be read. */
function isOfBlueprint({ code, place }: Finding, bytes: Uint8Array): boolean {
  if (!place) return true;
  // A file that is too large has not been read.
  const text =
    code === 'file-too-large' ? new TextDecoder().decode(bytes.subarray(0, MAX_BYTES)) : place.file.text;
  return text.includes('authentik_') && contentOf({ path: place.file.path, text }, true).length > 0;
}
