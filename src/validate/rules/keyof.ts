import { lostId, lostKey, SOME_ID, standsAt } from '../../diagnostics/cause.ts';
import type { Fix, Note } from '../../diagnostics/diagnostic.ts';
import { likeness, listed, nearest } from '../../diagnostics/spelling.ts';
import { movingBefore } from '../../blueprint/moving.ts';
import { adding, replacing } from '../../blueprint/rewrite.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';
import { accepts, slotAt, wantsAnotherKey } from '../../semantics/slot.ts';
import { linksIn } from '../links.ts';
import { holderHint } from '../refer-to.ts';
import { fits, mayFit, type User, usersOf } from '../keyof-users.ts';
import { misspeltId } from './misspelt-id.ts';
import { noUuid } from './no-uuid.ts';

/**
 * Codes `keyof-unknown`, `keyof-later`, `keyof-skipped`, and `attribute-type` for an object of the wrong
 * model. All `!KeyOf`s of one id that no entry has, or whose entry comes too late, are one finding.
 */
export function checkKeyOf(facts: Facts): void {
  const all = usersOf(facts);
  for (const [id, users] of all) {
    const same = facts.byId.get(id) ?? [];
    if (same.length === 0) {
      if (!facts.blueprint.unreadIds.includes(id)) reportUnknown(facts, id, users, all);
      continue;
    }
    const early = users.filter(
      ({ checked }) => !same.some((other) => other.entry.index < checked.entry.index),
    );
    if (early.length > 0) reportLater(facts, id, early, same);
    for (const user of users)
      if (!early.includes(user))
        checkTarget(
          facts,
          user,
          same.filter((other) => other.entry.index < user.checked.entry.index),
        );
  }
}

function reportUnknown(
  facts: Facts,
  id: string,
  users: readonly User[],
  all: ReadonlyMap<string, readonly User[]>,
): void {
  const [first, ...others] = users;
  if (!first) return;
  const target = misspeltId(facts, id, users, all);
  if (target?.entry.id) {
    reportAt(facts, target, target.entry.id.span, {
      code: 'keyof-unknown',
      message: `the id ${target.entry.id.text} is misspelt: what refers to this entry calls it ${id}`,
      hint: `write ${id}`,
      notes: notesOf(users, `no entry of this file has the id ${id}`),
    });
    return;
  }
  const near = nearest(id, facts.byId.keys());
  // An entry that has the id of another one (see id-duplicate) is most likely the one that is meant.
  const twins = facts.entries.filter(
    (entry) =>
      entry.entry.index < first.checked.entry.index && isTwin(facts, entry) && mayFit(facts, entry, first),
  );
  const follows = [lostId(id), ...twins.map(({ entry }) => lostKey(entry.index, 'id')), SOME_ID];
  const nameless = namelessFor(facts, id, first, near);
  const [likeliest, ...rest] = nameless;
  const meant =
    likeliest && (rest.length === 0 || likenessOf(likeliest, id) >= ALIKE) ? likeliest : undefined;
  const candidate: Note[] = meant
    ? [
        {
          message: 'this entry has no id, and could be the one that is meant',
          place: placeOf(meant, meant.entry.model.span),
        },
      ]
    : [];
  const node = first.reference.node.args[0];
  const add = candidate.length > 0 ? `add id: ${id} to the entry that is meant` : undefined;
  reportAt(facts, first.checked, first.reference.node.span, {
    code: 'keyof-unknown',
    message: `no entry of this file has the id ${id}`,
    hint: near === undefined ? (add ?? idsHint(facts, id, first)) : `did you mean ${near}?`,
    follows,
    fixes:
      near !== undefined && node
        ? replacing(first.checked.blueprint.file, node, near).fixes
        : [
            ...nameless.flatMap(
              ({ blueprint, entry }) => adding(blueprint.file, entry.map, `id: ${id}`).fixes ?? [],
            ),
            ...renamed(facts, id, users),
          ],
    notes: [...candidate, ...notesOf(others, 'the same id again')],
  });
}

/** The fixes that name another id, which nothing refers to so far, in every `!KeyOf` of one that there is not. */
function renamed(facts: Facts, id: string, users: readonly User[]): readonly Fix[] {
  const [first] = users;
  const slot = first && slotAt(first.checked, first.reference.path);
  if (!first || !slot) return [];
  const unused = linksIn(facts, first.checked).ids.filter(
    ({ model, isUsed }) => !isUsed && accepts(facts.catalog, slot, model),
  );
  return unused.slice(0, OFFERED).flatMap((link) => {
    const edits = users.flatMap(({ checked, reference }) => {
      const node = reference.node.args[0];
      return (node && replacing(checked.blueprint.file, node, link.id).fixes?.[0]?.edits) ?? [];
    });
    return edits.length === users.length ? [{ title: `replace ${id} by ${link.id}`, edits }] : [];
  });
}

/** How many entries without an id are offered. */
const OFFERED = 3;

/** From which likeness on an entry is said to be the one that is meant, and not another one. */
const ALIKE = 0.5;

