import { identifierFields } from '../../catalog/lookup-path.ts';
import type { Field, MetaModel, Resource } from '../../catalog/model.ts';
import type { Features } from '../../blueprint/features.ts';
import { briefField } from '../../explain/brief.ts';
import { wordsOf } from '../../forms/words.ts';
import { lineStart } from '../../source/line-start.ts';
import { KEYS } from '../language-keys.ts';
import type { DraftEntry } from '../draft.ts';
import type { Part } from '../meaning.ts';
import { textOf, valueOf } from '../sketch/node.ts';
import { type Caret, unmarked } from './caret.ts';
import { KIND, type Offer } from './offer.ts';
import { writtenText } from '../written-text.ts';
import { lookupNames } from './look-ups.ts';
import type { Workspace } from '../workspace.ts';

/** The keys of one of the language's own mappings. */
export function languageKeys(of: Part, features: Features, caret: Caret): Offer[] {
  const known = Object.entries(KEYS[of]).filter(([key]) => key !== 'permissions' || features.permissions);
  return missing(
    caret,
    known.map(([key]) => key),
  ).map((key, index) => {
    const said = KEYS[of][key];
    return {
      label: key,
      kind: KIND.key,
      text: asKey(caret, of === 'labels' ? writtenText(key, caret.quoted) : key, said?.holds === 'block'),
      docs: said?.about ?? '',
      rank: Math.min(index, 9),
    };
  });
}

/** The attributes of a model that can be written, those first that a create needs. */
export function attributes(model: Resource | MetaModel, entry: DraftEntry, caret: Caret): Offer[] {
  const written = Object.entries(model.fields).filter(([, field]) => !field.readOnly || field.setter);
  const identified = new Set(keysOf(entry, 'identifiers'));
  const names = missing(
    caret,
    written.map(([name]) => name),
  );
  return written
    .filter(([name]) => names.includes(name))
    .map(([name, field]) => {
      const rank = field.required ? 1 : 5;
      return fieldOffer(caret, model, name, field, identified.has(name) ? 8 : rank);
    });
}

/**
 * What can identify an object of a model: its unique fields first, then its other fields, then everything
 * else that Django can look up.
 */
export function identifiers(model: Resource, { catalog }: Workspace, caret: Caret): Offer[] {
  const unique = new Set(model.unique.flatMap(({ fields }) => fields));
  const names = lookupNames(catalog, model.name, caret.typed) ?? identifierFields(catalog, model.name);
  return missing(caret, names).map((name) => {
    const lookup = Object.hasOwn(model.lookups, name) ? model.lookups[name] : undefined;
    const field = lookup && 'field' in lookup ? model.fields[lookup.field ?? ''] : undefined;
    if (!field)
      return { label: name, kind: KIND.key, text: asKey(caret, name, false), detail: 'look-up', rank: 7 };
    return fieldOffer(caret, model, name, field, unique.has(name) ? 1 : 4);
  });
}

function fieldOffer(
  caret: Caret,
  model: Resource | MetaModel,
  name: string,
  field: Field,
  rank: number,
): Offer {
  return {
    label: name,
    kind: KIND.key,
    text: asKey(caret, name, false),
    detail: wordsOf(field).replaceAll('`', ''),
    docs: briefField(model, name, field),
    rank,
  };
}

/** The fields that can name the blueprint to apply first. */
export function blueprintFields(model: MetaModel, caret: Caret): Offer[] {
  return missing(caret, model.identifies).map((name) => ({
    label: name,
    kind: KIND.key,
    text: asKey(caret, name, false),
  }));
}

/** The names that the mapping at the caret does not have yet. */
function missing({ located, key }: Caret, names: readonly string[]): string[] {
  const step = located.steps.at(-1);
  const present = new Set(
    step?.into === 'map'
      ? step.node.pairs.filter((pair) => pair !== key).map((pair) => textOf(pair.key))
      : [],
  );
  return names.filter((name) => !present.has(name));
}

/** A key with its colon, unless one follows already. A block below it starts on the next line. */
function asKey({ key, quoted, draft, replaced }: Caret, name: string, startsBlock: boolean): string {
  if (key?.value !== undefined || quoted) return name;
  return startsBlock && !isFlow(draft.text, replaced.start) ? `${name}:` : `${name}: `;
}

/** Whether more than spaces and dashes stands before an offset on its line: it is between brackets. */
function isFlow(text: string, offset: number): boolean {
  return !/^[\s-]*$/.test(text.slice(lineStart(text, offset), offset));
}

function keysOf({ node }: DraftEntry, part: string): string[] {
  const map = valueOf(node, part);
  return map?.kind === 'map' ? map.pairs.map(({ key }) => unmarked(textOf(key) ?? '')) : [];
}
