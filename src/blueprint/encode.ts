/**
 * A text as bytes in the encoding of the bytes that it was read from (see decodeFile), with their byte order
 * mark.
 */
export function encodeLike(original: Uint8Array, text: string): Uint8Array {
  const [first, second, third] = original;
  if (first === 0xff && second === 0xfe) return Buffer.from(`\uFEFF${text}`, 'utf16le');
  if (first === 0xfe && second === 0xff) return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  return Buffer.from(first === 0xef && second === 0xbb && third === 0xbf ? `\uFEFF${text}` : text, 'utf8');
}
