import { isOpen, Opaque, PyFloat, PyTime, type Dict, type ScalarValue, type Value } from './value.ts';

/** Python's repr of a float: `1.0`, `1e+16`, `1.5e-07`, `inf`. */
export function floatText(float: number): string {
  if (Number.isNaN(float)) return 'nan';
  if (!Number.isFinite(float)) return float < 0 ? '-inf' : 'inf';
  if (Object.is(float, -0)) return '-0.0';
  const [digits = '0', exponentText = '0'] = Math.abs(float).toExponential().split('e');
  const sign = float < 0 ? '-' : '';
  const exponent = Number(exponentText);
  const mantissa = digits.replace('.', '');
  if (exponent < -4 || exponent >= 16) {
    const shown = Math.abs(exponent).toString().padStart(2, '0');
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${shown}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${mantissa}`;
  const whole = mantissa.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${mantissa.slice(exponent + 1) || '0'}`;
}

/** A key of a mapping as Python's json.dumps writes it. */
export function keyText(key: ScalarValue): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (key instanceof PyFloat) return Number.isFinite(key.float) ? floatText(key.float) : nonFinite(key.float);
  return key instanceof PyTime ? key.iso : String(key);
}

function nonFinite(float: number): string {
  if (Number.isNaN(float)) return 'NaN';
  return float < 0 ? '-Infinity' : 'Infinity';
}

/** Python's str(): what `%s` writes. */
export function strText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof PyTime) return value.iso.replace('T', ' ');
  return reprText(value);
}

/** Python's repr(): what `%r` writes, and what stands inside a written list or dict. */
export function reprText(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return quote(value);
  if (value instanceof PyFloat) return floatText(value.float);
  if (value instanceof PyTime) return timeRepr(value);
  if (value instanceof Opaque) return `<${value.tag}>`;
  if (isOpen(value)) return '(known after apply)';
  if (Array.isArray(value)) return `[${value.map(reprText).join(', ')}]`;
  return dictRepr(value);
}

function dictRepr(value: Dict): string {
  return `{${Object.entries(value)
    .map(([key, item]) => `${quote(key)}: ${reprText(item)}`)
    .join(', ')}}`;
}

/** A text in Python's quotes: single ones, unless it holds those and no double ones. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = '';
  for (const character of text) out += escapeCharacter(character, mark);
  return mark + out + mark;
}

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** What Python's str.isprintable refuses: the categories Other and Separator, but not the space. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function escapeCharacter(character: string, mark: string): string {
  if (character === mark) return `\\${mark}`;
  const named = Object.hasOwn(NAMED, character) ? NAMED[character] : undefined;
  if (named !== undefined) return named;
  if (character === ' ' || !UNPRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** `datetime.date(2020, 1, 2)`, `datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.timezone.utc)`. */
function timeRepr(time: PyTime): string {
  const [date = '', clock = ''] = time.iso.split('T');
  const day = date.split('-').map(Number);
  if (time.kind === 'date') return `datetime.date(${day.join(', ')})`;
  const [, hour = '0', minute = '0', second = '0', micro, sign, zoneHour = '0', zoneMinute = '0'] =
    /^(\d\d):(\d\d):(\d\d)(?:\.(\d{6}))?(?:([-+])(\d\d):(\d\d))?$/.exec(clock) ?? [];
  const parts = [...day, Number(hour), Number(minute)];
  if (Number(second) > 0 || micro !== undefined) parts.push(Number(second));
  if (micro !== undefined) parts.push(Number(micro));
  const zone = sign === undefined ? '' : `, tzinfo=${zoneRepr(sign, Number(zoneHour), Number(zoneMinute))}`;
  return `datetime.datetime(${parts.join(', ')}${zone})`;
}

function zoneRepr(sign: string, hour: number, minute: number): string {
  if (hour === 0 && minute === 0) return 'datetime.timezone.utc';
  const seconds = (hour * 60 + minute) * 60 * (sign === '-' ? -1 : 1);
  const days = seconds < 0 ? 'days=-1, ' : '';
  return `datetime.timezone(datetime.timedelta(${days}seconds=${seconds < 0 ? seconds + 86400 : seconds}))`;
}

/** Python's ascii(): a text in which every character beyond ASCII is an escape. */
export function asciiText(text: string): string {
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
