import type { Hover } from 'vscode-languageserver';
import { WAS } from '../blueprint/was-comment.ts';
import { commentsWith } from '../blueprint/yaml/comments.ts';
import type { Lookup } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { isShown } from '../catalog/shown-model.ts';
import { briefField, briefModel } from '../explain/brief.ts';
import { tagPage } from '../explain/explain-page.ts';
import { ENSURE_ABOUT, KEYS, WAS_ABOUT } from './language-keys.ts';
import { type Draft, type DraftEntry, rangeOf } from './draft.ts';
import { locate, type Located } from './locate.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { namedAt } from './named.ts';
import { type SketchNode, textOf } from './sketch/node.ts';
import { entryName } from './symbols.ts';
import { modelOfFind } from './completion/values.ts';
import type { Workspace } from './workspace.ts';

/** What stands at an offset, explained; null where there is nothing to say. */
export function hoverAt(workspace: Workspace, draft: Draft, offset: number): Hover | null {
  const comment = wasCommentAt(draft, offset);
  if (comment) return hover(draft, comment, WAS_ABOUT);
  const located = locate(draft.root, offset);
  if (!located) return null;
  const { node } = located;
  if (located.onTag && node.tag)
    return workspace.features.tags.has(node.tag.name)
      ? hover(draft, node.tag.span, tagPage(node.tag.name, workspace.pages))
      : null;
  if (node.kind !== 'scalar') return null;
  const named = namedAt(draft, located);
  const entry = named?.kind === 'id' ? draft.entries.find(({ id }) => id?.text === named.name) : undefined;
  const text = entry ? describeEntry(entry) : said(workspace, draft, located);
  return text === undefined ? null : hover(draft, node.inner, text);
}

/** The comment at an offset that says what an entry was. */
function wasCommentAt({ text }: Draft, offset: number): SketchNode['span'] | undefined {
  if (!text.includes(WAS)) return undefined;
  return commentsWith(WAS, text).find(({ start, end }) => start <= offset && offset <= end);
}

function hover(draft: Draft, span: SketchNode['span'], value: string): Hover {
  return { range: rangeOf(draft, span), contents: { kind: 'markdown', value } };
}

function describeEntry(entry: DraftEntry): string {
  const model = entry.model ?? 'of a model that a tag names';
  return `entry **${entry.id?.text ?? ''}**: ${model} ${entryName({ ...entry, id: undefined })}`;
}

function said(workspace: Workspace, draft: Draft, located: Located): string | undefined {
  const { catalog } = workspace;
  const meaning = meaningOf(draft, located, catalog);
  const text = textOf(located.node) ?? '';
  switch (meaning?.what) {
    case 'key':
      return own(KEYS[meaning.of], text)?.about;
    case 'value':
      return meaning.key === 'state' ? own(ENSURE_ABOUT, text) : own(KEYS[meaning.of], meaning.key)?.about;
    case 'model':
    case 'find-model': {
      const found = resolveModel(catalog, text);
      return found.ok ? briefModel(found.model) : undefined;
    }
    case 'field':
      return describeNamed(workspace, meaning.model.name, text);
    case 'find-field':
      return describeNamed(workspace, modelOfFind(catalog, meaning.find) ?? '', text);
    case 'field-value':
      return valueOfField(workspace, located, meaning);
    default:
      return undefined;
  }
}

/** A value is explained by the field that it goes into. */
function valueOfField(
  workspace: Workspace,
  { steps }: Located,
  meaning: Extract<Meaning, { what: 'field-value' }>,
): string | undefined {
  if (!meaning.slot || meaning.entry.model === undefined) return undefined;
  const found = resolveModel(workspace.catalog, meaning.entry.model);
  const inFields = steps.find(
    (step) =>
      step.into === 'map' &&
      step.part === 'value' &&
      ['identifiers', 'attrs'].includes(textOf(step.pair.key) ?? ''),
  );
  const step = inFields && steps[steps.indexOf(inFields) + 1];
  return found.ok && step?.into === 'map'
    ? describeNamed(workspace, found.model.name, textOf(step.pair.key) ?? '')
    : undefined;
}

function describeNamed({ catalog, history }: Workspace, modelName: string, name: string): string | undefined {
  const named = catalog.models[modelName];
  const model = named?.kind === 'base' ? catalog.models[named.concrete[0] ?? ''] : named;
  if (!isShown(model) && model?.kind !== 'meta') return undefined;
  const field = own(model.fields, name);
  if (field) return briefField(model, name, field, history());
  const lookup = model.kind === 'meta' ? undefined : own(model.lookups, name);
  if (!lookup) return undefined;
  const shownAs = 'field' in lookup ? lookup.field : undefined;
  const shown = shownAs === undefined ? undefined : own(model.fields, shownAs);
  if (shown) return briefField(model, name, shown, history());
  return `**${name}** of ${modelName}: ${lookupWords(lookup)}; to look objects up by`;
}

function lookupWords(lookup: Lookup): string {
  if (lookup.kind === 'pk') return 'the primary key';
  return 'to' in lookup ? `a link to ${lookup.to}` : 'not shown by the API';
}

/** The value of a key that an object has of its own. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
