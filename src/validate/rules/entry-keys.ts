import type { Node, Pair } from '../../blueprint/blueprint.ts';
import { movingUnder } from '../../blueprint/moving.ts';
import { READ_KEYS } from '../../blueprint/parse-entry.ts';
import { replacing } from '../../blueprint/rewrite.ts';
import { lostKeyOf } from '../../blueprint/structure.ts';
import { lostField, lostKey } from '../../diagnostics/cause.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';

/** Words that people write for a key of an entry, other than by a slip. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  attr: 'attrs',
  attribute: 'attrs',
  attributes: 'attrs',
  identifier: 'identifiers',
  identity: 'identifiers',
  condition: 'conditions',
  permission: 'permissions',
  ensure: 'state',
};

/** Keys without which an entry does nothing of what was meant. */
const NEEDED: ReadonlySet<string> = new Set(['identifiers', 'attrs']);

/**
 * Code `structure-unknown-key`: what authentik does not read of an entry. Attributes that stand beside `attrs` and
 * not under it are one finding; so are those of them that identify the object where nothing else does.
 */
export function checkEntryKeys(facts: Facts): void {
  for (const checked of facts.entries) {
    const strayed: Pair[] = [];
    for (const pair of checked.entry.map.pairs) {
      if (READ_KEYS.includes(pair.key)) continue;
      const meant = keyMeant(checked, pair);
      if (meant === undefined && isField(checked, pair.key)) strayed.push(pair);
      else reportUnread(facts, checked, pair, meant);
    }
    reportStrayed(facts, checked, placesOf(checked, strayed));
  }
}

/** The key of an entry that is meant by another one; undefined where an attribute is meant, or nothing known. */
function keyMeant(checked: CheckedEntry, { key, value }: Pair): string | undefined {
  const isMap = value.kind === 'map';
  const word = Object.hasOwn(OTHER_WORDS, key.toLowerCase()) ? OTHER_WORDS[key.toLowerCase()] : undefined;
  const meant = word ?? nearest(key, READ_KEYS);
  if (meant === undefined || !isField(checked, key)) return meant;
  // The model has an attribute of this name, too (`attributes` of a group): what it holds decides.
  const holdsFields =
    isMap && value.pairs.length > 0 && value.pairs.every((pair) => isField(checked, pair.key));
  return NEEDED.has(meant) && holdsFields && !has(checked, meant) ? meant : undefined;
}

function isField({ resource }: CheckedEntry, key: string): boolean {
  return resource !== undefined && fieldNamed(resource, key) !== undefined;
}

function has({ entry }: CheckedEntry, key: string): boolean {
  return entry.map.pairs.some((pair) => pair.key === key);
}

function reportUnread(facts: Facts, checked: CheckedEntry, pair: Pair, meant: string | undefined): void {
  const { key, keyNode, value } = pair;
  const { index } = checked.entry;
  const isMissing = meant !== undefined && !has(checked, meant);
  reportAt(facts, checked, keyNode.span, {
    code: 'structure-unknown-key',
    severity: isMissing && NEEDED.has(meant) && isFilled(value) ? 'error' : undefined,
    message: `authentik does not read "${key}" in an entry`,
    hint: meant === undefined ? `it reads ${READ_KEYS.join(', ')}` : `did you mean "${meant}"?`,
    explains: [lostField(index, key), ...(isMissing ? lostKeyOf(index, meant, value) : [])],
    fixes: isMissing ? replacing(checked.blueprint.file, keyNode, meant).fixes : undefined,
  });
}

function isFilled(value: Node): boolean {
  return value.kind === 'map' && value.pairs.length > 0;
}

/** Attributes that stand in the entry itself, and the key that they belong under. */
interface Strayed {
  readonly under: string;
  readonly pairs: readonly Pair[];
}

/** Where attributes belong that stand in the entry itself: what identifies its object among the identifiers. */
function placesOf(checked: CheckedEntry, pairs: readonly Pair[]): readonly Strayed[] {
  const { resource } = checked;
  const unique = new Set(
    resource?.unique.filter(({ fields }) => fields.length === 1).flatMap(({ fields }) => fields),
  );
  const isMissing = !has(checked, 'identifiers');
  const found = pairs.filter(({ key, value }) => isMissing && unique.has(key) && value.kind === 'scalar');
  const identifying =
    found.length > 0 ? found.slice(0, 1) : pairs.filter(({ key }) => isMissing && key === 'name');
  const others = pairs.filter((pair) => !identifying.includes(pair));
  return [
    { under: 'identifiers', pairs: identifying },
    { under: 'attrs', pairs: others },
  ].filter((strayed) => strayed.pairs.length > 0);
}

function reportStrayed(facts: Facts, checked: CheckedEntry, strayed: readonly Strayed[]): void {
  const { entry, blueprint } = checked;
  const pairs = strayed.flatMap((one) => one.pairs);
  const [first, ...more] = [...pairs].sort((a, b) => a.keyNode.span.start - b.keyNode.span.start);
  if (!first) return;
  const keys = strayed.map(({ under }) => `"${under}"`).join(' and ');
  const stand = pairs.length === 1 ? 'an attribute of the object stands' : 'attributes of the object stand';
  reportAt(facts, checked, first.keyNode.span, {
    code: 'structure-unknown-key',
    message: `authentik does not read ${[first, ...more].map(({ key }) => key).join(', ')} here: ${stand} under ${keys}`,
    hint: `indent ${strayed.map((one) => hintFor(checked, one, strayed.length > 1)).join(', and ')}`,
    notes: more.map(({ key, keyNode }) => ({
      message: `${key}, too`,
      place: { file: blueprint.file, span: keyNode.span },
    })),
    explains: [
      ...strayed.map(({ under }) => lostKey(entry.index, under)),
      ...pairs.map(({ key }) => lostField(entry.index, key)),
    ],
    fixes: movingUnder(blueprint.file, entry.map, strayed).fixes,
  });
}

function hintFor(checked: CheckedEntry, { under, pairs }: Strayed, named: boolean): string {
  const these = pairs.length === 1 ? 'this' : 'these';
  return `${named ? pairs.map(({ key }) => key).join(', ') : these} under ${has(checked, under) ? `the ${under} of the entry` : `a key "${under}:"`}`;
}
