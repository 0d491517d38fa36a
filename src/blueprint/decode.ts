import type { Report } from '../diagnostics/collector.ts';
import type { SourceFile } from '../source/source-file.ts';

/** The largest file that is read: authentik's own blueprints together have 0.1 MB. */
const MAX_BYTES = 20_000_000;

/**
 * The text of a file's bytes: UTF-8, a byte order mark cut off; UTF-16 with a byte order mark is read, too,
 * as PyYAML does. Undefined when the file is too large or no text; then that has been reported, with the
 * place of the first bad byte.
 */
export function decodeFile(
  path: string,
  bytes: Uint8Array,
  report: Report,
  maxBytes: number = MAX_BYTES,
): SourceFile | undefined {
  if (bytes.length > maxBytes) {
    report({
      code: 'file-too-large',
      message: `the file has ${bytes.length} bytes; at most ${maxBytes} are read`,
      hint: 'split it into several blueprints',
      place: { file: { path, text: '' }, span: { start: 0, end: 0 } },
    });
    return undefined;
  }
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  try {
    return { path, text: new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder(utf16 ?? 'utf-8').decode(bytes);
    const at = utf16 ? undefined : firstBadByte(bytes);
    const start = at === undefined ? 0 : new TextDecoder().decode(bytes.subarray(0, at)).length;
    report({
      code: 'file-encoding',
      hint: 'save the file as UTF-8',
      message:
        at === undefined
          ? 'the file is no valid UTF-16'
          : `byte ${at} (0x${(bytes[at] ?? 0).toString(16)}) is no valid UTF-8`,
      place: { file: { path, text }, span: { start, end: Math.min(start + 1, text.length) } },
    });
    return undefined;
  }
}

/**
 * The offset of the first byte that starts no UTF-8 character: overlong forms, surrogates and cut characters
 * included.
 */
function firstBadByte(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return undefined;
}

function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 0;
  for (let index = 1; index < length; index++) {
    const next = bytes[at + index] ?? 0;
    let low = 0x80;
    let high = 0xbf;
    if (index === 1 && first === 0xe0) low = 0xa0;
    if (index === 1 && first === 0xed) high = 0x9f;
    if (index === 1 && first === 0xf0) low = 0x90;
    if (index === 1 && first === 0xf4) high = 0x8f;
    if (next < low || next > high) return 0;
  }
  return length;
}
