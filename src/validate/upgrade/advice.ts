import type { MapNode, Node, Pair } from '../../blueprint/blueprint.ts';
import { replacing } from '../../blueprint/rewrite.ts';
import { type FieldGone, FIELDS_GONE, FIELDS_REQUIRED } from '../../catalog/facts/gone-and-required.ts';
import {
  type FieldRename,
  FIELD_RENAMES,
  LOOKUP_RENAMES,
  MODEL_RENAMES,
} from '../../catalog/facts/renames.ts';
import { VALUE_RENAMES } from '../../catalog/facts/value-renames.ts';
import { resourceIn } from '../../catalog/history.ts';
import type { Catalog, ModelName, Resource } from '../../catalog/model.ts';
import { isSince } from '../../catalog/release.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { carryOver } from './carry-over.ts';

/**
 * How another release changed a name or a value: for the message of a finding, its hint, and the fix if there
 * is one.
 */
export interface Advice {
  /** `is called parents since 2025.12` */
  readonly what: string;
  readonly hint: string;
  readonly fixes?: readonly Fix[] | undefined;
}

/**
 * Advice for an attribute that a model does not have. `other`: the attribute that is missing because of it.
 */
export function attributeAdvice(
  catalog: Catalog,
  file: SourceFile,
  resource: Resource,
  map: MapNode,
  pair: Pair,
): (Advice & { readonly other: string }) | undefined {
  const renamed = renamedField(catalog, resource, pair.key);
  if (renamed)
    return isSince(catalog.release, renamed.since)
      ? { ...forward(file, renamed, map, pair), other: renamed.to }
      : { ...back(file, renamed, pair), other: renamed.from };
  const gone = goneField(catalog, resource.name, pair.key);
  return gone && { what: `is gone since ${gone.since}`, hint: gone.instead, other: pair.key };
}

/** Advice for a look-up (an identifier, a criterion of a `!Find`) whose first part a model does not have. */
export function lookupAdvice(
  catalog: Catalog,
  file: SourceFile,
  model: ModelName,
  keyNode: Node,
  key: string,
): Advice | undefined {
  const resource = resourceIn(catalog, model);
  const [first = '', ...rest] = key.split('__');
  const renamed =
    resource && (renamedField(catalog, resource, first) ?? renamedLookup(catalog, resource, first));
  if (!renamed) return undefined;
  const other = isSince(catalog.release, renamed.since) ? renamed.to : renamed.from;
  const what =
    other === renamed.to
      ? `is called ${other} since ${renamed.since}`
      : `came with authentik ${renamed.since}`;
  const isSame = renamed.change === 'same' && other in resource.lookups;
  return {
    what,
    hint: `write ${[other, ...rest].join('__')}${renamed.how === undefined ? '' : `; ${renamed.how}`}`,
    fixes: isSame ? replacing(file, keyNode, [other, ...rest].join('__'), 'mechanical').fixes : undefined,
  };
}

/** Advice for a model that does not exist in this release. `model`: its name in this release. */
export function modelAdvice(
  catalog: Catalog,
  file: SourceFile,
  node: Node,
  model: string,
): (Advice & { readonly model: string }) | undefined {
  const row = MODEL_RENAMES.find(({ from, to, since }) =>
    isSince(catalog.release, since)
      ? from === model && catalog.models[to]
      : to === model && catalog.models[from],
  );
  if (!row) return undefined;
  const isLater = isSince(catalog.release, row.since);
  const other = isLater ? row.to : row.from;
  return {
    model: other,
    what: isLater ? `it is called ${other} since ${row.since}` : `that name came with authentik ${row.since}`,
    hint: `write ${other}${row.how === undefined || !isLater ? '' : `; ${row.how}`}`,
    ...replacing(file, node, other, 'mechanical'),
  };
}

