import { formattedText } from './text.ts';

/**
 * A UUID. The server shows it with dashes and in lower case, however it is sent (recording "group patch
 * parent"): it reads it as Python does, with dashes anywhere, in braces, or as a URN.
 */
export const uuid = formattedText('uuid', 'a UUID', (text) => uuidOf(text) !== undefined, uuidOf);

/** A UUID without dashes and in lower case; undefined when the text is no UUID. */
export function uuidOf(text: string): string | undefined {
  const digits = text
    .replace(/urn:|uuid:/g, '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  return /^[0-9a-f]{32}$/i.test(digits) ? digits.toLowerCase() : undefined;
}
