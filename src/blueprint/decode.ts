import type { Report } from '../diagnostics/collector.ts';
import type { SourceFile } from '../source/source-file.ts';

/** The largest file that is read: authentik's own blueprints together have 0.1 MB. */
export const MAX_BYTES = 20_000_000;

/**
 * The text of a file's bytes: UTF-8, without a byte order mark; UTF-16 where a byte order mark says so, as
 * PyYAML reads it. Undefined when the file is too large or no text; then that has been reported, with the
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
      message: `the file has more than ${maxBytes} bytes; at most so many are read`,
      hint: 'split it into several blueprints',
      place: { file: { path, text: '' }, span: { start: 0, end: 0 } },
    });
    return undefined;
  }
  const encoding = encodingOf(bytes);
  try {
    return { path, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder(encoding).decode(bytes);
    const at = encoding === 'utf-8' ? firstBadByte(bytes) : undefined;
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

/** How long the character at an offset is, in bytes; 0 where no whole character stands there. */
function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lengthByLead(lead);
  for (let index = 1; index < length; index++) {
    const [low, high] = (index === 1 ? SECOND_BYTE.get(lead) : undefined) ?? [0x80, 0xbf];
    const next = bytes[at + index] ?? 0;
    if (next < low || next > high) return 0;
  }
  return length;
}

function lengthByLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/**
 * What the second byte can be after a first one that leaves it less room: no overlong form, no surrogate,
 * nothing beyond U+10FFFF.
 */
const SECOND_BYTE: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/** The encoding that a byte order mark tells; UTF-8 where there is none. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
