import { blueprintCycle, spanOf } from '../../semantics/blueprint-cycle.ts';
import { orderFiles } from '../../semantics/file-order.ts';
import type { Makers } from '../../semantics/makers.ts';
import type { Need } from '../../semantics/needs.ts';
import type { FileSummary } from '../../semantics/summary.ts';
import type { AcrossFacts } from './facts.ts';

/*
 * The order of files. ak-blueprint orders them by itself; authentik applies them in no certain order, unless
 * `metaapplyblueprint` entries define one.
 */

/**
 * Codes `find-order`, `find-cycle`, `blueprint-cycle`: files whose look-ups or `metaapplyblueprint` entries
 * depend on the order of files.
 */
export function checkFileOrder(facts: AcrossFacts, makers: Makers): void {
  const { asked, found, askedCircles, foundCircles } = orderFiles(facts, makers);
  for (const circle of askedCircles) reportAsked(facts, circle);
  for (const circle of foundCircles) reportFound(facts, circle);
  const inCircles = new Set(foundCircles.flat());
  const askedBy = new Map<FileSummary, Need[]>();
  for (const need of asked) {
    const same = askedBy.get(need.from);
    if (same) same.push(need);
    else askedBy.set(need.from, [need]);
  }
  for (const need of found) if (!inCircles.has(need)) reportOrder(facts, need, askedBy);
}

/** Reports blueprints that apply each other, or themselves. */
function reportAsked(facts: AcrossFacts, circle: readonly Need[]): void {
  const [first, ...others] = circle;
  const finding = blueprintCycle(circle);
  if (!first || !finding) return;
  facts.report({
    ...finding,
    place: placeOf(facts, first),
    notes: others.map((need) => ({
      message: `here ${need.from.path} wants ${pathsOf(need)} first`,
      place: placeOf(facts, need),
    })),
  });
}

/** Reports files that look up each other's objects: whichever comes first does not find what it looks for. */
function reportFound(facts: AcrossFacts, circle: readonly Need[]): void {
  const first = circle.find(({ by }) => by.kind === 'find');
  if (first?.by.kind !== 'find') return;
  facts.report({
    code: 'find-cycle',
    message: `this looks for what ${pathsOf(first)} makes, which in turn needs this file: whichever comes first does not find it on a fresh server`,
    hint: 'move the entries that need each other into one file, or into a third that comes first',
    place: placeOf(facts, first),
    entry: first.by.find.ref,
    notes: circle
      .filter((need) => need !== first)
      .map((need) => ({ message: needText(need), place: placeOf(facts, need) })),
  });
}

function needText(need: Need): string {
  const paths = pathsOf(need);
  return need.by.kind === 'find'
    ? `${need.from.path} looks for what ${paths} makes`
    : `${need.from.path} wants ${paths} first`;
}

function pathsOf({ to }: Need): string {
  return to.map(({ path }) => path).join(' or ');
}

/** Reports a look-up of what only another file creates, unless an entry before it requires that file. */
function reportOrder(facts: AcrossFacts, need: Need, askedBy: ReadonlyMap<FileSummary, Need[]>): void {
  const { from, to: makers, perhaps, strength, by } = need;
  const [to, ...others] = [...makers, ...perhaps];
  if (by.kind !== 'find' || strength !== 'found' || !to || others.length > 0) return;
  if (comesFirst(from, to, by.find.ref.index, askedBy)) return;
  const meta = Object.values(facts.catalog.models).find((model) => model.kind === 'meta');
  facts.report({
    code: 'find-order',
    message: `only ${to.path} makes this, and authentik applies files in no certain order: it may write null here`,
    hint:
      to.name === undefined
        ? `give ${to.path} a metadata.name, and begin this file with an entry ${meta?.name ?? ''} of that name`
        : `begin with an entry ${meta?.name ?? ''} with attrs: {identifiers: {name: ${to.name}}}; ak-blueprint itself puts the files in order`,
    place: placeOf(facts, need),
    entry: by.find.ref,
    notes: [{ message: 'made here', place: facts.place(to, by.made.entry.modelSpan) }],
  });
}

/** Whether an entry before the look-up requires the other file, directly or through others. */
function comesFirst(
  from: FileSummary,
  to: FileSummary,
  before: number,
  askedBy: ReadonlyMap<FileSummary, Need[]>,
): boolean {
  const seen = new Set<FileSummary>();
  const next = (askedBy.get(from) ?? []).flatMap((need) =>
    need.by.kind === 'apply' && need.by.apply.ref.index < before ? need.to : [],
  );
  for (let file = next.pop(); file; file = next.pop()) {
    if (file === to) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    next.push(...(askedBy.get(file) ?? []).flatMap((need) => need.to));
  }
  return false;
}

function placeOf(facts: AcrossFacts, need: Need) {
  return facts.place(need.from, spanOf(need));
}
