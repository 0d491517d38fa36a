import type { Catalog, ModelName, Resource } from '../catalog/model.ts';
import { isWithin, releaseAge, shortRelease } from '../catalog/release.ts';
import type { ActionRule, Behaviour } from './behaviour/behaviour.ts';
import { BEHAVIOUR_2023_2 } from './behaviour/2023.2/behaviour-2023.2.ts';
import { BEHAVIOUR_2025_12 } from './behaviour/2025.12/behaviour-2025.12.ts';
import { checksOf } from './behaviour/checks/checks-of.ts';
import { uniqueOf } from './behaviour/shared/unique.ts';
import type { CheckRule } from './behaviour/validation-rules.ts';
import { fitRules, rulesFromCatalog, withApiFields } from './catalog-rules.ts';
import type { ModelRules, SandboxRules } from './rules.ts';

/** A release that was recorded from a real server: its behaviour and its classes. */
export interface Described {
  readonly rules: SandboxRules;
  readonly behaviour: Behaviour;
}

/** The behaviours that were recorded, oldest first; `schemas/sandbox-<release>.json` goes with each. */
export const BEHAVIOURS: readonly Behaviour[] = [BEHAVIOUR_2023_2, BEHAVIOUR_2025_12];

/**
 * The rules and behaviour of the release of a catalog: those of the nearest described release, with the
 * models and fields of the release's own document. What the nearest one does not have is taken from the next
 * nearest, and what none has from the document.
 */
export function describeRelease(catalog: Catalog, described: readonly Described[]): Described {
  const distance = ({ rules }: Described): number =>
    Math.abs(releaseAge(rules.release) - releaseAge(catalog.release));
  const [nearest, ...others] = [...described].sort((one, other) => distance(one) - distance(other));
  if (!nearest) throw new Error('no release was described');
  if (shortRelease(nearest.rules.release) === shortRelease(catalog.release))
    return {
      rules: { ...nearest.rules, release: catalog.release, models: withApi(catalog, nearest.rules.models) },
      behaviour: {
        ...nearest.behaviour,
        ...keepKnownChecks(nearest.behaviour, catalog),
        // Tables of all releases.
        unique: nearest.behaviour.unique.filter(isAbout(catalog)),
        actions: nearest.behaviour.actions.filter((rule) => isWithin(catalog.release, rule)),
      },
    };
  const told = [nearest, ...others].find(({ rules }) => rules.permissions !== undefined)?.rules;
  const checks = checksOf(catalog.release);
  const nearby = others.reduce((own, other) => addUnknown(own, nearest.rules, other), nearest.behaviour);
  const behaviour = { ...nearby, unique: uniqueOf(catalog.release) };
  return {
    behaviour: {
      ...keepKnown(behaviour, catalog),
      ...checks,
      ...keepKnownChecks(checks, catalog),
    },
    rules: {
      ...nearest.rules,
      permissions: { ...told?.permissions, ...laterPermissions(catalog, told?.permissions ?? {}) },
      apps: told?.apps ?? {},
      release: catalog.release,
      models: Object.fromEntries(
        Object.values(catalog.models).flatMap((model) =>
          model.kind === 'resource' ? [[model.name, findRules(catalog, model, [nearest, ...others])]] : [],
        ),
      ),
      names: Object.assign(
        {},
        ...[nearest, ...others].reverse().map(({ rules }) => rules.names),
      ) as SandboxRules['names'],
    },
  };
}

/** The rules of models, each with all that the API of the release can write. */
function withApi(catalog: Catalog, models: SandboxRules['models']): SandboxRules['models'] {
  return Object.fromEntries(
    Object.entries(models).map(([name, rules]) => {
      const resource = catalog.models[name];
      return [name, resource?.kind === 'resource' ? withApiFields(catalog, resource, rules) : rules];
    }),
  );
}

/** The permissions of the models that the recorded release does not have. */
function laterPermissions(
  { models, permissions }: Catalog,
  recorded: NonNullable<SandboxRules['permissions']>,
): NonNullable<SandboxRules['permissions']> {
  if (!permissions) return {};
  return Object.fromEntries(
    Object.values(models).flatMap(({ name, label, kind }) =>
      kind === 'base' || kind === 'meta' || name in recorded
        ? []
        : [[name, { name: label, extra: permissions.special[name]?.more ?? [] }]],
    ),
  );
}

