import { circlesOf } from '../../semantics/circles.ts';
import type { AcrossFacts } from './facts.ts';
import type { Makers } from '../../semantics/makers.ts';
import { askedNeeds, foundNeeds, type Need } from '../../semantics/needs.ts';
import type { FileSummary } from '../../semantics/summary.ts';

/*
 * The order of files. ak-blueprint puts them in order by itself; authentik applies them in no certain order,
 * unless a `metaapplyblueprint` entry asks for one.
 */

/** Codes `find-order`, `find-cycle`, `blueprint-cycle`. */
export function checkFileOrder(facts: AcrossFacts, makers: Makers): void {
  const asked = askedNeeds(facts);
  const found = foundNeeds(facts, makers);
  const circles = circlesOf(facts.files, asked);
  for (const circle of circles) reportAsked(facts, circle);
  const mixed = circlesOf(facts.files, [...asked, ...found]).filter(
    (circle) => !circle.every((need) => circles.some((one) => one.includes(need))),
  );
  for (const circle of mixed) reportFound(facts, circle);
  const inCircles = new Set(mixed.flat());
  for (const need of found) if (!inCircles.has(need)) reportOrder(facts, need, asked);
}

/** Blueprints that apply each other, or themselves: the server would go round for ever. */
function reportAsked(facts: AcrossFacts, circle: readonly Need[]): void {
  const [first, ...others] = circle;
  if (first?.by.kind !== 'apply') return;
  const paths = [...new Set(circle.map(({ from }) => from.path))];
  facts.report({
    code: 'blueprint-cycle',
    message:
      paths.length === 1
        ? 'this blueprint wants itself applied first'
        : `these blueprints want each other applied first: ${paths.join(', ')}`,
    hint: 'take one metaapplyblueprint entry out',
    place: placeOf(facts, first),
    entry: first.by.apply.ref,
    notes: others.map((need) => ({
      message: `here ${need.from.path} wants ${need.to.path} first`,
      place: placeOf(facts, need),
    })),
  });
}

/** Files that look up each other's objects: whichever comes first does not find what it looks for. */
function reportFound(facts: AcrossFacts, circle: readonly Need[]): void {
  const first = circle.find(({ by }) => by.kind === 'find');
  if (first?.by.kind !== 'find') return;
  facts.report({
    code: 'find-cycle',
    message: `this looks for what ${first.to.path} makes, which in turn needs this file: whichever comes first does not find it on a fresh server`,
    hint: 'move the entries that need each other into one file, or into a third that comes first',
    place: placeOf(facts, first),
    entry: first.by.find.ref,
    notes: circle
      .filter((need) => need !== first)
      .map((need) => ({
        message: `${need.from.path} ${need.by.kind === 'find' ? 'looks for what' : 'wants'} ${need.to.path} ${need.by.kind === 'find' ? 'makes' : 'first'}`,
        place: placeOf(facts, need),
      })),
  });
}

/** A look-up of what only another file makes, without asking for that file first. */
function reportOrder(facts: AcrossFacts, need: Need, asked: readonly Need[]): void {
  const { from, to, by } = need;
  if (by.kind !== 'find' || comesFirst(from, to, by.find.ref.index, asked)) return;
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

/** Whether an entry before the look-up asks for the other file, or for one that asks for it. */
function comesFirst(from: FileSummary, to: FileSummary, before: number, asked: readonly Need[]): boolean {
  const seen = new Set<FileSummary>();
  const next = asked.flatMap((need) =>
    need.from === from && need.by.kind === 'apply' && need.by.apply.ref.index < before ? [need.to] : [],
  );
  for (let file = next.pop(); file; file = next.pop()) {
    if (file === to) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    for (const need of asked) if (need.from === file) next.push(need.to);
  }
  return false;
}

function placeOf(facts: AcrossFacts, { from, by }: Need) {
  const { find, apply } =
    by.kind === 'find' ? { find: by.find, apply: undefined } : { find: undefined, apply: by.apply };
  return facts.place(from, find?.span ?? apply?.name?.span ?? apply?.path?.span ?? { start: 0, end: 0 });
}
