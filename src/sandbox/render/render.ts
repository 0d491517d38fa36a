import type { Json } from '../../catalog/model.ts';
import type { Derivation, Include, Shape } from '../behaviour/derived-rules.ts';
import type { Database } from '../database.ts';
import { follow, followAll, referrers } from '../links.ts';
import type { ModelTable, SandboxModel } from '../model-table.ts';
import { API_ROOT } from '../request.ts';
import type { SandboxField } from '../sandbox-field.ts';
import type { Row } from '../row.ts';
import { COMPUTED } from './computed.ts';
import { serveMedia, servePicture } from './picture.ts';
import type { Rendered, View } from './view.ts';

/** An object as the API shows it, with all its fields. */
export function renderRow(view: View, row: Row): Rendered {
  const model = view.database.models.find(row.model);
  return model ? renderFields(view, model, row, model.fields) : renderBase(view, row, row.model);
}

/** An object as the endpoint of another model shows it (recorded: "x2 proxy patch via oauth2 endpoint"). */
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
  const names = view.database.models.bases.get(base)?.fields;
  return names ? renderShape(view, row, { fields: names }) : renderRow(view, row);
}

function renderShape(view: View, row: Row, shape: Shape | undefined): Rendered {
  if (!shape?.fields) return renderRow(view, row);
  const out: Rendered = {};
  const masked = shape.masked === 'always' || (shape.masked === 'created' && view.created === true);
  for (const name of shape.fields) {
    const value =
      (masked ? maskName(view.database.models, row, name) : undefined) ??
      renderField(view, row.model, row, name);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** The names of an object's base class, where the server looked up that only (recorded: "outpost create"). */
function maskName(models: ModelTable, row: Row, name: string): Json | undefined {
  const base = models
    .lineage(row.model)
    .slice(1)
    .map((candidate) => models.bases.get(candidate))
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
  const { models } = view.database;
  const rules = view.release.behaviour.derived.filter((rule) => rule.field === name);
  const rule =
    models
      .lineage(model)
      .map((ancestor) => rules.find((candidate) => candidate.model === ancestor))
      .find((found) => found !== undefined) ??
    rules.find((candidate) => candidate.model === '*' && !(name in row.values));
  if (rule) return derive(view, model, row, rule.how, name);
  const value = row.values[name];
  if (value === undefined && name === models.find(model)?.pkField) return row.pk;
  return Array.isArray(value) && models.find(row.model)?.columns[name]?.many ? [...value] : (value ?? null);
}

type Derived<Kind extends Derivation['kind']> = Extract<Derivation, { readonly kind: Kind }>;

function derive(view: View, model: string, row: Row, how: Derivation, name: string): Json | undefined {
  const { database } = view;
  switch (how.kind) {
    case 'pk':
      return row.pk;
    case 'column':
      return row.values[how.column] ?? null;
    case 'constant':
      return how.value;
    case 'names':
      return nameOf(database.models, model, row, how);
    case 'follow':
      return renderFollowed(view, row, how);
    case 'back':
      return readReferrer(database, row, how);
    case 'object':
      return renderTarget(view, row, how);
    case 'objects':
      return renderTargets(view, row, how);
    case 'referrers':
      return listReferrers(database, row, how);
    case 'referrer-objects':
      return renderReferrers(view, row, how);
    case 'count':
      return how.of.reduce(
        (sum, { model: from, via }) => sum + referrers(database, row, from, via).length,
        0,
      );
    case 'template':
      return fillTemplate(view, row, how);
    case 'picture':
      return serveMedia(row.values[how.of], how.empty);
    case 'asset':
      return servePicture(view.release.catalog.release, row.values[name], how.empty, how.asIs);
    case 'computed':
      return COMPUTED[how.name]?.(view, row) ?? null;
    case 'recorded':
      return row.values[name];
  }
}

function nameOf({ models, bases }: ModelTable, model: string, row: Row, { part }: Derived<'names'>): Json {
  if (part === 'model') return model;
  const names = models.get(model)?.names;
  if (part === 'component') return names?.component ?? '';
  return names?.[part] ?? bases.get(row.model)?.[part] ?? '';
}

function readReferrer(database: Database, row: Row, how: Derived<'back'>): Json {
  const [source] = referrers(database, row, how.model, how.via);
  return source?.values[how.field] ?? null;
}

function renderFollowed(view: View, row: Row, how: Derived<'follow'>): Json | undefined {
  const target = follow(view.database, row, how.via);
  if (target) return renderField(view, target.model, target, how.field);
  return how.omit ? undefined : null;
}

function renderTarget(view: View, row: Row, { via, shape }: Derived<'object'>): Json {
  const target = follow(view.database, row, via);
  return target ? renderShape(view, target, shape) : null;
}

function renderTargets(view: View, row: Row, { via, shape, include }: Derived<'objects'>): Json {
  if (!isIncluded(view, include)) return null;
  return followAll(view.database, row, via).map((target) => renderShape(view, target, shape));
}

/** A stage that is bound twice is listed twice (recorded: "x2 flow get"). */
function listReferrers(database: Database, row: Row, how: Derived<'referrers'>): Json {
  return referrers(database, row, how.model, how.via)
    .map((source) => (how.field === 'pk' ? source.pk : (source.values[how.field] ?? null)))
    .filter((value) => value !== null);
}

function renderReferrers(view: View, row: Row, how: Derived<'referrer-objects'>): Json {
  if (!isIncluded(view, how.include)) return null;
  const sources = referrers(view.database, row, how.model, how.via);
  const targets =
    how.field === '' ? sources : sources.flatMap((source) => follow(view.database, source, how.field) ?? []);
  return targets.map((target) => renderShape(view, target, how.shape));
}

function fillTemplate({ origin }: View, row: Row, { text, host }: Derived<'template'>): Json {
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    if (field === 'pk') return String(row.pk);
    return field === 'root' ? API_ROOT : String(row.values[field] ?? '');
  });
  return host ? `${origin}${filled}` : filled;
}

function isIncluded({ query }: View, include: Include | undefined): boolean {
  if (!include) return true;
  const wanted = query.get(include.by)?.toLowerCase();
  return include.usual ? wanted !== 'false' : wanted === 'true';
}
