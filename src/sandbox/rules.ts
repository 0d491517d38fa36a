import type { Json, ModelName } from '../catalog/model.ts';

/**
 * What the sandbox knows of authentik's own classes: `schemas/sandbox-<release>.json`, made by
 * `scripts/generate/sandbox.mjs`.
 */
export interface SandboxRules {
  readonly formatVersion: number;
  readonly release: string;
  readonly models: Readonly<Record<ModelName, ModelRules>>;
  /** The names of each kind of object in responses. */
  readonly names: Readonly<Record<ModelName, KindNames>>;
  /**
   * The permissions of each kind of object, also of those that REST does not show; missing where the release
   * has no such list.
   */
  readonly permissions?: Readonly<Record<ModelName, PermissionRules>>;
  /** The names of authentik's applications in the list of permissions. */
  readonly apps?: Readonly<Record<string, string>>;
  /** The types of OAuth sources, with the URLs that each has by itself. */
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
  readonly serializer?: Readonly<Record<string, SerializerField>> | undefined;
}

/** A stored value, under its name in the API. */
export interface Column {
  readonly type: string;
  readonly default?: Json | undefined;
  /** The default is made by a function. */
  readonly generated?: boolean | undefined;
  readonly null?: boolean | undefined;
  readonly blank?: boolean | undefined;
  readonly unique?: boolean | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly to?: ModelName | undefined;
  readonly many?: boolean | undefined;
  readonly onDelete?: 'cascade' | 'null' | undefined;
}

export interface SerializerField {
  readonly type: string;
  readonly required?: boolean | undefined;
  readonly read_only?: boolean | undefined;
  readonly write_only?: boolean | undefined;
  readonly allow_blank?: boolean | undefined;
  readonly allow_null?: boolean | undefined;
  readonly trim?: boolean | undefined;
  readonly unique?: boolean | undefined;
  readonly max_length?: number | undefined;
  readonly max_value?: number | undefined;
  readonly min_value?: number | undefined;
  readonly default?: Json | undefined;
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
        serializer: serializer && put<SerializerField>(serializer),
      },
    ],
  );
  return { ...rules, models: Object.fromEntries(models) };
}

/** Rules as the file has them: each kind of column or field once, named by its position. */
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
