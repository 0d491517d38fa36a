import { isDict, Later, NotRead, Unknown, type Value } from '../blueprint/value.ts';
import { accept } from '../forms/accept.ts';
import type { Problem } from '../forms/form.ts';
import type { Place } from '../source/source-file.ts';
import type { Ground } from './ground.ts';
import type { OverlayRow, Touch } from './overlay-row.ts';

/** What an entry wants of one field, and where it says so. */
export interface Wish {
  readonly name: string;
  readonly value: Value;
  /** The value is a list whose items are added to what is there. */
  readonly merge: boolean;
  readonly touch: Touch;
  /** The place of a part of the value: a list item, a key of a mapping. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
  /** A part of the value as it is written there; undefined where a tag makes it. */
  readonly written: (path: readonly (string | number)[]) => string | undefined;
}

/** Wishes in the form that the server would store; undefined when one of them would be refused, and that has been reported. */
export function coerceWishes(
  ground: Ground,
  row: OverlayRow | undefined,
  model: string,
  wishes: readonly Wish[],
): Map<string, Wish> | undefined {
  const { fields } = ground.overlay.resource(model);
  const wanted = new Map<string, Wish>();
  let ok = true;
  for (const wish of wishes) {
    const field = fields[wish.name];
    if (!field || (field.readOnly && !field.setter)) continue;
    // An endpoint that takes an address cannot take it away again (rest-api-2023.2, point 17).
    if (field.setter && !field.writeOnly && (wish.value === null || wish.value === '')) {
      reportCannotClear(ground, row, wish);
      continue;
    }
    if (neverKnown(wish.value)) {
      ok = false;
      ground.report({
        code: 'value-unknown',
        message: `${wish.name} depends on what only the server will know`,
        hint: 'apply the entries that it depends on first',
        place: wish.touch.place,
        entry: wish.touch.entry,
      });
      continue;
    }
    const accepted = accept(field.setter ? { ...field, nullable: true } : field, wish.value);
    if (accepted.ok) wanted.set(wish.name, { ...wish, value: accepted.value });
    else {
      ok = false;
      for (const problem of accepted.problems) reportProblem(ground, wish, problem);
    }
  }
  return ok ? wanted : undefined;
}

/**
 * Whether a value holds something that will not be known when it is written: not even when the objects before
 * it are made.
 */
function neverKnown(value: Value): boolean {
  if (value instanceof Unknown) return !(value instanceof Later) && !(value instanceof NotRead);
  if (Array.isArray(value)) return value.some(neverKnown);
  return isDict(value) && Object.values(value).some(neverKnown);
}

function reportCannotClear(ground: Ground, row: OverlayRow | undefined, wish: Wish): void {
  const actual = row?.actual?.[wish.name];
  if (
    actual === undefined ||
    actual === null ||
    actual === '' ||
    (typeof actual === 'string' && actual.startsWith('/static/'))
  )
    return;
  ground.report({
    code: 'action-impossible',
    severity: 'warning',
    message: `the API of this release cannot clear ${wish.name}`,
    hint: 'clear it in the web interface, or set another address',
    place: wish.touch.place,
    entry: wish.touch.entry,
  });
}

function reportProblem(ground: Ground, wish: Wish, problem: Problem): void {
  ground.report({
    code: problem.code,
    message: `${wish.name}${pathText(problem.path)} ${problem.message}`,
    place: wish.placeOf(problem.path),
    entry: wish.touch.entry,
  });
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
}
