import type { Json } from '../../catalog/model.ts';
import type { SandboxField } from '../sandbox-field.ts';
import { bad, type Checked } from './context.ts';

/** Text as the framework reads it: numbers become text, white space at both ends is removed. */
export function checkText(field: SandboxField, raw: Json): Checked {
  if (typeof raw === 'boolean' || (typeof raw === 'object' && raw !== null))
    return bad('Not a valid string.');
  const text = field.trim ? trimPython(String(raw)) : String(raw);
  if (text === '') return field.allowBlank ? { value: '' } : bad('This field may not be blank.');
  if (text.includes('\0')) return bad('Null characters are not allowed.');
  if (field.maxLength !== undefined && [...text].length > field.maxLength)
    return bad(`Ensure this field has no more than ${field.maxLength} characters.`);
  return { value: text };
}

/** Text of ASCII letters, digits, "_" and "-". */
export function checkSlug(field: SandboxField, raw: Json): Checked {
  const text = checkText(field, raw);
  if ('errors' in text || text.value === '') return text;
  return /^[-a-zA-Z0-9_]+$/.test(String(text.value))
    ? text
    : bad('Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.');
}

/** Text that is a URL with a full host name. */
export function checkUrlField(field: SandboxField, raw: Json): Checked {
  const text = checkText(field, raw);
  if ('errors' in text || text.value === '') return text;
  return isUrl(String(text.value)) ? text : bad('Enter a valid URL.');
}

/** Text that is an e-mail address. */
export function checkEmailField(field: SandboxField, raw: Json): Checked {
  const text = checkText(field, raw);
  if ('errors' in text || text.value === '') return text;
  return isEmail(String(text.value)) ? text : bad('Enter a valid email address.');
}

/** Text that is an IP address, of version 4 or 6. */
export function checkAddress(field: SandboxField, raw: Json): Checked {
  const text = checkText(field, raw);
  if ('errors' in text || text.value === '') return text;
  return /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+)$/.test(String(text.value))
    ? text
    : bad('Enter a valid IPv4 or IPv6 address.');
}

const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const ENDS = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

/** Removes what Python's strip() removes: information separators as well, the byte order mark not. */
function trimPython(text: string): string {
  return text.replace(ENDS, '');
}

const LABEL = '[a-z0-9\\u00a1-\\uffff](?:[a-z0-9\\u00a1-\\uffff-]{0,61}[a-z0-9\\u00a1-\\uffff])?';
const IPV4 =
  '(?:(?:0|25[0-5]|2[0-4]\\d|1\\d?\\d?|[1-9]\\d?)(?:\\.(?:0|25[0-5]|2[0-4]\\d|1\\d?\\d?|[1-9]\\d?)){3})';
const IPV6 = '\\[[0-9a-f:.]+\\]';
/**
 * A port has two to five digits, in later releases one to five (recorded: "transport create" with port 1).
 */
const rest = (short: boolean): string => `(?::\\d{${short ? 1 : 2},5})?(?:[/?#][^\\s]*)?$`;
const USER = '(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?';
const TOP_LEVEL = '(?:[a-z\\u00a1-\\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)\\.?';
const START = `^[a-z0-9.+-]*://${USER}`;
const DOTTED = `${LABEL}(?:\\.(?!-)${LABEL})*`;
const strict = (short: boolean): RegExp =>
  new RegExp(`${START}(?:${IPV4}|${IPV6}|(?:${DOTTED}\\.(?!-)${TOP_LEVEL}|localhost))${rest(short)}`, 'i');
const loose = (short: boolean): RegExp =>
  new RegExp(`${START}(?:${IPV4}|${IPV6}|(?:${DOTTED}|localhost))${rest(short)}`, 'i');

/** Django's URLValidator: a host without a dot is refused. */
export function isUrl(
  text: string,
  schemes: readonly string[] = ['http', 'https', 'ftp', 'ftps'],
  shortPorts = false,
): boolean {
  return hasScheme(text, schemes) && strict(shortPorts).test(text);
}

/** authentik's own validator: a host without a dot is valid, and so is `blank:`. */
export function isLooseUrl(text: string, shortPorts = false): boolean {
  return hasScheme(text, ['http', 'https', 'blank', 'ftp', 'ftps']) && loose(shortPorts).test(text);
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return text.includes('://') && schemes.includes(text.split('://')[0]?.toLowerCase() ?? '');
}

/** Django's EmailValidator. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const host = text.slice(at + 1);
  const local = /^[-!#$%&'*+/=?^_`{}|~0-9a-z]+(\.[-!#$%&'*+/=?^_`{}|~0-9a-z]+)*$|^"[^"\r\n]*"$/i;
  return (
    local.test(text.slice(0, at)) &&
    (host === 'localhost' ||
      new RegExp(`^(?:${LABEL}\\.)+[a-z0-9-]{2,63}(?<!-)$`, 'i').test(host) ||
      /^\[[0-9a-f:.]+\]$/i.test(host))
  );
}
