import type { Json } from '../../catalog/model.ts';
import type { AddressRules } from '../behaviour/address-rules.ts';
import type { SandboxField } from '../sandbox-field.ts';
import { isEmail, isIpAddress, isUrl } from './address.ts';
import { bad, type Checked } from './context.ts';

/** Text as the framework reads it: numbers become text, white space at both ends is removed. */
export function checkText(field: SandboxField, raw: Json): Checked {
  return readText(field, raw, 'Not a valid string.', () => undefined);
}

const WRONG_SLUG = 'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.';
const WRONG_URL = 'Enter a valid URL.';
const WRONG_EMAIL = 'Enter a valid email address.';
const WRONG_IP = 'Enter a valid IPv4 or IPv6 address.';

/** Text of ASCII letters, digits, "_" and "-". */
export function checkSlug(field: SandboxField, raw: Json): Checked {
  return readText(field, raw, WRONG_SLUG, (text) => (/^[-a-zA-Z0-9_]+$/.test(text) ? undefined : WRONG_SLUG));
}

/** Text that is a URL with a full host name. */
export function checkUrlField(field: SandboxField, raw: Json, rules: AddressRules): Checked {
  return readText(field, raw, WRONG_URL, (text) => (isUrl(text, rules) ? undefined : WRONG_URL));
}

/** Text that is an e-mail address. */
export function checkEmailField(field: SandboxField, raw: Json, rules: AddressRules): Checked {
  return readText(field, raw, WRONG_EMAIL, (text) => (isEmail(text, rules) ? undefined : WRONG_EMAIL));
}

/** Text that is an IP address, of version 4 or 6. */
export function checkAddress(field: SandboxField, raw: Json): Checked {
  if (typeof raw !== 'string') return bad(WRONG_IP);
  return readText(field, raw, WRONG_IP, (text) => (isIpAddress(text) ? undefined : WRONG_IP));
}

/**
 * `invalid`: the message about what is no text; the other one is about a text's form, and stands beside those
 * about its length.
 */
function readText(
  field: SandboxField,
  raw: Json,
  invalid: string,
  findWrong: (text: string) => string | undefined,
): Checked {
  const plain = typeof raw === 'string' ? raw : showNumber(raw);
  const text = field.trim && plain !== undefined ? trimPython(plain) : plain;
  if (text === '') return field.allowBlank ? { value: '' } : bad('This field may not be blank.');
  if (text === undefined) return bad(invalid);
  const errors: string[] = [];
  if (field.maxLength !== undefined && [...text].length > field.maxLength)
    errors.push(`Ensure this field has no more than ${field.maxLength} characters.`);
  if (text.includes('\0')) errors.push('Null characters are not allowed.');
  const half = /\p{Surrogate}/u.exec(text)?.[0].codePointAt(0);
  if (half !== undefined)
    errors.push(`Surrogate characters are not allowed: U+${half.toString(16).toUpperCase()}.`);
  const wrong = findWrong(text);
  if (wrong !== undefined) errors.push(wrong);
  return errors.length > 0 ? { errors } : { value: text };
}

/** A number as Python writes it; undefined for what the framework takes for no text. */
function showNumber(raw: Json): string | undefined {
  return typeof raw === 'number' || typeof raw === 'bigint' ? String(raw) : undefined;
}

const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const ENDS = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

/** Removes what Python's strip() removes: information separators as well, the byte order mark not. */
function trimPython(text: string): string {
  return text.replace(ENDS, '');
}
