import type { Json, ModelName } from '../catalog/model.ts';

/**
 * What the sandbox knows of authentik's own classes: `schemas/sandbox-<release>.json`, made by
 * `scripts/generate/sandbox.mjs`.
 */
export interface SandboxRules {
  readonly formatVersion: number;
  readonly release: string;
  readonly models: Readonly<Record<ModelName, ModelRules>>;
  /** What answers call each kind of object. */
  readonly names: Readonly<Record<ModelName, KindNames>>;
  /**
   * The permissions of each kind of object, also of those that REST does not show; missing where the release
   * has no such list.
   */
  readonly permissions?: Readonly<Record<ModelName, PermissionRules>>;
  /** What permissions call authentik's applications. */
  readonly apps?: Readonly<Record<string, string>>;
  /** The kinds of OAuth sources, with the URLs each brings along. */
  readonly oauthTypes: readonly OAuthType[];
  /** Paths of the blueprint files that the server has. */
  readonly blueprintFiles: readonly string[];
}

/**
 * A kind of object: its name, its permissions beside add, change, delete and view, and those of these four
 * that it does not have.
 */
interface PermissionRules {
  readonly name: string;
  readonly extra?: readonly string[];
  readonly without?: readonly string[];
}

export interface KindNames {
  readonly component: string;
  readonly one: string;
  readonly many: string;
}

export type OAuthType = Readonly<Record<string, Json>> & {
  readonly name: string;
  readonly slug?: string;
  readonly verbose_name?: string;
};

export interface ModelRules {
  /** Names of the base classes whose tables it shares, nearest first. */
  readonly bases: readonly ModelName[];
  /** Django's name of the primary key. */
  readonly pk: string;
  /** The primary key counts up; false: a UUID. */
  readonly auto: boolean;
  readonly ordering: readonly string[];
  readonly together: readonly (readonly string[])[];
  readonly columns: Readonly<Record<string, Column>>;
  /**
   * Fields of the REST serializer; missing where they could not be measured: the catalog's fields stand in.
   */
  readonly serializer?: Readonly<Record<string, SerializerField>>;
}

/** A stored value, under its name in the API. */
export interface Column {
  readonly type: string;
  readonly default?: Json;
  /** The default is made by a function. */
  readonly generated?: boolean;
  readonly null?: boolean;
  readonly blank?: boolean;
  readonly unique?: boolean;
  readonly choices?: readonly string[];
  readonly to?: ModelName;
  readonly many?: boolean;
  readonly onDelete?: 'cascade' | 'null';
}

export interface SerializerField {
  readonly type: string;
  readonly required?: boolean;
  readonly read_only?: boolean;
  readonly write_only?: boolean;
  readonly allow_blank?: boolean;
  readonly allow_null?: boolean;
  readonly trim?: boolean;
  readonly unique?: boolean;
  readonly max_length?: number;
  readonly max_value?: number;
  readonly min_value?: number;
  readonly default?: Json;
}

/** Reads the generated file; throws when it is not one. */
export function parseRules(text: string): SandboxRules {
  const { kinds, ...rules } = JSON.parse(text) as CompactRules;
  if (rules.formatVersion !== 2)
    throw new Error(`the sandbox's rules have format ${rules.formatVersion}, not 2`);
  const put = <T>(places: Readonly<Record<string, number>>): Record<string, T> =>
    Object.fromEntries(Object.entries(places).map(([name, place]) => [name, kinds[place] as T]));
  const models = Object.entries(rules.models).map(
    ([name, { columns, serializer, ...model }]): [ModelName, ModelRules] => [
      name,
      {
        ...model,
        columns: put<Column>(columns),
        ...(serializer ? { serializer: put<SerializerField>(serializer) } : {}),
      },
    ],
  );
  return { ...rules, models: Object.fromEntries(models) };
}

/** Rules as the file has them: each kind of column or field once, named by its place. */
type CompactRules = Omit<SandboxRules, 'models'> & {
  readonly kinds: readonly (Column | SerializerField)[];
  readonly models: Readonly<
    Record<
      ModelName,
      Omit<ModelRules, 'columns' | 'serializer'> & {
        readonly columns: Readonly<Record<string, number>>;
        readonly serializer?: Readonly<Record<string, number>>;
      }
    >
  >;
};
