import { isTemplate } from '../blueprint/placeholder.ts';
import { formattedText } from './text.ts';

/** What one part of a crontab may be. `names`: words that stand for numbers, from `least` on. */
interface Unit {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[] | undefined;
}

const UNITS: readonly Unit[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { least: 0, most: 6, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') },
];

/** When a task runs: minute, hour, day, month and weekday, as the server's reader takes them (2025.12.4). */
export const crontab = formattedText('crontab', 'five parts of a crontab such as */15 * * * 1-5', (text) => {
  if (isTemplate(text)) return true;
  const parts = text.split(/\s+/).filter((part) => part !== '');
  return parts.length === UNITS.length && parts.every((part, at) => isPart(part, UNITS[at]));
});

function isPart(part: string, unit: Unit | undefined): boolean {
  if (!unit) return false;
  const spelt = (unit.names ?? []).reduce(
    (text, name, index) => text.replaceAll(name, String(unit.least + index)),
    unit.names ? part.toUpperCase() : part,
  );
  return spelt.split(',').every((item) => isItem(item, unit));
}

function isItem(item: string, { least, most }: Unit): boolean {
  const [, range = '', step] = /^([^/]*)(?:\/(\d+))?$/.exec(item) ?? [];
  if (step !== undefined && Number(step) === 0) return false;
  if (range === '*') return true;
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (from === '' || Number(to) < Number(from)) return false;
  // Sunday is 0 and 7.
  const number = (text: string): number => (most === 6 && text === '7' ? 0 : Number(text));
  return number(from) >= least && number(to) <= most;
}
