import { decodeFile } from '../blueprint/decode.ts';
import type { Report } from '../diagnostics/collector.ts';
import { messageOf } from '../diagnostics/errors.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { NamedFile } from './files.ts';

/** Reads a file as text; undefined when that is not possible, which has been reported. */
export async function readSource(
  file: NamedFile,
  report: Report,
): Promise<{ readonly bytes: Uint8Array; readonly source: SourceFile } | undefined> {
  const bytes = await file.bytes().catch((error: unknown) => new Error(messageOf(error)));
  if (bytes instanceof Error) {
    report({
      code: 'file-unreadable',
      message: `${file.path} cannot be read: ${bytes.message}`,
      place: { file: { path: file.path, text: '' }, span: { start: 0, end: 0 } },
    });
    return undefined;
  }
  const source = decodeFile(file.path, bytes, report);
  return source && { bytes, source };
}
