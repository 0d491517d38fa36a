import { isMapping } from '../../catalog/json-mapping.ts';
import type { Json } from '../../catalog/model.ts';
import type { FormName } from '../behaviour/validation-rules.ts';
import { crash } from '../response.ts';
import { isFormattedUrl, isLooseUrl, isUrl } from './address.ts';
import type { FieldContext } from './context.ts';
import { isCrontab } from './crontab.ts';
import { findWrongMedia } from './media.ts';
import { readFloat } from './scalar.ts';

/** The server's error message about a value that is none of its form. */
type Form = (value: Json, context: FieldContext) => string | undefined;

const WRONG_URL = 'Enter a valid URL.';

/** The validators that the behaviour names. Empty texts do not come here. */
export const FORMS: Readonly<Record<FormName, Form>> = {
  // Some fields are of a class that looks at this itself; not all were measured in all releases.
  url: (value, { field, release }) =>
    field.type === 'URLField' || isUrl(String(value), release.behaviour.addresses) ? undefined : WRONG_URL,
  'loose-url': (value, { release }) =>
    isLooseUrl(String(value), release.behaviour.addresses) ? undefined : WRONG_URL,
  'formatted-url': (value, { release }) =>
    isFormattedUrl(String(value), release.behaviour.addresses) ? undefined : WRONG_URL,
  // Several addresses have commas between them (measured with the importer of 2023.2.3).
  'ldap-url': (value, { release }) =>
    String(value)
      .split(',')
      .every((one) => isLooseUrl(one, release.behaviour.addresses, ['ldap', 'ldaps']))
      ? undefined
      : WRONG_URL,
  slug: (value) =>
    /^[-a-zA-Z0-9_]+$/.test(String(value))
      ? undefined
      : 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.',
  // Older releases have a field of its own for slugs, which was not measured in all of them.
  'plain-slug': (value, { field }) =>
    field.type === 'SlugField' || /^[-a-zA-Z0-9_]+$/.test(String(value))
      ? undefined
      : 'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.',
  'any-count': () => undefined,
  duration: (value) =>
    isDuration(String(value))
      ? undefined
      : `${String(value)} is not in the correct format of 'hours=3;minutes=1'.`,
  dictionary: (value) =>
    isMapping(value) ? undefined : 'Value must be a dictionary, and not have any duplicate keys.',
  media: (value) => findWrongMedia(String(value)),
  crontab: (value) => (isCrontab(String(value)) ? undefined : `${String(value)} is not a valid crontab`),
  // What the server says was not seen: Django's words for a pattern that does not match.
  printable: (value) => (/^[\x20-\x7e]*$/.test(String(value)) ? undefined : 'Enter a valid value.'),
  'no-blanks': (value) => (String(value).includes(' ') ? 'Value must not contain spaces.' : undefined),
};

/** The length of each unit of a duration, in microseconds. */
const UNITS: Readonly<Record<string, number>> = {
  microseconds: 1,
  milliseconds: 1e3,
  seconds: 1e6,
  minutes: 60e6,
  hours: 3600e6,
  days: 86_400e6,
  weeks: 604_800e6,
};
/** The longest duration of Python, in microseconds: 999999999 days. */
const LONGEST = 999_999_999 * 86_400e6;

/**
 * A duration in microseconds; undefined where the text is none. Unknown units are ignored as long as one unit is
 * known (measured on a real 2023.2.3: `hours=1;foo=2`). One that is too long makes the server fail.
 */
export function readDuration(text: string): number | undefined {
  let length: number | undefined;
  for (const pair of text.split(';')) {
    const [unit = '', number, ...more] = pair.split('=');
    if (number === undefined || more.length > 0) return undefined;
    const factor = UNITS[unit.toLowerCase()];
    if (factor === undefined) continue;
    const value = readFloat(number);
    if (value === undefined || Number.isNaN(value)) return undefined;
    length = (length ?? 0) + value * factor;
  }
  if (length !== undefined && Math.abs(length) > LONGEST) throw crash();
  return length;
}

const isDuration = (text: string): boolean => readDuration(text) !== undefined;
