import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Difference } from '../plan/value/compare-plans.ts';
import type { Change, FieldChange } from '../plan/value/plan.ts';
import { decodeValue, type PlanValue } from '../plan/value/plan-value.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import { HIDDEN, type KnownSecrets } from '../source/known-secrets.ts';
import { fewNames } from './fold.ts';
import { formatValue } from './format-value.ts';
import { whereTheyDiffer } from './terminal/where-they-differ.ts';

/* Findings about changes that were approved and are not made, and about others that were not approved. */

/** Of longer values only the part is shown where they begin to differ, in so many columns. */
const LONGEST = 120;
/** Hides the secrets in a text. */
type Mask = KnownSecrets['mask'];

const HINT = 'plan again to see what is to be done now';
const DONE = { create: 'made', update: 'changed', delete: 'deleted', noop: 'changed' } as const;

/**
 * The finding about an approved change that is not made. `errors`: what stands in its way on the server as it is
 * now. `names`: the names of objects, by key or row, as far as the two plans know them.
 */
export function movedFinding(
  change: Change,
  differences: readonly Difference[],
  errors: readonly Diagnostic[],
  names: ReadonlyMap<string, string>,
  sources: Sources,
): Diagnostic {
  const { mask } = sources.secrets;
  const notes = [
    ...differences
      .filter(({ kind }) => kind !== 'not-planned' || errors.length === 0)
      .map((one) => words(one, names, mask)),
    ...errors.map(({ message }) => message),
  ];
  return toDiagnostic({
    code: 'change-stale',
    message: mask(
      `${changeName(change)} is not ${DONE[change.action]}: the server is not as it was when this was approved`,
    ),
    notes: notes.map((message) => ({ message: mask(message) })),
    hint: HINT,
    place: placeOf(sources, change.place),
    entry: change.entry,
  });
}

/** The finding about a change that there would be now and that nobody approved. */
export function unapprovedFinding(change: Change, sources: Sources): Diagnostic {
  return toDiagnostic({
    code: 'change-stale',
    message: sources.secrets.mask(
      `${changeName(change)} would now be ${DONE[change.action]}, too, which was not approved: it is left as it is`,
    ),
    notes: change.fields
      .filter(({ secret }) => !secret)
      .map(({ path, before, after }) => {
        const both = shownBoth(before, after, sources.secrets.mask);
        const words = `${path} is ${both.before}, and would become ${both.after}`;
        return { message: sources.secrets.mask(words) };
      }),
    hint: HINT,
    place: placeOf(sources, change.place),
    entry: change.entry,
  });
}

/** The names of the objects that plans refer to, by key or row. */
export function namesIn(...plans: readonly (readonly Change[])[]): ReadonlyMap<string, string> {
  const named = plans
    .flat()
    .flatMap(({ fields }: { readonly fields: readonly FieldChange[] }) =>
      fields.flatMap(({ beforeNames = {} }) => Object.entries(beforeNames)),
    );
  return new Map(named);
}

function words(difference: Difference, names: ReadonlyMap<string, string>, mask: Mask): string {
  switch (difference.kind) {
    case 'done-already':
      return 'nothing is left to do: somebody else has done it';
    case 'not-planned':
      return 'it is not there any more, or cannot be told from others';
    case 'other-object':
      return `${difference.now.model} ${difference.now.key} is there now, and ${doing(difference.now)}`;
    case 'field':
      return fieldWords(difference.name, difference.before, difference.now, names, mask);
    case 'dependants':
      return `other objects depend on it now: ${difference.models.join(', ')}`;
    case 'permissions':
      return 'its permissions are others now';
    case 'secret':
      return `the value of a secret is another now (${difference.from})`;
    case 'by-server':
      return 'what the server would change while it applies a blueprint is another now';
    case 'waits':
      return `it waits for ${difference.for.model} ${difference.for.key}, which is not done or was not approved`;
    case 'written':
      return difference.names.length > 0
        ? `what would be written is another now: ${difference.names.join(', ')}`
        : 'what would be done is another now';
  }
}

function doing({ action, leftAlone }: Change): string {
  if (leftAlone) return 'is protected';
  return action === 'noop' ? 'is as the entry says' : `would be ${DONE[action]}`;
}

/** `users: now also ada; no longer 3`, or `name was "a" and is "b"`. */
function fieldWords(
  name: string,
  before: PlanValue,
  now: PlanValue,
  names: ReadonlyMap<string, string>,
  mask: Mask,
): string {
  if (!Array.isArray(before) || !Array.isArray(now)) {
    const both = shownBoth(before, now, mask);
    return `${name} was ${both.before} and is ${both.after}`;
  }
  const nameOf = (item: PlanValue): string =>
    (typeof item === 'string' || typeof item === 'number' ? names.get(String(item)) : undefined) ??
    shown(item);
  const [old, others] = [before.map(nameOf), now.map(nameOf)];
  const parts = [
    ...list(
      'now also',
      others.filter((item) => !old.includes(item)),
    ),
    ...list(
      'no longer',
      old.filter((item) => !others.includes(item)),
    ),
  ];
  return `${name}: ${parts.join('; ') || 'in another order'}`;
}

function list(word: string, items: readonly string[]): string[] {
  return items.length > 0 ? [`${word} ${fewNames(items)}`] : [];
}

function shown(value: PlanValue | undefined): string {
  return value === undefined ? 'not set' : formatValue(decodeValue(value, () => HIDDEN));
}

/** Two values that differ, so that they never look alike; a secret is masked before it could be cut in two. */
function shownBoth(
  before: PlanValue | undefined,
  after: PlanValue | undefined,
  mask: Mask,
): { readonly before: string; readonly after: string } {
  return whereTheyDiffer(mask(shown(before)), mask(shown(after)), LONGEST);
}
