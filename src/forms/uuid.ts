import { formattedText } from './text.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/**
 * A UUID. The server shows it with dashes and in lower case, however it is sent (recording "group patch
 * parent").
 */
export const uuid = formattedText('uuid', 'a UUID', (text) => UUID.test(text), uuidOf);

/** A UUID without dashes and in lower case; undefined when the text is no UUID. */
export function uuidOf(text: string): string | undefined {
  return UUID.test(text) ? text.replaceAll('-', '').toLowerCase() : undefined;
}
