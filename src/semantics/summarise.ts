import {
  type Blueprint,
  type Entry,
  type MapNode,
  type Node,
  type Pair,
  pairAt,
  valueAt,
} from '../blueprint/blueprint.ts';
import { INSTANTIATE, isOnRequest } from '../blueprint/labels.ts';
import { mergedByEntry } from '../blueprint/merge-comment.ts';
import { refuseCredential } from '../blueprint/refusal.ts';
import { textOf } from '../blueprint/tags/arguments.ts';
import { walkNodes } from '../blueprint/walk.ts';
import { formerEntries } from '../blueprint/was-comment.ts';
import type { Catalog, Resource } from '../catalog/model.ts';
import type { FileValues } from './alternatives.ts';
import { type CheckedEntry, fieldNamed, nodeText, ownerOf } from './checked-entry.ts';
import { isAskedAbout } from './rule-fields.ts';
import { instanceContext, missingContext } from './summarise-context.ts';
import { summariseFinds } from './summarise-finds.ts';
import { namedKeys, summariseKeys } from './summarise-keys.ts';
import { literalOf, storedText } from './written-value.ts';
import type { Span } from '../source/source-file.ts';
import type {
  ApplySummary,
  EntrySummary,
  FileSummary,
  FormerSummary,
  Named,
  ValueSummary,
} from './summary.ts';

/** Summarises a file for the rules across files. `known`: what its values can be. */
export function summarise(
  blueprint: Blueprint,
  catalog: Catalog,
  entries: readonly CheckedEntry[],
  known: FileValues,
): FileSummary {
  const owner = ownerOf(blueprint);
  const merged = mergedByEntry(blueprint);
  const alternatives = (
    { entry, resource }: CheckedEntry,
    name: string,
    node: Node,
  ): ValueSummary['alternatives'] => {
    const field = resource && isAskedAbout(catalog, resource, name) ? fieldNamed(resource, name) : undefined;
    return field && known.of(node, field, entry.conditions);
  };
  const finds = entries.map((checked) => summariseFinds(checked, catalog));
  return {
    path: blueprint.file.path,
    name: blueprint.name,
    nameSpan: nameSpanOf(blueprint),
    onRequest: isOnRequest(blueprint.labels[INSTANTIATE]),
    entries: entries.flatMap((checked) =>
      checked.resource
        ? [
            summariseEntry(checked, checked.resource, { owner, alternatives }, [
              ...(merged.get(checked.entry) ?? []),
            ]),
          ]
        : [],
    ),
    applies: entries.flatMap(summariseApply),
    former: summariseFormer(blueprint, entries),
    finds: finds.flatMap((one) => one.finds),
    deciding: finds.flatMap((one) => one.deciding),
    namedKeys: entries.flatMap(namedKeys),
    keys: entries.flatMap(summariseKeys),
    contextKeys: Object.keys(blueprint.context),
    missingContext: missingContext(blueprint, entries, catalog),
    instanceContext: instanceContext(entries, catalog),
    variables: variablesOf(blueprint),
  };
}

function summariseFormer(blueprint: Blueprint, entries: readonly CheckedEntry[]): FormerSummary[] {
  const former = formerEntries(blueprint);
  const owner = ownerOf(blueprint);
  return entries.flatMap(({ entry, ref, resource, conditional, ensure }) => {
    const before = former.get(entry);
    if (!before || !resource || conditional || ensure === undefined || ensure === 'absent') return [];
    const text = ({ identifiers }: Entry): string => {
      const pairs = (identifiers?.pairs ?? []).filter(({ key }) => key !== 'pk');
      const texts = pairs.map(({ key, value }) => `${key}:${nodeText(value, owner)}`);
      return `${resource.name} ${texts.sort().join()}`;
    };
    const span = before.comments[0]?.span ?? entry.span;
    return [{ ref, identity: text(before.entry), now: text(entry), span }];
  });
}

function nameSpanOf({ root }: Blueprint): Span | undefined {
  const metadata = root.kind === 'map' ? pairAt(root, 'metadata')?.value : undefined;
  return metadata?.kind === 'map' ? pairAt(metadata, 'name')?.value.span : undefined;
}

/** The variables of its `!Env` tags, each with the tag's span; aliases are looked into once. */
function variablesOf({ root }: Blueprint): Named[] {
  const variables: Named[] = [];
  const seen = new Set<Node>();
  walkNodes(root, (node) => {
    if (seen.has(node)) return false;
    seen.add(node);
    const text = node.kind === 'tag' && node.tag === '!Env' ? textOf(node.args[0]) : undefined;
    if (text !== undefined && !refuseCredential(text)) variables.push({ text, span: node.span });
    return undefined;
  });
  return variables;
}

function summariseEntry(
  checked: CheckedEntry,
  resource: Resource,
  file: FileFacts,
  merged: readonly string[],
): EntrySummary {
  const { entry, ref, ensure, skipped, conditional } = checked;
  const values = (map: MapNode): ValueSummary[] =>
    map.pairs.map((pair) => summariseValue(pair, checked, file));
  return {
    ref,
    model: resource.name,
    modelSpan: entry.model.span,
    ensure,
    skipped,
    conditional,
    merged,
    identifiers: entry.identifiers && values(entry.identifiers),
    attrs: entry.attrs && values(entry.attrs),
  };
}

/** What the summaries of values depend on in their file. */
interface FileFacts {
  /** See `nodeText`. */
  readonly owner: string;
  readonly alternatives: (checked: CheckedEntry, field: string, node: Node) => ValueSummary['alternatives'];
}

function summariseValue(
  { key, keyNode, value }: Pair,
  checked: CheckedEntry,
  { owner, alternatives }: FileFacts,
): ValueSummary {
  const literal = literalOf(value);
  const stored = storedText(value);
  return {
    field: key,
    text: nodeText(value, owner),
    literal,
    stored: stored === String(literal) ? undefined : stored,
    tag: value.kind === 'tag' ? value.tag : undefined,
    alternatives: alternatives(checked, key, value),
    keySpan: keyNode.span,
    span: value.span,
  };
}

function summariseApply({ entry, ref, resolved, skipped, ensure }: CheckedEntry): ApplySummary[] {
  if (!resolved?.ok || resolved.model.kind !== 'meta' || skipped || ensure === 'absent' || !entry.attrs)
    return [];
  const identifiers = valueAt(entry.attrs, 'identifiers');
  if (identifiers?.kind !== 'map') return [];
  const required = valueAt(entry.attrs, 'required');
  const [name, path] = [named(identifiers, 'name'), named(identifiers, 'path')];
  return [
    {
      ref,
      required: !(required?.kind === 'scalar' && required.value === false),
      name,
      path,
    },
  ];
}

function named(map: MapNode, key: string): Named | undefined {
  const node = valueAt(map, key);
  return node?.kind === 'scalar' && typeof node.value === 'string'
    ? { text: node.value, span: node.span }
    : undefined;
}
