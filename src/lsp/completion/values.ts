import { SYSTEM_CONTEXT } from '../../blueprint/features.ts';
import { plainValue } from '../../blueprint/yaml/plain-value.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import { isSince } from '../../catalog/release.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import { isShown } from '../../catalog/shown-model.ts';
import { accepts, type Slot } from '../../semantics/slot.ts';
import { briefModel } from '../../explain/brief.ts';
import { ENSURE_ABOUT } from '../language-keys.ts';
import { type DraftEntry, fieldOf } from '../draft.ts';
import { modelsMeant } from '../found-entries.ts';
import { type SketchNode, textOf, valueOf, visitSketch } from '../sketch/node.ts';
import { entryName } from '../symbols.ts';
import type { Workspace } from '../workspace.ts';
import { type Caret, unmarked } from './caret.ts';
import { KIND, type Offer } from './offer.ts';
import { writtenText } from '../written-text.ts';

/**
 * The models of the release. `bases`: base classes and what is only listed, too, which only a `!Find` may name; those that a field
 * links to come first.
 */
export function models({ catalog }: Workspace, bases: boolean, slot?: Slot): Offer[] {
  return Object.values(catalog.models)
    .filter(
      ({ kind }) => kind === 'resource' || (bases ? kind === 'base' || kind === 'listed' : kind === 'meta'),
    )
    .map((model) => ({
      label: model.name,
      kind: KIND.model,
      detail: model.label,
      docs: briefModel(model),
      rank: slot && accepts(catalog, slot, model.name) ? 1 : 5,
    }));
}

/** The words of `state`. */
export function ensureWords({ features }: Workspace): Offer[] {
  return features.ensure.map((word, index) => ({
    label: word,
    kind: KIND.word,
    docs: ENSURE_ABOUT[word] ?? '',
    rank: index,
  }));
}

/** The words that a tag knows. */
export function words(list: readonly string[]): Offer[] {
  return list.map((word, index) => ({ label: word, kind: KIND.word, rank: index }));
}

/** The choices of a field. */
export function choices(slot: Slot | undefined, caret: Caret): Offer[] {
  if (!slot) return [];
  if (slot.type === 'boolean' && !caret.quoted)
    return ['true', 'false'].map((word) => ({
      label: word,
      kind: KIND.word,
      rank: 1,
      detail: String(slot.default) === word ? 'default' : undefined,
    }));
  return (slot.enum ?? []).map((choice, index) => {
    const text = typeof choice === 'number' ? String(choice) : writtenText(choice, caret.quoted);
    return {
      label: String(choice) || '""',
      kind: KIND.word,
      text,
      rank: Math.min(1 + Math.floor(index / 10), 4),
      detail: choice === slot.default ? 'default' : undefined,
    };
  });
}

/**
 * The ids of the entries before this one, those first whose objects the field can link to. `tag`: what is
 * written before them.
 */
export function ids(
  { catalog }: Workspace,
  { draft }: Caret,
  entry: DraftEntry,
  slot: Slot | undefined,
  tag = '',
): Offer[] {
  const seen = new Set<string>();
  return draft.entries
    .filter(({ index }) => index < entry.index)
    .flatMap((other): Offer[] => {
      if (!other.id || seen.has(other.id.text)) return [];
      seen.add(other.id.text);
      const found = other.model === undefined ? undefined : resolveModel(catalog, other.model);
      const fits = slot !== undefined && found?.ok === true && accepts(catalog, slot, found.model.name);
      if (tag !== '' && !fits) return [];
      const text = tag === '' ? undefined : `${tag}${idText(other.id.text)}`;
      return [
        {
          label: text ?? other.id.text,
          kind: KIND.id,
          text: text ?? idText(other.id.text),
          detail: other.model ?? '',
          docs: entryName({ ...other, id: undefined }),
          rank: fits ? 0 : 5,
        },
      ];
    });
}

/**
 * An id as a tag takes it: any plain scalar is text there, so quotes are only for what is no plain scalar.
 */
function idText(id: string): string {
  return /^[\w/.][^#:,[\]{}]*$/.test(id) && plainValue(id).kind === 'value' ? id : JSON.stringify(id);
}

/** The keys of the file's context, and those that every context of the release has. */
export function contextKeys({ features }: Workspace, { draft }: Caret): Offer[] {
  const context = valueOf(draft.root, 'context');
  const pairs = context?.kind === 'map' ? context.pairs : [];
  const own = pairs.flatMap(({ key, value }): Offer[] => {
    const label = textOf(key);
    return label ? [{ label, kind: KIND.name, detail: value?.tag?.name ?? textOf(value) ?? '' }] : [];
  });
  const always = Object.entries(SYSTEM_CONTEXT).filter(([, since]) => isSince(features.release, since));
  return [
    ...own,
    ...always.map(([label]) => ({ label, kind: KIND.name, detail: 'set by the server', rank: 6 })),
  ];
}

/** The environment variables that the workspace names elsewhere. */
export function variables({ drafts }: Workspace): Offer[] {
  const names = new Set<string>();
  for (const draft of drafts)
    visitSketch(draft.root, (node) => {
      if (node.tag?.name === '!Env') names.add(textOf(node.kind === 'seq' ? node.items[0] : node) ?? '');
    });
  return [...names].filter((name) => /^\w+$/.test(name)).map((label) => ({ label, kind: KIND.name }));
}

/** The names of the workspace's other blueprints. */
export function blueprintNames({ drafts }: Workspace, caret: Caret): Offer[] {
  return drafts.flatMap(({ uri, name }) =>
    name === undefined || uri === caret.draft.uri
      ? []
      : [{ label: name, kind: KIND.file, text: writtenText(name, caret.quoted) }],
  );
}

/** The values that the entries of the workspace give a field of a model: what a `!Find` can look for. */
export function knownValues(
  { catalog, drafts }: Workspace,
  model: ModelName,
  field: string,
  caret: Caret,
): Offer[] {
  const names = modelsMeant(catalog, model);
  const found = new Map<string, string>();
  for (const draft of drafts) {
    for (const entry of draft.entries) {
      const value = entry.model !== undefined && names.has(entry.model) ? fieldOf(entry, field) : undefined;
      const text = value?.tag ? undefined : textOf(value);
      if (text && text === unmarked(text)) found.set(text, entry.model ?? '');
    }
  }
  return [...found].map(([label, detail]) => ({
    label,
    kind: KIND.name,
    text: writtenText(label, caret.quoted),
    detail,
    rank: 2,
  }));
}

/** The field of a model that a look-up names, for its choices. */
export function slotOf(catalog: Catalog, name: ModelName, field: string): Slot | undefined {
  const named = catalog.models[name];
  const model = named?.kind === 'base' ? catalog.models[named.concrete[0] ?? ''] : named;
  return isShown(model) && Object.hasOwn(model.fields, field) ? model.fields[field] : undefined;
}

/** The model that a `!Find` names, as the catalog calls it. */
export function modelOfFind(catalog: Catalog, find: SketchNode): ModelName | undefined {
  const written = find.kind === 'seq' && !find.items[0]?.tag ? textOf(find.items[0]) : undefined;
  const found = written === undefined ? undefined : resolveModel(catalog, written);
  return found?.ok ? found.model.name : undefined;
}
