import { fixedText, generalText, scientificText } from './float-format.ts';
import { asciiText, reprText, strText } from './python-text.ts';
import { hasUnknown, PyFloat, Ref, Unknown, type Value } from './value.ts';

/**
 * The text, or Unknown where a part of it is; or why Python refuses. `argument`: the index of the argument at
 * fault, undefined where the template itself is.
 */
export type Formatted = { readonly ok: true; readonly value: string | Unknown } | Refusal;

interface Refusal {
  readonly ok: false;
  readonly why: string;
  readonly hint?: string | undefined;
  readonly argument?: number | undefined;
}

/** A placeholder with its width and precision as numbers. */
interface Conversion {
  /** The placeholder as the template has it. */
  readonly written: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** The arguments, and the index of the next one that is not used yet. */
interface Arguments {
  readonly values: readonly Value[];
  next: number;
}

/** More characters than any text that makes sense has; a limit, so that no template can fill the memory. */
const MAX_WIDTH = 100_000;
const SPEC = /%(\([^)]*\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([\s\S])?/y;

/** Python's `template % tuple(values)`. `shown`: a value for the message of a refusal. */
export function percentFormat(
  template: string,
  values: readonly Value[],
  shown: (value: Value) => string = reprText,
): Formatted {
  const given: Arguments = { values, next: 0 };
  let out = '';
  let unknown: Unknown | undefined;
  for (let at = 0; at < template.length; ) {
    const percent = template.indexOf('%', at);
    if (percent === -1) {
      out += template.slice(at);
      break;
    }
    out += template.slice(at, percent);
    SPEC.lastIndex = percent;
    const spec = SPEC.exec(template);
    const written = spec?.[0] ?? '%';
    at = percent + written.length;
    if (written === '%%') {
      out += '%';
      continue;
    }
    const conversion = readConversion(spec ?? [written], given);
    if ('ok' in conversion) return conversion;
    const filled = fill(conversion, given, shown);
    if (typeof filled === 'string') out += filled;
    else if (filled instanceof Unknown) unknown = filled;
    else return filled;
  }
  const { next } = given;
  if (next < values.length)
    return {
      ok: false,
      why: `there are ${values.length} arguments, but the template has ${next} placeholder${next === 1 ? '' : 's'}`,
      argument: next,
    };
  return { ok: true, value: unknown ?? out };
}

/** A placeholder by the parts that `SPEC` finds; takes the arguments that its `*` stand for. */
function readConversion(
  [written = '%', key, flags = '', width = '', precision, type]: readonly (string | undefined)[],
  given: Arguments,
): Conversion | Refusal {
  if (type === undefined)
    return refusal('the template ends within a "%" placeholder', 'write a percent sign as %%');
  if (key !== undefined)
    return refusal(`"${written}" wants a mapping, but !Format gives its arguments in order`, 'write %s');
  const wide = starNumber(width, given);
  const exact = precision === undefined ? undefined : starNumber(precision, given);
  if (wide === undefined || (precision !== undefined && exact === undefined))
    return refusal('"*" in the template wants a number');
  if (Math.abs(wide) > MAX_WIDTH || (exact ?? 0) > MAX_WIDTH)
    return refusal(`"${written}" asks for more than ${MAX_WIDTH} characters`);
  if (!'diouxXeEfFgGcrsa'.includes(type))
    return refusal(`"${written}" is no placeholder that Python knows`, 'write a percent sign as %%');
  return {
    written,
    flags: wide < 0 ? `${flags}-` : flags,
    width: Math.abs(wide),
    precision: exact === undefined ? undefined : Math.max(exact, 0),
    type,
  };
}

/** A width or precision: as written, of a `*` the next argument; undefined where that is no number. */
function starNumber(text: string, given: Arguments): number | undefined {
  if (text !== '*') return Number(text);
  const value = given.values[given.next++];
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined;
}

/** The text that the next argument gives for a placeholder. */
function fill(
  conversion: Conversion,
  given: Arguments,
  shown: (value: Value) => string,
): string | Unknown | Refusal {
  const argument = given.next++;
  const value = given.values[argument];
  if (value === undefined)
    return refusal(`the template has more placeholders than there are arguments (${given.values.length})`);
  if (value instanceof Unknown) return value;
  if (value instanceof Ref) return new Unknown('a text with the key of an object that does not exist yet');
  if (hasUnknown(value)) return new Unknown('a text with what does not exist yet');
  const text = convert(conversion, value);
  if (typeof text === 'string') return text;
  return {
    ok: false,
    why: `"${conversion.written}" ${text.wants}, but its argument is ${shown(value)}`,
    argument,
  };
}

function refusal(why: string, hint?: string): Refusal {
  return { ok: false, why, hint };
}

function convert(conversion: Conversion, value: Value): string | { readonly wants: string } {
  switch (conversion.type) {
    case 's':
      return padText(conversion, strText(value));
    case 'r':
      return padText(conversion, reprText(value));
    case 'a':
      return padText(conversion, asciiText(reprText(value)));
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
  const number = asFloat(value);
  if (number === undefined) return { wants: 'wants a number' };
  const { type } = conversion;
  const text = floatDigits(conversion, Math.abs(number));
  return padNumber(
    conversion,
    number < 0 || Object.is(number, -0),
    '',
    type === type.toLowerCase() ? text : text.toUpperCase(),
  );
}

function asFloat(value: Value): number | undefined {
  if (value instanceof PyFloat) return value.float;
  const isNumber = typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint';
  return isNumber ? Number(value) : undefined;
}

/** A float without its sign, in small letters. */
function floatDigits({ type, flags, precision = 6 }: Conversion, size: number): string {
  if (Number.isNaN(size)) return 'nan';
  if (!Number.isFinite(size)) return 'inf';
  const keepPoint = flags.includes('#');
  switch (type.toLowerCase()) {
    case 'f':
      return fixedText(size, precision, keepPoint);
    case 'e':
      return scientificText(size, precision, keepPoint);
    default:
      return generalText(size, precision, keepPoint);
  }
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
  const sign = negative ? '-' : plusSign(flags);
  const missing = Math.max(0, width - sign.length - prefix.length - text.length);
  if (flags.includes('-')) return sign + prefix + text + ' '.repeat(missing);
  return flags.includes('0')
    ? sign + prefix + '0'.repeat(missing) + text
    : ' '.repeat(missing) + sign + prefix + text;
}

/** What stands before a number that is not negative. */
function plusSign(flags: string): string {
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
}
