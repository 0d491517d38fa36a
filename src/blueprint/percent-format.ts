import { fixedText, generalText, scientificText } from './float-format.ts';
import { reprText, strText } from './python-text.ts';
import { hasUnknown, PyFloat, Ref, Unknown, type Value } from './value.ts';

/**
 * The text, or Unknown when a part of it is; or why Python refuses: `argument` is the index of the one at
 * fault.
 */
export type Formatted =
  | { readonly ok: true; readonly value: string | Unknown }
  | { readonly ok: false; readonly why: string; readonly hint?: string; readonly argument?: number };

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** Wider than any text that makes sense, and no way to fill the memory. */
const MAX_WIDTH = 100_000;
const SPEC = /%(\([^)]*\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([\s\S])?/y;

/** Python's `template % tuple(values)`. */
export function percentFormat(template: string, values: readonly Value[]): Formatted {
  let out = '';
  let next = 0;
  let unknown: Unknown | undefined;
  for (let at = 0; at < template.length; ) {
    const percent = template.indexOf('%', at);
    if (percent === -1) {
      out += template.slice(at);
      break;
    }
    out += template.slice(at, percent);
    SPEC.lastIndex = percent;
    const [written = '%', key, flags = '', width = '', precision, type] = SPEC.exec(template) ?? [];
    at = percent + written.length;
    if (written === '%%') {
      out += '%';
      continue;
    }
    if (type === undefined)
      return refusal('the template ends within a "%" placeholder', 'write a percent sign as %%');
    if (key !== undefined)
      return refusal(`"${written}" wants a mapping, but !Format gives its arguments in order`, 'write %s');
    const star = (text: string | undefined): number | string => {
      if (text !== '*') return Number(text ?? '');
      const value = values[next++];
      return typeof value === 'number' || typeof value === 'boolean'
        ? Number(value)
        : '"*" in the template wants a number';
    };
    const wide = star(width);
    const exact = precision === undefined ? undefined : star(precision);
    if (typeof wide === 'string' || typeof exact === 'string')
      return refusal(typeof wide === 'string' ? wide : String(exact));
    if (Math.abs(wide) > MAX_WIDTH || (exact ?? 0) > MAX_WIDTH)
      return refusal(`"${written}" asks for more than ${MAX_WIDTH} characters`);
    if (!'diouxXeEfFgGcrsa'.includes(type))
      return refusal(`"${written}" is no placeholder that Python knows`, 'write a percent sign as %%');
    const index = next++;
    const value = values[index];
    if (value === undefined)
      return refusal(`the template has more placeholders than there are arguments (${values.length})`);
    if (hasUnknown(value)) {
      unknown =
        value instanceof Unknown
          ? value
          : new Unknown(
              value instanceof Ref
                ? 'a text with the key of an object that does not exist yet'
                : 'a text with what does not exist yet',
            );
      continue;
    }
    const conversion = {
      flags: wide < 0 ? `${flags}-` : flags,
      width: Math.abs(wide),
      precision: exact === undefined ? undefined : Math.max(exact, 0),
      type,
    };
    const text = convert(conversion, value);
    if (typeof text !== 'string')
      return {
        ok: false,
        why: `"${written}" ${text.wants}, but its argument is ${reprText(value)}`,
        argument: index,
      };
    out += text;
  }
  if (next < values.length)
    return {
      ok: false,
      why: `there are ${values.length} arguments, but the template has ${next} ${next === 1 ? 'placeholder' : 'placeholders'}`,
      argument: next,
    };
  return { ok: true, value: unknown ?? out };
}

function refusal(why: string, hint?: string): Formatted {
  return { ok: false, why, ...(hint === undefined ? {} : { hint }) };
}

function convert(conversion: Conversion, value: Value): string | { readonly wants: string } {
  switch (conversion.type) {
    case 's':
      return padText(conversion, strText(value));
    case 'r':
      return padText(conversion, reprText(value));
    case 'a':
      return padText(conversion, ascii(reprText(value)));
    case 'c':
      return character(conversion, value);
    case 'd':
    case 'i':
    case 'u': {
      const integer = asInteger(value, true);
      return integer === undefined
        ? { wants: 'wants a number' }
        : padNumber(conversion, integer < 0n, '', digits(conversion, integer, 10));
    }
    case 'x':
    case 'X':
    case 'o': {
      const integer = asInteger(value, false);
      if (integer === undefined) return { wants: 'wants an integer' };
      const base = conversion.type === 'o' ? 8 : 16;
      const prefix = conversion.flags.includes('#') ? `0${conversion.type}` : '';
      const text = digits(conversion, integer, base);
      return padNumber(conversion, integer < 0n, prefix, conversion.type === 'X' ? text.toUpperCase() : text);
    }
    default:
      return float(conversion, value);
  }
}

/** An integer for Python's %d (which cuts a float's fraction) or %x (which takes none). */
function asInteger(value: Value, fromFloat: boolean): bigint | undefined {
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return BigInt(value);
  if (fromFloat && value instanceof PyFloat && Number.isFinite(value.float))
    return BigInt(Math.trunc(value.float));
  return undefined;
}

function digits({ precision }: Conversion, integer: bigint, base: number): string {
  const text = (integer < 0n ? -integer : integer).toString(base);
  return text.padStart(precision ?? 0, '0');
}

function float(conversion: Conversion, value: Value): string | { readonly wants: string } {
  const number =
    value instanceof PyFloat
      ? value.float
      : typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint'
        ? Number(value)
        : undefined;
  if (number === undefined) return { wants: 'wants a number' };
  const { type, flags, precision = 6 } = conversion;
  const size = Math.abs(number);
  const keepPoint = flags.includes('#');
  const kind = type.toLowerCase();
  const finite = Number.isFinite(number);
  const text = !finite
    ? Number.isNaN(number)
      ? 'nan'
      : 'inf'
    : kind === 'f'
      ? fixedText(size, precision, keepPoint)
      : kind === 'e'
        ? scientificText(size, precision, keepPoint)
        : generalText(size, precision, keepPoint);
  return padNumber(
    conversion,
    number < 0 || Object.is(number, -0),
    '',
    type === kind ? text : text.toUpperCase(),
  );
}

function character(conversion: Conversion, value: Value): string | { readonly wants: string } {
  const fits = typeof value === 'string' && Array.from(value).length === 1;
  const code = asInteger(value, false);
  if (fits) return padText({ ...conversion, precision: undefined }, value);
  if (code === undefined || code < 0n || code > 0x10ffffn)
    return { wants: 'wants one character or its number' };
  return padText({ ...conversion, precision: undefined }, String.fromCodePoint(Number(code)));
}

function padText({ flags, width, precision }: Conversion, text: string): string {
  const characters = Array.from(text).slice(0, precision ?? Infinity);
  const padding = ' '.repeat(Math.max(0, width - characters.length));
  return flags.includes('-') ? characters.join('') + padding : padding + characters.join('');
}

function padNumber({ flags, width }: Conversion, negative: boolean, prefix: string, text: string): string {
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const missing = Math.max(0, width - sign.length - prefix.length - text.length);
  if (flags.includes('-')) return sign + prefix + text + ' '.repeat(missing);
  return flags.includes('0')
    ? sign + prefix + '0'.repeat(missing) + text
    : ' '.repeat(missing) + sign + prefix + text;
}

function ascii(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) out += character;
    else if (code < 0x100) out += `\\x${code.toString(16)}`;
    else
      out +=
        code < 0x10000
          ? `\\u${code.toString(16).padStart(4, '0')}`
          : `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return out;
}
