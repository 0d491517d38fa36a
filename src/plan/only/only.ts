import type { Blueprint, Entry } from '../../blueprint/blueprint.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { isWritten, type Plan } from '../value/plan.ts';
import type { EntryTrace } from '../entries/entry-trace.ts';
import { groupBy } from '../../source/group-by.ts';

/*
 * A plan of some entries: those that are asked for, and what they need. All entries are planned once to learn what
 * they are and what they need, then those that are left by themselves, so that everything that is judged of the plan
 * is judged of what is done.
 */

/** What an entry can be chosen by. */
export interface EntryFacts {
  readonly path: string;
  /** As it is written, in lower case. */
  readonly model: string;
  /** What its objects are called. */
  readonly keys: readonly string[];
  readonly id: string | undefined;
}

/** One wish of `--only`. */
export interface OnlyPattern {
  readonly text: string;
  readonly matches: (entry: EntryFacts) => boolean;
}

/** A wish that nothing is meant by, with what it may have meant. */
export interface Unmatched {
  readonly text: string;
  readonly nearest: string | undefined;
}

/** The entries that are planned, once they are known: a plan that is made again is of the same. */
export class OnlyEntries {
  readonly #patterns: readonly OnlyPattern[];
  #kept: ReadonlySet<Entry> | undefined;
  /** The changes that a plan of all entries has. */
  #all = 0;

  constructor(patterns: readonly OnlyPattern[]) {
    this.#patterns = patterns;
  }

  /** Whether it is known which entries are planned. */
  get isChosen(): boolean {
    return this.#kept !== undefined;
  }

  /** Chooses, by a plan of all entries. Gives the wishes that nothing is meant by. */
  choose(blueprints: readonly Blueprint[], plan: Plan, trace: EntryTrace): Unmatched[] {
    const keys = new Map(plan.changes.map(({ row, key }) => [row, key]));
    const entries = blueprints.flatMap(({ file, entries: own }) =>
      own.map((entry) => ({ entry, facts: factsOf(entry, file.path, trace, keys) })),
    );
    const isMeant = ({ matches }: OnlyPattern): boolean => entries.some(({ facts }) => matches(facts));
    const chosen = entries.filter(({ facts }) => this.#patterns.some(({ matches }) => matches(facts)));
    this.#kept = withNeeds(
      chosen.map(({ entry }) => entry),
      plan,
      trace,
    );
    this.#all = written(plan);
    const names = new Set(entries.flatMap(({ facts }) => namesOf(facts)));
    return this.#patterns
      .filter((pattern) => !isMeant(pattern))
      .map(({ text }) => ({ text, nearest: nearest(text, names) }));
  }

  /** The blueprints with those entries alone; all of them, as long as it is not known which these are. */
  of(blueprints: readonly Blueprint[]): readonly Blueprint[] {
    const kept = this.#kept;
    if (!kept) return blueprints;
    return blueprints.map((one) => ({ ...one, entries: one.entries.filter((entry) => kept.has(entry)) }));
  }

  /** The plan of those entries, with how many changes it leaves out. */
  counted(plan: Plan): Plan {
    return { ...plan, summary: { ...plan.summary, leftOut: Math.max(0, this.#all - written(plan)) } };
  }
}

function written({ changes }: Plan): number {
  return changes.filter(isWritten).length;
}

function factsOf(
  entry: Entry,
  path: string,
  trace: EntryTrace,
  keyOf: ReadonlyMap<string, string>,
): EntryFacts {
  const keys = [...trace.objectsOf(entry)].flatMap(({ id }) => keyOf.get(id) ?? []);
  // Of what is not there, or cannot be planned, only what the file says is known.
  const literal = (entry.identifiers?.pairs ?? []).flatMap(({ value }) =>
    value.kind === 'scalar' ? [value.text] : [],
  );
  const model = entry.model.kind === 'scalar' ? entry.model.text.toLowerCase() : '';
  return { path, model, keys: [...new Set([...keys, ...literal])], id: entry.id?.text };
}

function namesOf({ path, model, keys, id }: EntryFacts): string[] {
  return [path, model, ...keys.map((key) => `${model}:${key}`), ...(id === undefined ? [] : [id])];
}

/** Entries with all that they need: what they refer to, and what must be done before their changes. */
function withNeeds(chosen: readonly Entry[], { changes }: Plan, trace: EntryTrace): ReadonlySet<Entry> {
  const byRow = groupBy(changes, ({ row }) => row);
  const rowOf = new Map(changes.map(({ id, row }) => [id, row]));
  const before = (entry: Entry): Entry[] =>
    [...trace.objectsOf(entry)]
      .flatMap(({ id }) => byRow.get(id) ?? [])
      .flatMap(({ dependsOn }) => dependsOn)
      .flatMap((id) => [...trace.entriesOf(rowOf.get(id) ?? '')]);
  const kept = new Set<Entry>();
  const open = [...chosen];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    if (kept.has(entry)) continue;
    kept.add(entry);
    open.push(...trace.neededBy(entry), ...before(entry));
  }
  return kept;
}
