/** What a format is called in a message. */
export const FORMATS: Readonly<Record<string, string>> = {
  url: 'a web address such as https://example.com/path',
  email: 'an e-mail address',
  uuid: 'a UUID',
  'date-time': 'a time stamp such as 2030-01-31T12:00:00Z',
  uri: 'an address such as https://example.com/path or ldaps://ldap.example.com',
  uris: 'an address such as ldaps://ldap.example.com, or several with commas between them',
  address: 'an address such as https://example.com/path or ldaps://ldap.example.com',
  addresses: 'an address such as ldaps://ldap.example.com, or several with commas between them',
  media:
    'an address such as https://example.com/logo.png, /static/… of authentik itself, fa://… of Font Awesome, or the path of an uploaded file without spaces',
  duration: 'a duration such as hours=1;minutes=30',
};

// The rules of Django 4: a host is `localhost`, an IP address, or names with a dot before a top-level name of
// letters.
const LABEL = '[a-z0-9\\u00a1-\\uffff](?:[a-z0-9\\u00a1-\\uffff-]{0,61}[a-z0-9\\u00a1-\\uffff])?';
const HOST = `(?:${LABEL}(?:\\.${LABEL})*\\.(?!-)(?:[a-z\\u00a1-\\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)\\.?|localhost|\\[[0-9a-f:.]+\\]|\\d{1,3}(?:\\.\\d{1,3}){3})`;
// authentik's own rule for addresses inside a network: any scheme, a host without a dot is enough, a port has
// two digits at least (recordings "proxy bad host", "source ldap create", "transport create", "app patch
// launch url").
const INNER_HOST = `(?:${LABEL}(?:\\.${LABEL})*\\.?|\\[[0-9a-f:.]+\\])`;
const CHECKS: Readonly<Record<string, RegExp>> = {
  url: new RegExp(
    `^(?:https?|ftps?)://(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?${HOST}(?::[0-9]{1,5})?(?:[/?#][^\\s]*)?$`,
    'iu',
  ),
  uri: new RegExp(
    `^[a-z0-9.+-]*://(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?${INNER_HOST}(?::[0-9]{2,5})?(?:[/?#][^\\s]*)?$`,
    'iu',
  ),
  // What every release from 2023.3 on surely wants.
  address: /^[a-z0-9.+-]+:\/\/\S+$/i,
  email: new RegExp(`^[-!#$%&'*+/=?^_\`{}|~0-9a-z]+(?:\\.[-!#$%&'*+/=?^_\`{}|~0-9a-z]+)*@${HOST}$`, 'iu'),
  uuid: /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
};

/**
 * Whether a text has a format as the server checks it (measured 2023.2.3: probe saml_provider); a format that
 * we do not know passes.
 */
export function hasFormat(format: string | undefined, text: string): boolean {
  if (format === 'duration') return isDuration(text);
  if (format === 'uris') return text.split(',').every((one) => hasFormat('uri', one.trim()));
  if (format === 'addresses') return text.split(',').every((one) => hasFormat('address', one.trim()));
  if (format === 'media') return isMedia(text);
  if (format === 'date-time') return !Number.isNaN(Date.parse(text));
  return CHECKS[format ?? '']?.test(text) ?? true;
}

/**
 * Where a picture is, as releases since 2025.12 check it (measured on a real 2025.12.4). An empty text means
 * none.
 */
function isMedia(text: string): boolean {
  if (text === '' || /^(fa:\/\/|https?:|\/static)/.test(text)) return true;
  return (
    /^[\w./-]+$/.test(text.replaceAll('%(theme)s', 'theme')) &&
    !text.includes('//') &&
    !/^[/.]/.test(text) &&
    !text.split('/').includes('..')
  );
}

/** Microseconds. */
const UNITS: Readonly<Record<string, number>> = {
  microseconds: 1,
  milliseconds: 1e3,
  seconds: 1e6,
  minutes: 6e7,
  hours: 3.6e9,
  days: 8.64e10,
  weeks: 6.048e11,
};

/**
 * `unit=number` parts with `;` between them; a unit that the server does not know is overlooked, as long as
 * one is known (measured with the importer of 2023.2.3).
 */
function isDuration(text: string): boolean {
  return durationOf(text) !== undefined;
}

/**
 * How long a duration is, as a text that durations of the same length share; undefined when it is none. Of a
 * unit that comes twice the last counts.
 */
export function durationOf(text: string): string | undefined {
  const numbers = new Map<string, number>();
  for (const part of text.split(';')) {
    const [unit = '', number, more] = part.split('=');
    if (number === undefined || more !== undefined) return undefined;
    if (!Object.hasOwn(UNITS, unit.toLowerCase())) continue;
    if (!/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(number)) return undefined;
    numbers.set(unit.toLowerCase(), Number(number));
  }
  if (numbers.size === 0) return undefined;
  const length = [...numbers].reduce((sum, [unit, number]) => sum + number * (UNITS[unit] ?? 0), 0);
  return `${Math.round(length) + 0} microseconds`;
}

const TIME_STAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?)?\s*(?:Z|([+-])(\d\d):?(\d\d)?)?$/i;

/**
 * The moment of a time stamp, to the microsecond, as a text that stamps of the same moment share; undefined
 * when it is none. Without a zone it is in UTC, as on the server.
 */
export function instantOf(text: string): string | undefined {
  const match = TIME_STAMP.exec(text.trim());
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const offset = (part(9) * 60 + part(10)) * (match[8] === '-' ? -1 : 1);
  const moment = new Date(Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5) - offset, part(6)));
  return Number.isNaN(moment.getTime())
    ? undefined
    : `${moment.toISOString().slice(0, 19)}.${(match[7] ?? '').padEnd(6, '0')}`;
}

/** A UUID without dashes and in lower case; undefined when it is none. */
export function uuidOf(text: string): string | undefined {
  return CHECKS['uuid']?.test(text) ? text.replaceAll('-', '').toLowerCase() : undefined;
}