/** How like an id is to what an entry gives, from 0 to 1. */
function likenessOf({ entry }: CheckedEntry, id: string): number {
  const words = (text: string): string => text.replaceAll('-', '_');
  const texts = [...(entry.identifiers?.pairs ?? []), ...(entry.attrs?.pairs ?? [])].map(({ value }) =>
    value.kind === 'scalar' ? value.text : '',
  );
  return Math.max(0, ...texts.map((text) => likeness(words(id), words(text))));
}

/** The entries without an id that may be the one that is meant, those named most like it first. */
function namelessFor(
  facts: Facts,
  id: string,
  user: User,
  near: string | undefined,
): readonly CheckedEntry[] {
  if (near !== undefined) return [];
  return facts.entries
    .filter(
      (entry) => !entry.entry.id && entry.entry.index < user.checked.entry.index && fits(facts, entry, user),
    )
    .sort((one, other) => likenessOf(other, id) - likenessOf(one, id))
    .slice(0, OFFERED);
}

/** The ids that can be meant where one is unknown: those of earlier entries that fit, else of all earlier ones. */
function idsHint(facts: Facts, id: string, user: User): string {
  const ids = [...facts.byId].filter(([, [entry]]) => entry && entry.entry.index < user.checked.entry.index);
  const fitting = ids.filter(([, [entry]]) => entry && mayFit(facts, entry, user));
  const names = (fitting.length > 0 ? fitting : ids).map(([name]) => name);
  return names.length === 0
    ? 'no entry before this one has an id: give the one that is meant an id, or write !Find'
    : `ids of entries before this one: ${listed(id, names)}`;
}

/** The ids of earlier entries that a `!KeyOf` may name instead; undefined where none fits. */
function fittingHint(facts: Facts, id: string, user: User): string | undefined {
  const names = [...facts.byId]
    .filter(
      ([, [entry]]) => entry && entry.entry.index < user.checked.entry.index && fits(facts, entry, user),
    )
    .map(([name]) => name);
  return names.length === 0 ? undefined : `ids of entries that fit: ${listed(id, names)}`;
}

/** Whether an earlier entry has the same id. */
function isTwin({ byId }: Facts, { entry }: CheckedEntry): boolean {
  return entry.id !== undefined && byId.get(entry.id.text)?.[0]?.entry !== entry;
}

function reportLater(
  facts: Facts,
  id: string,
  [first, ...others]: readonly User[],
  same: readonly CheckedEntry[],
): void {
  if (!first) return;
  const [target] = same;
  reportAt(facts, first.checked, first.reference.node.span, {
    code: 'keyof-later',
    message: `the entry ${id} comes later in the file; the server applies entries in order`,
    hint:
      others.length > 0
        ? `move it before this entry, the first of ${others.length + 1} places that refer to it`
        : 'move it before this entry',
    fixes: target && movedFix(facts, target, first.checked),
    notes: [...meantNote(target), ...notesOf(others, 'this comes before it, too')],
  });
}

/** The fix that moves an entry before another; none where it refers itself to one that comes after that. */
function movedFix(facts: Facts, target: CheckedEntry, before: CheckedEntry): readonly Fix[] | undefined {
  const isFree = target.references.every(
    (reference) =>
      reference.kind !== 'keyOf' ||
      (facts.byId.get(reference.id) ?? []).some(({ entry }) => entry.index < before.entry.index),
  );
  return isFree && target.blueprint === before.blueprint
    ? movingBefore(target.blueprint.file, target.entry.map, before.entry.map).fixes
    : undefined;
}

function meantNote(target: CheckedEntry | undefined): Note[] {
  if (!target?.entry.id) return [];
  return [{ message: 'the entry that is meant', place: placeOf(target, target.entry.id.span) }];
}

function notesOf(users: readonly User[], message: string): Note[] {
  return users.map(({ checked, reference }) => ({ message, place: placeOf(checked, reference.node.span) }));
}

/** Checks a `!KeyOf` to earlier entries: one must have an object, of a model that the field accepts. */
function checkTarget(facts: Facts, { checked, reference }: User, earlier: readonly CheckedEntry[]): void {
  const { id, node, path } = reference;
  const usable = earlier.filter((other) => !other.skipped && other.ensure !== 'absent');
  if (usable.length === 0) {
    const absent = earlier.some((other) => other.ensure === 'absent');
    if (absent && checked.ensure !== 'present') return;
    reportAt(facts, checked, node.span, {
      code: 'keyof-skipped',
      message: `the entry ${id} ${absent ? 'deletes its object' : 'is skipped by its condition'}, so there is nothing to refer to`,
    });
    return;
  }
  const [target] = usable;
  const slot = slotAt(checked, path);
  if (!target?.resource || !slot) return;
  if (wantsAnotherKey(slot, target.resource))
    return reportAt(facts, checked, node.span, noUuid(String(path[1]), target.resource));
  if (!slot.references || accepts(facts.catalog, slot, target.resource.name)) return;
  reportAt(facts, checked, node.span, {
    code: 'attribute-type',
    message: `${String(path[1])} must be ${slot.references.join(' or ')}, but ${id} is ${target.resource.name}`,
    hint:
      holderHint(facts, checked, slot, { model: target.resource.name, reference, target }) ??
      fittingHint(facts, id, { checked, reference }),
    follows: [standsAt(target.entry.model.span)],
  });
}
