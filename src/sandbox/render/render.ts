import type { Json } from '../../catalog/model.ts';
import type { Derivation, Include, Shape } from '../behaviour/behaviour.ts';
import { follow, followAll, referrers } from '../links.ts';
import type { SandboxField, SandboxModel } from '../model-table.ts';
import type { Row } from '../store.ts';
import { COMPUTED } from './computed.ts';
import type { Rendered, View } from './view.ts';

/** An object as the API shows it, with all its fields. */
export function renderRow(view: View, row: Row): Rendered {
  const model = view.world.models.models.get(row.model);
  return model ? renderFields(view, model, row, model.fields) : renderBase(view, row, row.model);
}

/** An object as an endpoint of another model shows it (recorded: "x2 proxy patch via oauth2 endpoint"). */
export function renderAs(view: View, model: SandboxModel, row: Row): Rendered {
  return renderFields(view, model, row, model.fields);
}

function renderFields(view: View, model: SandboxModel, row: Row, fields: readonly SandboxField[]): Rendered {
  const out: Rendered = {};
  for (const field of fields) {
    if (field.writeOnly) continue;
    const value = renderField(view, model.name, row, field.name);
    if (value !== undefined) out[field.name] = value;
  }
  return out;
}

/** An object as a list of its base class shows it. */
export function renderBase(view: View, row: Row, base: string): Rendered {
  const names = view.world.models.bases.get(base)?.fields;
  return names ? renderShape(view, row, { fields: names }) : renderRow(view, row);
}

function renderShape(view: View, row: Row, shape: Shape | undefined): Rendered {
  if (!shape?.fields) return renderRow(view, row);
  const out: Rendered = {};
  const masked = shape.masked === 'always' || (shape.masked === 'created' && view.created === true);
  for (const name of shape.fields) {
    const value = (masked ? maskName(view, row, name) : undefined) ?? renderField(view, row.model, row, name);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/**
 * The names of an object of which the server only looked up the base class (recorded: "flow binding create",
 * "outpost create").
 */
function maskName({ world }: View, row: Row, name: string): Json | undefined {
  const base = world.models
    .lineage(row.model)
    .slice(1)
    .map((candidate) => world.models.bases.get(candidate))
    .find((candidate) => candidate !== undefined);
  if (!base) return undefined;
  return {
    component: '',
    verbose_name: base.one,
    verbose_name_plural: base.many,
    meta_model_name: base.model,
  }[name];
}

function renderField(view: View, model: string, row: Row, name: string): Json | undefined {
  const { world } = view;
  const lineage = world.models.lineage(model);
  const rules = world.behaviour.derived.filter((rule) => rule.field === name);
  const rule =
    lineage
      .map((ancestor) => rules.find((candidate) => candidate.model === ancestor))
      .find((found) => found !== undefined) ??
    rules.find((candidate) => candidate.model === '*' && !(name in row.values));
  if (rule) return derive(view, model, row, rule.how, name);
  const value = row.values[name];
  return Array.isArray(value) && world.models.models.get(row.model)?.columns[name]?.many
    ? [...value]
    : (value ?? null);
}

function derive(view: View, model: string, row: Row, how: Derivation, name: string): Json | undefined {
  const { world } = view;
  switch (how.kind) {
    case 'pk':
      return row.pk;
    case 'column':
      return row.values[how.column] ?? null;
    case 'constant':
      return how.value;
    case 'names': {
      const names = world.models.models.get(model)?.names;
      const base = world.models.bases.get(row.model);
      if (how.part === 'model') return model;
      if (how.part === 'component') return names?.component ?? '';
      return names?.[how.part] ?? base?.[how.part] ?? '';
    }
    case 'follow': {
      const target = follow(world, row, how.via);
      return target ? renderField(view, target.model, target, how.field) : how.omit ? undefined : null;
    }
    case 'back': {
      const source = referrers(world, row, how.model, how.via)[0];
      return source ? (source.values[how.field] ?? null) : null;
    }
    case 'object': {
      const target = follow(world, row, how.via);
      return target ? renderShape(view, target, how.shape) : null;
    }
    case 'objects':
      if (how.include && !isIncluded(view, how.include)) return null;
      return followAll(world, row, how.via).map((target) => renderShape(view, target, how.shape));
    case 'referrers':
      // A stage that is bound twice is listed twice (recorded: "x2 flow get").
      return referrers(world, row, how.model, how.via)
        .map((source) => (how.field === 'pk' ? source.pk : (source.values[how.field] ?? null)))
        .filter((value) => value !== null);
    case 'referrer-objects': {
      if (how.include && !isIncluded(view, how.include)) return null;
      const sources = referrers(world, row, how.model, how.via);
      const targets =
        how.field === ''
          ? sources
          : sources
              .map((source) => follow(world, source, how.field))
              .filter((target) => target !== undefined);
      return targets.map((target) => renderShape(view, target, how.shape));
    }
    case 'count':
      return how.of.reduce((sum, { model: from, via }) => sum + referrers(world, row, from, via).length, 0);
    case 'template':
      return `${how.host ? view.origin : ''}${how.text.replaceAll(/\{(\w+)\}/g, (_, field: string) => (field === 'pk' ? String(row.pk) : field === 'root' ? world.root : String(row.values[field] ?? '')))}`;
    case 'picture':
      return serveAsset(row.values[how.of], how.empty, '/files/media/public/');
    case 'asset':
      return serveAsset(row.values[name], how.empty, '/media/');
    case 'computed':
      return COMPUTED[how.name]?.(view, row) ?? null;
  }
}

function isIncluded({ query }: View, { by, usual }: Include): boolean {
  const wanted = query.get(by)?.toLowerCase();
  return usual ? wanted !== 'false' : wanted === 'true';
}

/** The address of a picture: as it stands, or under the folder of uploaded ones. */
function serveAsset(value: Json | undefined, empty: Json, folder: string): Json {
  if (value === null || value === undefined || value === '') return empty;
  return typeof value === 'string' && !/^(http|fa:|\/static)/.test(value) ? `${folder}${value}` : value;
}
