import type { CompletionItem } from 'vscode-languageserver';
import { identifierFields } from '../../catalog/lookup-path.ts';
import type { Span } from '../../source/source-file.ts';
import type { Draft } from '../draft.ts';
import { type Meaning, meaningOf } from '../meaning.ts';
import { mentionsOf } from '../named.ts';
import { visitSketch } from '../sketch/node.ts';
import type { Workspace } from '../workspace.ts';
import { type Caret, caretAt, unmarked } from './caret.ts';
import { attributes, blueprintFields, identifiers, languageKeys } from './keys.ts';
import { lookupNames } from './look-ups.ts';
import { KIND, type Offer, toItem } from './offer.ts';
import { finds, tags } from './tags.ts';
import {
  blueprintNames,
  choices,
  contextKeys,
  ensureWords,
  ids,
  knownValues,
  modelOfFind,
  models,
  slotOf,
  variables,
  words,
} from './values.ts';

/** What can be written at an offset. `snippets`: the editor knows places to fill in. */
export function completionsAt(
  workspace: Workspace,
  draft: Draft,
  offset: number,
  snippets: boolean,
): CompletionItem[] {
  const found = caretAt(draft, offset);
  if (!found) return [];
  const caret = { ...found, replaced: withinLine(draft, offset, found.replaced) };
  const asTyped = {
    ...workspace,
    drafts: workspace.drafts.map((one) => (one.uri === draft.uri ? caret.draft : one)),
  };
  return offersAt(asTyped, caret).map((offer) => toItem(offer, caret, draft, snippets));
}

/**
 * The part of a span that stands in the line of an offset: an editor lets an answer replace no more. To an
 * editor a lone CR ends a line, too.
 */
function withinLine({ document }: Draft, offset: number, { start, end }: Span): Span {
  const { line } = document.positionAt(offset);
  return {
    start: Math.max(start, document.offsetAt({ line, character: 0 })),
    end: document.positionAt(end).line === line ? end : offset,
  };
}

function offersAt(workspace: Workspace, caret: Caret): Offer[] {
  if (caret.typed.startsWith('*')) return aliases(caret);
  const offers = meant(workspace, caret);
  // In quotes everything is text: there are no tags, and an id that is offered with its tag makes no sense.
  return caret.quoted ? offers.filter(({ kind }) => kind !== KIND.tag) : offers;
}

/** What can stand at the caret, by what the place is for. */
function meant(workspace: Workspace, caret: Caret): Offer[] {
  const { catalog } = workspace;
  const meaning = meaningOf(caret.draft, caret.located, catalog);
  return meaning ? offersFor(workspace, caret, meaning) : [];
}

function offersFor(workspace: Workspace, caret: Caret, meaning: Meaning): Offer[] {
  switch (meaning.what) {
    case 'key':
      return caret.typed.startsWith('!') ? [] : languageKeys(meaning.of, workspace.features, caret);
    case 'field':
      return fields(workspace, caret, meaning);
    case 'value':
      return valuesOfKey(workspace, meaning);
    case 'model':
      return caret.typed.startsWith('!') ? tags(workspace) : models(workspace, false);
    case 'blueprint-field':
      return blueprintFields(meaning.model, caret);
    case 'blueprint-value':
      return meaning.field === 'name'
        ? [...blueprintNames(workspace, caret), ...tags(workspace)]
        : tags(workspace);
    case 'id':
      return ids(workspace, caret, meaning.entry, meaning.slot);
    case 'find-model':
      return models(workspace, true, meaning.slot);
    case 'find-criterion':
      return findFields(workspace, caret, meaning.find).map((offer) => ({
        ...offer,
        label: `[${offer.label}, …]`,
        text: `[${offer.label}, ]`,
        snippet: `[${offer.label}, $1]`,
      }));
    case 'find-field':
      return findFields(workspace, caret, meaning.find);
    case 'find-value':
      return [...findValues(workspace, caret, meaning), ...tags(workspace)];
    case 'context-key':
      return contextKeys(workspace, caret);
    case 'variable':
      return variables(workspace);
    case 'word':
      return words(meaning.words(workspace.features));
    case 'field-value':
      return [...valuesOfField(workspace, caret, meaning), ...tags(workspace)];
  }
}

type MeaningOf<What extends Meaning['what']> = Extract<Meaning, { what: What }>;

function fields(workspace: Workspace, caret: Caret, { part, model, entry }: MeaningOf<'field'>): Offer[] {
  return part === 'identifiers' && model.kind === 'resource'
    ? identifiers(model, workspace, caret)
    : attributes(model, entry, caret);
}

/** The values of a key of the language. */
function valuesOfKey(workspace: Workspace, { key, of }: MeaningOf<'value'>): Offer[] {
  if (key === 'state') return [...ensureWords(workspace), ...tags(workspace)];
  if (key === 'version') return words(['1']);
  return of === 'labels' ? words(['"true"', '"false"']) : [];
}

function findValues(workspace: Workspace, caret: Caret, { find, field }: MeaningOf<'find-value'>): Offer[] {
  const { catalog } = workspace;
  const model = modelOfFind(catalog, find);
  if (model === undefined) return [];
  return [...choices(slotOf(catalog, model, field), caret), ...knownValues(workspace, model, field, caret)];
}

function valuesOfField(
  workspace: Workspace,
  caret: Caret,
  { slot, entry }: MeaningOf<'field-value'>,
): Offer[] {
  const known = choices(slot, caret);
  if (caret.quoted) return known;
  return [...known, ...ids(workspace, caret, entry, slot, '!KeyOf '), ...finds(workspace.catalog, slot)];
}

/** The fields that a `!Find` can look by. */
function findFields({ catalog }: Workspace, caret: Caret, find: Parameters<typeof modelOfFind>[1]): Offer[] {
  const model = modelOfFind(catalog, find);
  if (model === undefined) return [];
  return (lookupNames(catalog, model, caret.typed) ?? identifierFields(catalog, model)).map((label) => ({
    label,
    kind: KIND.key,
    rank: slotOf(catalog, model, label) ? 3 : 5,
  }));
}

/** The anchors that stand before the caret. */
function aliases({ draft, replaced }: Caret): Offer[] {
  const names = new Set<string>();
  visitSketch(draft.root, (node) => {
    if (node.anchor && node.anchor.span.end < replaced.start) names.add(node.anchor.name);
  });
  return [...names]
    .filter((name) => name !== '' && mentionsOf(draft, { kind: 'anchor', name }).length > 0)
    .map((name) => ({ label: `*${unmarked(name)}`, kind: KIND.name }));
}