function findRules(catalog: Catalog, resource: Resource, described: readonly Described[]): ModelRules {
  const [measured, ...others] = described
    .map(({ rules }) => rules.models[resource.name])
    .filter((found) => found !== undefined);
  return measured ? fitRules(catalog, resource, measured, others) : rulesFromCatalog(catalog, resource);
}

/** The tables of a behaviour whose rows are about a model. */
const TABLES = [
  'bases',
  'lists',
  'derived',
  'unique',
  'generated',
  'mirrors',
  'effects',
  'titles',
  'actions',
] as const;

type Row = { readonly model?: ModelName };

/** Whether a row is about a model that a catalog has, or about none. */
function isAbout({ models }: Catalog): (row: Row) => boolean {
  return ({ model }) => model === undefined || model === '*' || model in models;
}

/** A behaviour with added rows of another one, about models that its own release does not have. */
function addUnknown(own: Behaviour, ownRules: SandboxRules, other: Described): Behaviour {
  const isNew = ({ model }: Row): boolean =>
    model !== undefined && model in other.rules.models && !(model in ownRules.models);
  const added = Object.fromEntries(
    TABLES.map((table) => [table, [...own[table], ...other.behaviour[table].filter(isNew)]]),
  );
  // A well-known model that this release does not have is the one of the other release.
  return { ...own, ...added, wellKnown: { ...other.behaviour.wellKnown, ...own.wellKnown } };
}

/** What a server checks, without the rows about models that a catalog does not have. */
function keepKnownChecks(
  { checks, validators, crashes }: Pick<Behaviour, 'checks' | 'validators' | 'crashes'>,
  catalog: Catalog,
): Pick<Behaviour, 'checks' | 'validators' | 'crashes'> {
  const isKnown = isAbout(catalog);
  // Of a base class, some model has the field.
  const hasField = ({ model, field }: CheckRule): boolean => {
    const about = catalog.models[model];
    return about?.kind !== 'resource' || field in about.fields;
  };
  return {
    checks: checks.filter((rule) => isKnown(rule) && hasField(rule)),
    validators: validators.filter(isKnown),
    crashes: crashes.filter(isKnown),
  };
}

/** A behaviour without the rows about models that a catalog does not have. */
function keepKnown(own: Behaviour, catalog: Catalog): Behaviour {
  const isKnown = isAbout(catalog);
  const paths = new Set(
    Object.values(catalog.models).flatMap((model) =>
      model.kind === 'resource' ? [model.collection.path] : [],
    ),
  );
  const kept = Object.fromEntries(
    TABLES.map((table) => [table, (own[table] as readonly Row[]).filter(isKnown)]),
  );
  const actions = [
    ...own.actions.filter((rule) => isKnown(rule) && isWithin(catalog.release, rule)),
    ...listSetters(catalog),
    ...listTasks(catalog),
  ];
  return {
    ...own,
    ...kept,
    actions: actions.filter(
      (rule, index) =>
        actions.findIndex(({ method, path }) => method === rule.method && path === rule.path) === index,
    ),
    plainLists: own.plainLists.filter(({ path }) => !paths.has(path)),
  };
}

/** The paths that list the results of tasks by name, in releases between the recorded ones. */
function listTasks(catalog: Catalog): ActionRule[] {
  const paths = Object.values(catalog.models).flatMap((model) =>
    model.kind === 'meta' && model.applying?.tasks ? [model.applying.tasks.path] : [],
  );
  return paths.map((path) => ({
    method: 'GET',
    path,
    does: 'tasks',
    column: 'names',
    seen: 'OpenAPI document',
  }));
}

/** The paths that set a picture, as the document has them. */
function listSetters(catalog: Catalog): ActionRule[] {
  const resources = Object.values(catalog.models).filter((model) => model.kind === 'resource');
  return resources.flatMap((resource) =>
    Object.entries(resource.fields).flatMap(([column, { setter }]): ActionRule[] => {
      if (setter?.body !== 'url') return [];
      const sharing = resources
        .filter((other) => other.fields[column]?.setter?.path === setter.path)
        .map(({ name }) => name);
      // A path that several models share belongs to their base class.
      const base =
        sharing.length > 1
          ? Object.values(catalog.models).find(
              (model) => model.kind === 'base' && sharing.every((name) => model.concrete.includes(name)),
            )
          : undefined;
      return [
        {
          method: 'POST',
          path: setter.path,
          model: base?.name ?? resource.name,
          column,
          does: 'set-asset-url',
          seen: 'OpenAPI document',
        },
      ];
    }),
  );
}
