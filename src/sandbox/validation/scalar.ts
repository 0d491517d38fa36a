import type { Json } from '../../catalog/model.ts';
import type { SandboxField } from '../sandbox-field.ts';
import { bad, type Checked } from './context.ts';

const TRUE: readonly Json[] = ['t', 'y', 'yes', 'true', 'on', '1', 1, true];
const FALSE: readonly Json[] = ['f', 'n', 'no', 'false', 'off', '0', 0, false];

/** A boolean as the framework reads it, also from words and digits. */
export function checkBoolean(raw: Json): Checked {
  const value = typeof raw === 'string' ? raw.toLowerCase() : raw;
  if (TRUE.includes(value)) return { value: true };
  if (FALSE.includes(value)) return { value: false };
  return bad('Must be a valid boolean.');
}

/** Digits of any script as ASCII digits: Python reads them all as numbers. */
function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    // Each script has its ten digits in a row, and rows may follow each other.
    const code = digit.codePointAt(0) ?? 0;
    let first = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((code - first) % 10);
  });
}

/**
 * The value that Python's int() gives a text; undefined where it raises an error. Takes `1_000`, not `1e3`.
 */
export function readInt(text: string): number | undefined {
  const plain = asciiDigits(text.trim());
  return /^[-+]?\d+(_\d+)*$/.test(plain) ? Number(plain.replaceAll('_', '')) : undefined;
}

/**
 * The value that Python's float() gives a text; undefined where it raises an error. Also of its words for
 * infinity and for what is no number.
 */
export function readFloat(text: string): number | undefined {
  const plain = asciiDigits(text.trim()).replaceAll(/(?<=\d)_(?=\d)/g, '');
  if (/^[-+]?nan$/i.test(plain)) return Number.NaN;
  if (/^[-+]?inf(inity)?$/i.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

/** The longest text that the framework reads as a whole number. */
const LONGEST_NUMBER = 1000;

/** A whole number within the bounds of its field, also as text. */
export function checkInteger(field: SandboxField, raw: Json): Checked {
  if (typeof raw === 'string' && raw.length > LONGEST_NUMBER) return bad('String value too large.');
  const isRead = typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'string';
  const value = isRead ? readInt(String(raw).replace(/\.0*\s*$/, '')) : undefined;
  if (value === undefined) return bad('A valid integer is required.');
  if (field.maximum !== undefined && value > field.maximum)
    return bad(`Ensure this value is less than or equal to ${field.maximum}.`);
  if (field.minimum !== undefined && value < field.minimum)
    return bad(`Ensure this value is greater than or equal to ${field.minimum}.`);
  return { value };
}

/** A number, also as text; Python's float() takes true and false for 1 and 0. */
export function checkFloat(raw: Json): Checked {
  if (typeof raw === 'boolean') return { value: Number(raw) };
  const isRead = typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'string';
  const value = isRead ? readFloat(String(raw)) : undefined;
  return value !== undefined && Number.isFinite(value) ? { value } : bad('A valid number is required.');
}

/** One of the choices of a field, compared as text. */
export function checkChoice(field: SandboxField, raw: Json): Checked {
  if (raw === '' && field.allowBlank) return { value: '' };
  const text = typeof raw === 'string' ? raw : showPython(raw);
  const found = field.choices?.find((choice) => String(choice) === text);
  return found === undefined ? bad(`"${text}" is not a valid choice.`) : { value: found };
}

const DAY = /(\d{4})-(\d{1,2})-(\d{1,2})/;
const TIME = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d*)?)?/;
const ZONE = /(Z|[+-]\d{2}(?::?\d{2})?)?/;
const MIDNIGHT = /^\d{4}-\d\d-\d\d$/;
/** Not trimmed: white space may stand before the zone, and Python's `$` lets a last line break through. */
const DATE = new RegExp(`^${DAY.source}[Tt ]${TIME.source}\\s*${ZONE.source}\\n?$`);

const WRONG_DATE =
  'Datetime has wrong format. Use one of these formats instead: ' +
  'YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].';

/** A zone such as `+02`, `+0200` or `+02:00`, in the last of these forms; UTC where there is none. */
function formatZone(zone: string | undefined): string {
  if (zone === undefined || zone === 'Z') return 'Z';
  return zone.length === 3 ? `${zone}:00` : zone.replace(/([+-]\d{2}):?(\d{2})/, '$1:$2');
}

/** A moment, as ISO text in UTC. Without a zone it is read as UTC; a day alone is its midnight. */
export function checkDate(raw: Json): Checked {
  const found = typeof raw === 'string' ? DATE.exec(MIDNIGHT.test(raw) ? `${raw}T00:00` : raw) : null;
  if (!found) return bad(WRONG_DATE);
  const [, year, month, day, hour, minute, second = '0', fraction, zone] = found;
  const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0');
  const moment = new Date(
    `${year ?? ''}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${formatZone(zone)}`,
  );
  if (Number.isNaN(moment.getTime())) return bad(WRONG_DATE);
  // JavaScript reads the 31st of February as a day in March.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return bad(WRONG_DATE);
  const micro = Number((fraction ?? '').padEnd(6, '0'));
  return {
    value: `${moment.toISOString().slice(0, 19)}${micro === 0 ? '' : `.${String(micro).padStart(6, '0')}`}Z`,
  };
}

/** Whether Python takes a value for true. */
export function isTrue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** A value as Python prints it, inside the server's messages. */
export function showPython(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(showPython).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `'${key}': ${showPython(item)}`)
      .join(', ')}}`;
  return String(value);
}

/** Python's name for the type of a value, inside the server's messages. */
export function typeOfPython(value: Json): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { boolean: 'bool', string: 'str', object: 'dict', bigint: 'int' }[
    typeof value as 'boolean' | 'string' | 'object' | 'bigint'
  ];
}
