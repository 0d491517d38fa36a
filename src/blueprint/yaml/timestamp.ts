import { PyTime } from '../value.ts';

const PARTS =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** A YAML time stamp as Python's isoformat writes it; undefined where there is no such day or time. */
export function parseTime(text: string): PyTime | undefined {
  const parts = PARTS.exec(text);
  if (!parts) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour,
    minute = '',
    second = '',
    fraction = '',
    zone,
    sign,
    zoneHour = '0',
    zoneMinute = '0',
  ] = parts;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return new PyTime('date', date);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const micro = fraction.slice(0, 6).padEnd(6, '0');
  const time = `${hour.padStart(2, '0')}:${minute}:${second}${micro === '000000' ? '' : `.${micro}`}`;
  let offset = '';
  if (zone !== undefined) {
    const minutes = Number(zoneHour) * 60 + Number(zoneMinute);
    if (minutes >= 24 * 60) return undefined;
    const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
    const shownSign = sign === '-' && minutes > 0 ? '-' : '+';
    offset = `${shownSign}${String(whole).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  }
  return new PyTime('datetime', `${date}T${time}${offset}`);
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}
