import { decodeFile } from '../blueprint/decode.ts';
import type { Report } from '../diagnostics/collector.ts';
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
  const source = decodeFile(file.path, bytes, report);
  return source && { bytes, source };
}
