import type { PolicyKind, StageKind } from '../../src/catalog/login-role.ts';
import type { Json } from '../../src/catalog/model.ts';
import { loginRules } from '../../src/flows/login-rules.ts';
import type {
  Brand,
  Flow,
  Group,
  Id,
  Person,
  PolicyBinding,
  StageBinding,
  World,
} from '../../src/flows/world.ts';

/** A world as plain values; ids are names. */
export interface Plain {
  readonly brands?: readonly Brand[];
  readonly flows?: readonly Flow[];
  /** The stages of flows, by flow. */
  readonly stagesOf?: Readonly<Record<Id, readonly StageBinding[]>>;
  readonly stages?: Readonly<Record<Id, PlainStage>>;
  readonly policiesOf?: Readonly<Record<Id, readonly PolicyBinding[]>>;
  readonly policies?: Readonly<Record<Id, readonly [PolicyKind | undefined, Readonly<Record<string, Json>>]>>;
  readonly groups?: Readonly<Record<Id, Partial<Group>>>;
  readonly people?: readonly Person[];
  readonly devices?: Readonly<Record<Id, readonly string[]>>;
}

interface PlainStage {
  readonly kind: StageKind | undefined;
  readonly values?: Readonly<Record<string, Json>>;
  readonly links?: Readonly<Record<string, readonly Id[]>>;
}

/** The world of a release that is made of these values; what is not among them is not there. */
export function worldOf(release: string, plain: Plain): World {
  return {
    rules: loginRules(release),
    brands: () => plain.brands ?? [],
    flows: () => plain.flows ?? [],
    flow: (id) => plain.flows?.find((flow) => flow.id === id),
    stagesOf: (id) => plain.stagesOf?.[id] ?? [],
    stage: (id) => {
      const stage = plain.stages?.[id];
      return (
        stage && {
          id,
          name: id,
          kind: stage.kind,
          value: (field) => stage.values?.[field],
          links: (field) => stage.links?.[field] ?? [],
        }
      );
    },
    policiesOf: (id) => plain.policiesOf?.[id] ?? [],
    policy: (id) => {
      const policy = plain.policies?.[id];
      return policy && { id, kind: policy[0], value: (field) => policy[1][field] };
    },
    group: (id) => ({ id, name: id, isSuperuser: false, parents: [], ...plain.groups?.[id] }),
    people: () => plain.people ?? [],
    devicesOf: ({ id }) => plain.devices?.[id] ?? [],
    hasAppPassword: () => false,
    hasPasswordElsewhere: () => false,
  };
}

/** Somebody who can sign in, with what is said of him. */
export function person(id: Id, more: Partial<Person> = {}): Person {
  return {
    id,
    name: id,
    username: id,
    email: '',
    upn: '',
    isActive: true,
    hasPassword: true,
    groups: [],
    ...more,
  };
}
