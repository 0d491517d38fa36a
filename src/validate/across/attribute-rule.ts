import type { ObjectRule } from '../../catalog/object-rule.ts';
import { lostField } from '../../diagnostics/cause.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import { type OwnedEntry, valueOf } from '../../semantics/all-files.ts';
import { asBroken } from '../../semantics/listed-choices.ts';
import { holds } from '../../semantics/object-condition.ts';
import { conditionsOnOthers, fieldsOf } from '../../semantics/rule-fields.ts';
import { offline } from '../../semantics/subject.ts';
import type { ValueSummary } from '../../semantics/summary.ts';
import type { Span } from '../../source/source-file.ts';
import { Asking, decisionKey, EntryObjects, type OwnDecision } from './entry-objects.ts';
import { type AcrossFacts, reportAt } from './facts.ts';

/** More ways in which values of files may be decided than this are not looked at. */
const MAX_WAYS = 64;

/**
 * Code `attribute-rule`: values that the server refuses together, by the rules of the catalog. A rule that is
 * broken in some of the ways in which the values of the files may turn out is an error, too, which says in
 * which. What depends on an object that may exist, a plan decides.
 */
export function checkAttributeRule(facts: AcrossFacts): void {
  const objects = new EntryObjects(facts);
  for (const owned of facts.entries) {
    const { rules } = owned.resource;
    if (!rules || owned.entry.skipped || owned.entry.ensure === 'absent') continue;
    for (const rule of rules) {
      if (lacksRequired(owned, rule)) continue;
      const broken = findBroken(facts, objects, owned, rule);
      if (!broken) continue;
      const said = asBroken(rule, offline(facts.catalog), undefined);
      report(facts, owned, said, broken, othersLike(facts, objects, owned, rule));
    }
  }
}

/** Whether an entry has nothing of what a rule is about, and a create requires some: then that is missing. */
function lacksRequired(owned: OwnedEntry, { refused }: ObjectRule): boolean {
  const fields = fieldsOf(refused);
  return (
    fields.every((field) => !valueOf(owned, field)) &&
    fields.some((field) => owned.resource.fields[field]?.required)
  );
}

/** How a rule is broken. */
interface Broken {
  /** What must be decided in which way; empty: it is broken in every way. */
  readonly when: readonly OwnDecision[];
  readonly isSupposed: boolean;
}

/** Whether a rule is broken in one of the ways in which the values may turn out; the first of them. */
function findBroken(
  { catalog }: AcrossFacts,
  objects: EntryObjects,
  owned: OwnedEntry,
  { refused }: ObjectRule,
): Broken | undefined {
  let first: Broken | undefined;
  let isAlways = true;
  const open: ReadonlyMap<string, OwnDecision>[] = [new Map()];
  for (let looked = 0; looked < MAX_WAYS; looked += 1) {
    const decided = open.pop();
    if (!decided) return first && isAlways ? { ...first, when: [] } : first;
    const asking = new Asking(decided);
    const isBroken = holds(refused, objects.of(owned, asking), offline(catalog));
    const { undecided, isSupposed } = asking;
    if (isBroken === undefined && undecided) {
      const key = decisionKey(undecided);
      const { words, otherwise } = undecided;
      open.push(
        new Map([...decided, [key, { ...undecided, is: !undecided.is, words: otherwise, otherwise: words }]]),
        new Map([...decided, [key, undecided]]),
      );
    } else if (isBroken) first ??= { when: [...decided.values()], isSupposed };
    else isAlways = false;
  }
  return first;
}

/** The entries of other objects because of which a rule is broken. */
function othersLike(
  { catalog }: AcrossFacts,
  objects: EntryObjects,
  owned: OwnedEntry,
  { refused }: ObjectRule,
): readonly OwnedEntry[] {
  return conditionsOnOthers(refused).flatMap((condition) =>
    objects
      .others(owned)
      .filter(
        (other) => holds(condition, objects.of(other, new Asking(new Map())), offline(catalog)) === true,
      ),
  );
}

/** `like`: see `othersLike`. */
function report(
  facts: AcrossFacts,
  owned: OwnedEntry,
  rule: ObjectRule,
  { when, isSupposed }: Broken,
  like: readonly OwnedEntry[],
): void {
  const { file, entry } = owned;
  const given = [...new Set([...fieldsOf(rule.refused), ...rule.at])].flatMap(
    (field) => valueOf(owned, field) ?? [],
  );
  const place = rule.at.find((field) => valueOf(owned, field));
  const at = given.find(({ field }) => field === place);
  const others: Note[] = given
    .filter((value) => value !== at)
    .map(({ field, keySpan }) => ({ message: `${field} is set here`, place: facts.place(file, keySpan) }));
  const ways: Note[] = when.map((decision) => ({
    message: `so it is where ${decision.words}`,
    place: facts.place(decision.file, decision.span),
  }));
  const theirs: Note[] = like.map((other) => ({
    message: 'another object has it here',
    place: facts.place(
      other.file,
      (place === undefined ? undefined : valueOf(other, place)?.span) ?? other.entry.modelSpan,
    ),
  }));
  const notes = [...ways, ...others, ...theirs];
  reportAt(facts, owned, at ? spanOf(at, when) : entry.modelSpan, {
    code: 'attribute-rule',
    severity: rule.severity,
    supposed: isSupposed || rule.severity ? true : undefined,
    message: rule.message,
    hint: rule.hint,
    notes: notes.length > 0 ? notes : undefined,
    follows: fieldsOf(rule.refused)
      .filter((field) => !valueOf(owned, field))
      .map((field) => lostField(entry.ref.index, field)),
  });
}

/**
 * Where a value is: of one that was decided, what gives it. An empty text has nothing to point at but its key.
 */
function spanOf(value: ValueSummary, when: readonly OwnDecision[]): Span {
  const chosen = (value.alternatives ?? []).filter((alternative) =>
    alternative.when.every(({ key, is }) => when.find((decision) => decision.key === key)?.is !== !is),
  );
  const [first, second] = chosen;
  if (first && !second && first.when.length > 0) return first.span;
  return value.literal === '' ? value.keySpan : value.span;
}
