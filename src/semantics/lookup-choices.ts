import { likeness } from '../diagnostics/spelling.ts';

/** Not more names than this are listed. */
const MOST = 6;
/** How like a name must be to be listed as near, from 0 to 1. */
const NEAR = 0.5;
/** The names that objects are mostly found by. */
const USUAL = ['name', 'slug', 'username', 'identifier', 'pk'];

/**
 * The names that may be meant where `word` is none of them, for people: all where they are few, else those that
 * are near, or the usual ones, and how many others there are.
 */
export function lookupChoices(word: string, choices: readonly string[]): string {
  if (choices.length <= MOST) return choices.join(', ');
  const near = choices
    .map((name) => ({ name, like: likeness(word, name) }))
    .filter(({ like }) => like >= NEAR)
    .sort((a, b) => b.like - a.like)
    .map(({ name }) => name);
  const usual = USUAL.filter((name) => choices.includes(name));
  const best = near.length + usual.length === 0 ? choices : [...near, ...usual];
  const shown = [...new Set(best)].slice(0, MOST);
  return `${shown.join(', ')} and ${choices.length - shown.length} others`;
}
