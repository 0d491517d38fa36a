import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict, type Value } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { BundledTable } from '../../src/catalog/bundled.ts';
import type { Catalog, Json } from '../../src/catalog/model.ts';
import { type Question, questionKey } from '../../src/catalog/question.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Snapshot } from '../../src/actual/snapshot.ts';
import type { Inventory } from '../../src/ownership/inventory.ts';
import type { UnmanagedInput } from '../../src/plan/unmanaged/find-unmanaged.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import type { Sources } from '../../src/plan/value/sources.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/plan/policy.ts';

export const catalog = loadCatalog('2023.2', new Collector().report);

/** What a server has: the objects of some models, each with the fields that matter to a test. */
export type Server = Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;

export interface Planned {
  readonly plan: Plan;
  readonly sources: Sources;
  /** What the plan found. */
  readonly diagnostics: readonly Diagnostic[];
  readonly questions: readonly Question[];
  readonly codes: readonly string[];
}

/** What a plan is made with beside blueprints and a server, where it is not the usual. */
interface More {
  readonly catalog?: Catalog;
  readonly policy?: Partial<Policy>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the command line adds to the context. */
  readonly context?: Readonly<Record<string, Value>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly insensitive?: readonly string[];
  /** Whether the token's user is a superuser; true when not given. */
  readonly isSuperuser?: boolean;
  readonly granted?: Snapshot['granted'];
  readonly named?: Snapshot['named'];
  readonly bundled?: BundledTable;
  /** What the project owns. */
  readonly owned?: Inventory['rows'] | undefined;
  readonly ownedByOthers?: ReadonlySet<string>;
  /** How it is looked for what is in no file. */
  readonly unmanaged?: UnmanagedInput | undefined;
  /** Models that nobody has read yet. */
  readonly unread?: readonly string[];
}

/** Plans blueprints (one text a file) against a server; every model is read. */
export function planOf(
  texts: readonly string[],
  server: Server,
  policy: Partial<Policy> = {},
  env: Readonly<Record<string, string>> = {},
): Planned {
  return planWith(texts, server, { policy, env });
}

/** The same for another release, or with permissions. */
export function planWith(
  texts: readonly string[],
  server: Server,
  { catalog: of = catalog, policy = {}, env = {}, granted = {}, named = {}, unread = [], ...more }: More,
): Planned {
  const {
    context = {},
    files = {},
    insensitive = [],
    isSuperuser = true,
    bundled,
    owned,
    ownedByOthers,
    unmanaged,
  } = more;
  const collector = new Collector();
  const can = features(of.release);
  const blueprints = texts
    .map((text, index) =>
      parseBlueprint(
        { path: texts.length === 1 ? 'blueprint.yaml' : `${index + 1}.yaml`, text },
        collector.report,
        { features: can },
      ),
    )
    .filter((one) => one !== undefined);
  const models: Record<string, { complete: boolean; answered: string[]; rows: (typeof server)[string] }> = {};
  for (const [name, model] of Object.entries(of.models))
    if (model.kind !== 'unmanageable')
      models[name] = unread.includes(name)
        ? { complete: false, answered: [], rows: [] }
        : {
            complete: true,
            answered: [questionKey({ model: name, whole: true })],
            rows: server[name] ?? [],
          };
  const snapshot: Snapshot = {
    release: of.release,
    models,
    me: { pk: 1, username: 'akadmin', isSuperuser, groups: ['authentik Admins'] },
    granted,
    named,
  };
  const { plan, sources, diagnostics, questions } = buildPlan({
    blueprints,
    snapshot,
    catalog: of,
    policy: { ...DEFAULT_POLICY, ...policy },
    features: can,
    system: dict(),
    context: Object.assign(dict(), context),
    env: (name) => env[name],
    readFile: (path) => files[path],
    isInsensitive: (name) => insensitive.includes(name),
    bundled: bundled && (() => bundled),
    owned: owned && { project: { name: 'test', id: 'test-id' }, rows: owned },
    ownedByOthers,
    unmanaged,
  });
  const codes = [...collector.diagnostics, ...diagnostics].map((one) => one.code);
  return { plan, sources, diagnostics, questions, codes };
}

/** The changes in one line each: `create authentik_core.group g1: name, is_superuser`. */
export function lines(plan: Plan): string[] {
  return plan.changes
    .filter((change) => change.action !== 'noop')
    .map((change) => {
      const fields = change.fields
        .map((field) => (field.leftAlone ? `(${field.path})` : field.path))
        .join(', ');
      return `${change.leftAlone ? 'left alone: ' : ''}${change.action} ${change.model} ${change.key}${fields ? `: ${fields}` : ''}`;
    });
}

/** A UUID that is made of a number. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A group as its list has it. */
export const group = (n: number, name: string) => ({
  pk: uuid(n),
  name,
  is_superuser: false,
  parent: null,
  users: [],
  attributes: {},
});

/** The text of a blueprint with these entries, each in flow style. */
export const file = (...entries: string[]): string =>
  `version: 1\nentries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;
