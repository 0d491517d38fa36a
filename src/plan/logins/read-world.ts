import { loginRules } from '../../flows/login-rules.ts';
import type {
  Asked,
  Brand,
  Flow,
  Group,
  Id,
  Mode,
  Policy,
  PolicyBinding,
  Stage,
  StageBinding,
  World,
} from '../../flows/world.ts';
import { describeRow } from '../overlay/describe.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { People } from './read-people.ts';
import { modelsThatAre, roleOf, type View } from './view.ts';

/**
 * What logins depend on, read from the overlay when it is asked for. What has not been read of the server is
 * remembered as a question of the plan, and is unknown until then.
 */
export function readWorld(view: View): World {
  const { overlay } = view;
  const { catalog } = overlay;
  const [brands, flows, stageBindings, policyBindings] = (
    ['brand', 'flow', 'stage-binding', 'policy-binding'] as const
  ).map((is) => modelsThatAre(catalog, is)[0]);
  const people = new People(view);
  const all = (model: string | undefined): readonly OverlayRow[] | undefined =>
    model !== undefined && view.isRead(model) ? view.rows(model) : undefined;
  /** The rows of a model whose field points at an object, which are read by its key. */
  const pointingAt = (
    model: string | undefined,
    field: string,
    id: Id,
  ): readonly OverlayRow[] | undefined => {
    const target = view.object(id);
    if (!target || model === undefined) return undefined;
    const { pk, targetPk } = overlay.resource(target.model).collection;
    // A binding of policies names what it is bound to by another key than that of the object.
    const key = target.actual?.[model === policyBindings ? (targetPk ?? pk) : pk];
    if (typeof key === 'string' && !overlay.knows({ model, where: { [field]: key } })) return undefined;
    const models = overlay.resource(model).fields[field]?.references ?? [];
    return view.rows(model).filter((row) => view.find(models, view.value(row, field)) === target);
  };
  return {
    rules: loginRules(catalog.release),
    brands: () => all(brands)?.map((row) => brandOf(view, row)),
    flows: () => all(flows)?.map((row) => flowOf(view, row)),
    flow: (id) => {
      const row = view.object(id);
      return row && flowOf(view, row);
    },
    stagesOf: (id) =>
      pointingAt(stageBindings, 'target', id)?.map((row): StageBinding => stageBindingOf(view, row)),
    stage: (id) => {
      const row = view.object(id);
      return row && stageOf(view, row);
    },
    policiesOf: (id) =>
      pointingAt(policyBindings, 'target', id)?.map((row): PolicyBinding => policyBindingOf(view, row)),
    policy: (id) => {
      const row = view.object(id);
      return row && policyOf(view, row);
    },
    group: (id) => {
      const row = view.object(id);
      return row && groupOf(view, row);
    },
    people: () => people.all(),
    devicesOf: ({ id }) => people.devicesOf(id),
    hasAppPassword: ({ id }) => people.hasAppPassword(id),
    hasPasswordElsewhere: (backend) => people.hasPasswordElsewhere(backend),
  };
}

function brandOf(view: View, row: OverlayRow): Brand {
  const flows = view.links(row, 'flow_authentication');
  return {
    id: row.id,
    domain: view.text(row, 'domain'),
    isDefault: view.flag(row, 'default'),
    flow: flows && (flows[0] ?? null),
  };
}

function flowOf(view: View, row: OverlayRow): Flow {
  return {
    id: row.id,
    name: describeRow(view.overlay, row),
    slug: view.text(row, 'slug'),
    designation: view.text(row, 'designation'),
    // Before flows had it, everybody might begin them.
    authentication:
      'authentication' in view.overlay.resource(row.model).fields ? view.text(row, 'authentication') : 'none',
    mode: modeOf(view, row),
  };
}

function modeOf(view: View, row: OverlayRow): Mode | undefined {
  const mode = view.text(row, 'policy_engine_mode');
  return mode === 'any' || mode === 'all' ? mode : undefined;
}

function stageBindingOf(view: View, row: OverlayRow): StageBinding {
  const order = view.value(row, 'order');
  return {
    id: row.id,
    stage: view.links(row, 'stage', shownKind(view, row, 'stage'))?.[0],
    order: typeof order === 'number' ? order : undefined,
    onPlan: view.flag(row, 'evaluate_on_plan'),
    again: view.flag(row, 're_evaluate_policies'),
    mode: modeOf(view, row),
  };
}

/** The model of what a field points at, as the server shows it beside the key. */
function shownKind(view: View, row: OverlayRow, field: string): string | undefined {
  const shown = row.actual?.[`${field}_obj`];
  const isSame = view.value(row, field) === row.actual?.[field];
  if (!isSame || typeof shown !== 'object' || shown === null || Array.isArray(shown)) return undefined;
  const kind = shown['meta_model_name'];
  const isKnown = typeof kind === 'string' && view.overlay.catalog.models[kind]?.kind === 'resource';
  return isKnown ? kind : undefined;
}

function stageOf(view: View, row: OverlayRow): Stage {
  // Of what only the list of all stages shows, no more is known than its kind.
  const named = view.overlay.catalog.models[String(row.actual?.['meta_model_name'] ?? row.model)];
  const role = roleOf(view.overlay, row) ?? (named?.kind === 'resource' ? named.login : undefined);
  return {
    id: row.id,
    name: describeRow(view.overlay, row),
    kind: role?.is === 'stage' ? role.kind : undefined,
    value: (field) => view.json(row, field),
    links: (field) => view.links(row, field),
  };
}

function policyBindingOf(view: View, row: OverlayRow): PolicyBinding {
  const has = 'failure_result' in view.overlay.resource(row.model).fields;
  return {
    id: row.id,
    enabled: view.flag(row, 'enabled'),
    negate: view.flag(row, 'negate'),
    failureResult: has ? view.flag(row, 'failure_result') : false,
    asks: askedOf(view, row),
  };
}

function askedOf(view: View, row: OverlayRow): Asked | undefined {
  for (const kind of ['group', 'user', 'policy'] as const) {
    const ids = view.links(row, kind, kind === 'policy' ? shownKind(view, row, kind) : undefined);
    // A new binding has what its entry does not set empty.
    if (!ids && row.actual) return undefined;
    const [id] = ids ?? [];
    if (id !== undefined) return { kind, id };
  }
  return undefined;
}

function policyOf(view: View, row: OverlayRow): Policy {
  const role = roleOf(view.overlay, row);
  return {
    id: row.id,
    kind: role?.is === 'policy' ? role.kind : undefined,
    value: (field) => view.json(row, field),
  };
}

function groupOf(view: View, row: OverlayRow): Group {
  // Groups had one parent before they had several.
  const field = 'parents' in view.overlay.resource(row.model).fields ? 'parents' : 'parent';
  return {
    id: row.id,
    name: view.text(row, 'name'),
    isSuperuser: view.flag(row, 'is_superuser'),
    parents: view.links(row, field),
  };
}