/** Advice for a value that a field does not accept in this release. */
export function valueAdvice(
  catalog: Catalog,
  file: SourceFile,
  resource: Resource,
  pair: Pair,
  node: Node,
): Advice | undefined {
  const text = node.kind === 'scalar' ? node.text : '';
  const model = MODEL_RENAMES.find(({ from, since }) => from === text && isSince(catalog.release, since));
  if (model && resource.fields[pair.key]?.enum?.includes(model.to))
    return {
      what: `it is called ${model.to} since ${model.since}`,
      hint: `write ${model.to}`,
      ...replacing(file, node, model.to, 'mechanical'),
    };
  const rows = VALUE_RENAMES.filter(
    ({ models, field }) => models.includes(resource.name) && field === pair.key,
  );
  const later = rows.find(({ was, since }) => was !== undefined && !isSince(catalog.release, since));
  if (later?.was !== undefined)
    return { what: `${later.how} came with authentik ${later.since}`, hint: `write ${later.was}` };
  const row = rows.find(({ since }) => isSince(catalog.release, since));
  if (!row || node !== pair.value || (typeof row.change === 'object' && !(text in row.change.values)))
    return undefined;
  const edits = carryOver(file, pair, row.change);
  return {
    what: `since ${row.since} it is ${row.how}`,
    hint: `write ${row.how}`,
    fixes: edits && [{ title: `write ${pair.key} as ${row.how}`, edits, mechanical: true }],
  };
}

/** Since when a field is required, and what to write for it; undefined where it was always required. */
export function requiredAdvice(
  catalog: Catalog,
  model: ModelName,
  field: string,
): { readonly since: string; readonly write?: string } | undefined {
  return FIELDS_REQUIRED.find(
    (row) => row.models.includes(model) && row.field === field && isSince(catalog.release, row.since),
  );
}

function renamedField(catalog: Catalog, { name, fields }: Resource, key: string): FieldRename | undefined {
  return FIELD_RENAMES.find(
    ({ models, from, to, since }) =>
      models.includes(name) &&
      (isSince(catalog.release, since) ? from === key && to in fields : to === key && from in fields),
  );
}

function renamedLookup(catalog: Catalog, { name, lookups }: Resource, key: string): FieldRename | undefined {
  return LOOKUP_RENAMES.find(
    ({ models, from, to, since }) =>
      models.includes(name) &&
      (isSince(catalog.release, since) ? from === key && to in lookups : to === key && from in lookups),
  );
}

function goneField(catalog: Catalog, model: ModelName, key: string): FieldGone | undefined {
  return FIELDS_GONE.find(
    ({ models, field, since }) => models.includes(model) && field === key && isSince(catalog.release, since),
  );
}

function forward(file: SourceFile, row: FieldRename, map: MapNode, pair: Pair): Advice {
  const what = `is called ${row.to} since ${row.since}`;
  if (map.pairs.some(({ key }) => key === row.to))
    return { what, hint: `${row.to} is there, too: take ${row.from} out` };
  const hint = `write ${row.to}: ${row.change === 'list' ? '[ … ]' : '…'} instead${row.how === undefined ? '' : `; ${row.how}`}`;
  const edits = carryOver(file, pair, row.change === 'decide' ? 'same' : row.change);
  const title = `replace ${row.from} by ${row.to}`;
  return {
    what,
    hint,
    fixes: edits && [
      {
        title,
        edits: [keyEdit(file, pair, row.to), ...edits],
        mechanical: row.change === 'decide' ? undefined : true,
      },
    ],
  };
}

function back(file: SourceFile, row: FieldRename, pair: Pair): Advice {
  const fixes =
    row.change === 'same'
      ? { fixes: [{ title: `replace ${row.to} by ${row.from}`, edits: [keyEdit(file, pair, row.from)] }] }
      : {};
  return { what: `came with authentik ${row.since}`, hint: `write ${row.from}`, ...fixes };
}

function keyEdit(file: SourceFile, { keyNode }: Pair, text: string): Fix['edits'][number] {
  return { place: { file, span: keyNode.span }, text };
}
