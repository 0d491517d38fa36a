import { width } from './wrap.ts';

/** So many equal characters are shown before the place where two values begin to differ. */
const BEFORE = 4;

/** Two texts that differ, each in so many columns (at least 12), from shortly before the first character that is not the same in both. */
export function whereTheyDiffer(
  one: string,
  other: string,
  room: number,
): { readonly before: string; readonly after: string } {
  const [before, after] = [[...one], [...other]];
  if ([before, after].every((side) => width(side.join('')) <= room))
    return { before: before.join(''), after: after.join('') };
  const first = before.findIndex((character, at) => character !== after[at]);
  const start = Math.max(0, (first < 0 ? before.length : first) - BEFORE);
  return { before: window(before, start, room), after: window(after, start, room) };
}

/** The characters from `start` on that fit into so many columns, with dots for what is left out. */
function window(characters: readonly string[], start: number, room: number): string {
  const lead = start > 0 ? '…' : '';
  const rest = characters.slice(start);
  let shown = Math.min(rest.length, room);
  while (shown > 1 && width(`${lead}${rest.slice(0, shown).join('')}`) > room - (shown < rest.length ? 1 : 0))
    shown -= 1;
  return `${lead}${rest.slice(0, shown).join('')}${shown < rest.length ? '…' : ''}`;
}
