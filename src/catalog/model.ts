/*
 * Longer than other files: one type, the catalog, with all that it is made of. Types only, each a few lines
 * that are read beside the others.
 */

import type { AccessBinding, PolicyAnswer } from './access-binding.ts';
import type { Defaults } from './defaults.ts';
import type { ImporterFacts, ImporterLimit } from './importer.ts';
import type { LoginRole } from './login-role.ts';
import type { ObjectRule } from './object-rule.ts';

/** A value as JSON has it. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

/**
 * The name of a model as blueprints write it, `app_label.modelname` in lower case: `authentik_core.group`.
 */
export type ModelName = string;

/**
 * What one authentik release can do, as far as blueprints are concerned. It is generated from the release's
 * OpenAPI document and from facts that no document holds (`facts/`), and kept in
 * `schemas/catalog-<release>.json`; `npm run generate` makes it, and loadCatalog reads it. An optional member
 * that does not apply is absent.
 */
export interface Catalog {
  readonly formatVersion: 1;
  /** The release of the OpenAPI document, e.g. `2023.2.3`. */
  readonly release: string;
  /** Every model that an entry or a `!Find` may name. */
  readonly models: Readonly<Record<ModelName, Model>>;
  /** How permissions are granted through the API; missing: this release has none. */
  readonly permissions?: Permissions | undefined;
  /** The server's own importer, as the API offers it; missing: it cannot be asked to try a text. */
  readonly importer?: ImporterFacts | undefined;
  /**
   * No server of this release was asked: what is known of it rests on this, for people. Missing: a server was
   * asked, or the releases on both sides of it were.
   */
  readonly unmeasured?: string | undefined;
  /** A newer release (`2026.11`) that nothing more is known of, for which this catalog is used. */
  readonly standsInFor?: string | undefined;
  /** What a fresh server of this release has; comes from a file of its own when a catalog is loaded. */
  readonly defaults?: Defaults | undefined;
}

/** Who can hold a permission, by the key of an entry's `permissions` that names one. */
export type HolderKind = 'role' | 'user';

/**
 * What a release knows of permissions: who can hold them, the endpoints, and which there are beside those
 * that every model has.
 */
export interface Permissions {
  readonly holders: Readonly<Partial<Record<HolderKind, Holder>>>;
  /** The list of all permissions there are. */
  readonly list: string;
  /** Models of which a PATCH takes away all permissions that the object holds everywhere. */
  readonly lostByWrite: readonly ModelName[];
  /** Where a model has others than add, change, delete and view. */
  readonly special: Readonly<
    Record<
      ModelName,
      { readonly verbs?: readonly string[] | undefined; readonly more?: readonly string[] | undefined }
    >
  >;
}

/** Those who hold permissions, and how they are given some. */
export type Holder = DirectHolder | IndirectHolder;

/**
 * Users or roles that are given permissions themselves. `{key}` in a path stands for the primary key of one.
 */
export interface DirectHolder {
  readonly kind: 'direct';
  readonly model: ModelName;
  /** Where one is given permissions, and where they are taken away: both with `{key}`. */
  readonly assign: string;
  readonly unassign: string;
  /**
   * The list of who holds permissions of a model or on one object, each with all its permissions on objects.
   * `key`, `name` and `grants` are the fields that show the primary key, the name and the permissions of one;
   * `everywhere` that with all which one holds everywhere, where there is such a field.
   * `whole`: asked for a model only, it has everybody who holds one on any of its objects.
   */
  readonly assigned: {
    readonly path: string;
    readonly key: string;
    readonly name: string;
    readonly grants: string;
    readonly everywhere?: string | undefined;
    readonly whole: boolean;
  };
  /** The list of one holder's permissions on objects, and the filter that names the holder. */
  readonly own: { readonly path: string; readonly filter: string };
  /** The filter of the list of all permissions that gives those which one holds everywhere. */
  readonly everywhere: string;
}

/**
 * Users whose permissions are held by a role of their own: `name` with `{key}`, which only the server's
 * importer makes (`make` runs it).
 */
export interface IndirectHolder {
  readonly kind: 'indirect';
  readonly model: ModelName;
  readonly by: HolderKind;
  readonly name: string;
  readonly make: string;
}

/**
 * A model that a blueprint can name. What can be done with it decides its kind: `resource`, entries create,
 * change and delete its objects, or some of that; `base`, a class that others are kinds of, for `!Find` only;
 * `listed`, whose objects the API shows and no entry can write, for `!Find` only; `meta`, no table, but
 * something that the server does; `unmanageable`, taken by authentik's importer and not by its API.
 */
export type Model = Resource | BaseModel | ListedModel | MetaModel | Unmanageable;

interface Named {
  readonly name: ModelName;
  /** The class name as authentik writes it, e.g. `FlowStageBinding`. */
  readonly label: string;
}

/** A model with a collection in the API that entries can write to. */
export interface Resource extends Named, Lookups {
  readonly kind: 'resource';
  readonly collection: Collection;
  /** The writes that the API offers. */
  readonly actions: { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
  /** What the document does not say of it was read there, and not measured; for people. */
  readonly unmeasured?: string | undefined;
  /** The server makes and changes one only while it has a valid enterprise licence. */
  readonly licensed?: true | undefined;
  /** Why a create that the document offers cannot succeed, for people. */
  readonly cannotCreate?: string | undefined;
  /** Query parameters of the list call, by name; paging, ordering and search are not among them. */
  readonly filters: Readonly<Record<string, Filter>>;
  /** By the name in the API: all that an answer shows, a request takes, or the importer alone can set. */
  readonly fields: Readonly<Record<string, Field>>;
  /**
   * Sets of API fields whose values no two objects share; an object with a null in one of them shares
   * nothing. `across`: the models (this one included) that share the rule, e.g. all stages for `name`.
   */
  readonly unique: readonly {
    readonly fields: readonly string[];
    readonly across?: readonly ModelName[] | undefined;
  }[];
  /** Fields that must go along with a PATCH, with the values that the object has. */
  readonly companions: readonly Companion[];
  /** What the server refuses of an object as a whole; missing: nothing that is known. */
  readonly rules?: readonly ObjectRule[] | undefined;
  /** Objects that are left alone, or guarded against deletion and loss, unless the run allows it. */
  readonly protected: readonly Protection[];
  /** Links to what gives an object of this model its rights: the groups and roles of a user. */
  readonly rightsFrom?: readonly string[] | undefined;
  /** Set where the objects say who is let in to others. */
  readonly access?: AccessBinding | undefined;
  /** Of a policy: how to tell that it gives everybody the same answer. */
  readonly answer?: PolicyAnswer | undefined;
  /**
   * Where one of them is shown as a blueprint of its own, with what hangs on it, and where such a file is
   * taken in whole. `{key}` as in `item`.
   */
  readonly files?: { readonly export: string; readonly import: string } | undefined;
  /** What the server's own importer cannot do with it, or not as the API does; missing: nothing that is known. */
  readonly importer?: readonly ImporterLimit[] | undefined;
  /** Objects of other models that the server makes along with each one of this model. */
  readonly brings?: readonly Brought[] | undefined;
  /** Objects that every server has and the API never shows. */
  readonly hidden?: readonly HiddenObject[] | undefined;
  /** What its objects are to somebody who signs in; missing: nothing that is known. */
  readonly login?: LoginRole | undefined;
  /** Side effects a user must hear of. */
  readonly warnings: readonly {
    readonly field: string;
    readonly becomes: Json;
    readonly code: 'sessions-end';
  }[];
  /**
   * Models whose objects this model's list shows, too (proxy providers in the list of OAuth2 providers): a
   * row whose primary key one of these models lists as well is no object of this model.
   */
  readonly shadowedBy: readonly ModelName[];
}

/**
 * A base class (`authentik_flows.stage`): no entry may use it, `!Find` may. `list` is missing where REST has
 * no list of it.
 */
export interface BaseModel extends Named, Lookups {
  readonly kind: 'base';
  readonly list?: string | undefined;
  /** The models that are kinds of it. */
  readonly concrete: readonly ModelName[];
}

/**
 * A model with a list in the API that no entry can write (the types of WebAuthn devices): `!Find` may name it.
 * `reason` says why no entry can, for people.
 */
export interface ListedModel extends Named, Lookups {
  readonly kind: 'listed';
  readonly collection: Collection;
  readonly filters: Resource['filters'];
  readonly fields: Resource['fields'];
  /** authentik's own importer takes entries of it. */
  readonly importer?: true | undefined;
  readonly reason: string;
}

/**
 * A model that is no table, such as `authentik_blueprints.metaapplyblueprint`: an entry of it makes the
 * server do something.
 */
export interface MetaModel extends Named {
  readonly kind: 'meta';
  /** The model of what it names, and the fields that may name it. */
  readonly instances: ModelName;
  readonly identifies: readonly string[];
  readonly fields: Readonly<Record<string, Field>>;
  /** How the server is told to apply one of its own; missing where it cannot be told. */
  readonly applying?: Applying | undefined;
}

/**
 * Applying a blueprint of the server: `{key}` stands for the instance's item key, `{slug}` for its name as a
 * slug.
 */
export interface Applying {
  /** A POST without a body. */
  readonly path: string;
  /** The blueprint files that the server has, each with `path` and `hash`: a list without pages. */
  readonly files: string;
  /** Seconds to wait for them at most: the server's worker lists them, and nobody answers when it is down. */
  readonly filesSeconds: number;
  /**
   * Where the server keeps what its task said: a list; those rows count that have all of `match`, the newest
   * by `time`.
   */
  readonly tasks?:
    | {
        readonly path: string;
        readonly query: Readonly<Record<string, string>>;
        readonly match: Readonly<Record<string, string>>;
        readonly time: string;
        readonly texts: readonly string[];
      }
    | undefined;
}

/** A model that authentik's importer takes and REST cannot write; `reason` says why, for people. */
export interface Unmanageable extends Named {
  readonly kind: 'unmanageable';
  readonly reason: string;
}

/** What can be asked about an object: every Django field that an identifier or a `!Find` may name. */
export interface Lookups {
  readonly lookups: Readonly<Record<string, Lookup>>;
  /** Django's default order of the model, e.g. ['target', 'order']; empty: none. */
  readonly ordering: readonly string[];
}

/** What one name of a look-up asks for. */
export type Lookup =
  /** The primary key, whatever it is called. */
  | { readonly kind: 'pk' }
  /** A value: `field` is its name in the API; missing: the API does not show it. */
  | { readonly kind: 'value'; readonly field?: string | undefined }
  /** A link to another model held in `field` of this one (missing: not in the API); `many`: a list of pks. */
  | {
      readonly kind: 'relation';
      readonly to: ModelName;
      readonly field?: string | undefined;
      readonly many?: true | undefined;
    }
  /** A link that the other model holds: `via` is the name of the other model's look-up that points here. */
  | { readonly kind: 'reverse'; readonly to: ModelName; readonly via: string };

/** Where the objects of a model are in the API. */
export interface Collection {
  /** The list: `/core/groups/`. */
  readonly path: string;
  /** One object: `/core/groups/{group_uuid}/`. */
  readonly item: string;
  /** The field whose value goes into the item path: `pk`, `slug`, `identifier`, `tenant_uuid`. */
  readonly key: string;
  /** The field that holds the primary key which references use: `pk`, `tenant_uuid`. */
  readonly pk: string;
  /** The field that holds the primary key as a policy binding target, when the model is one. */
  readonly targetPk?: string | undefined;
  /** Query that a list call always needs, e.g. `{superuser_full_list: 'true'}`. */
  readonly listQuery?: Readonly<Record<string, string>> | undefined;
}

/** A query parameter of a list call. */
export interface Filter {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  readonly enum?: readonly (string | number)[] | undefined;
  readonly format?: string | undefined;
}

/** The type of a value in JSON; `json` is any value. */
export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'json';

/**
 * A field of a model in the API: what can be written to it, what an answer shows of it, and what the server
 * makes of a value. Lengths are characters of a text or items of a list. What can be asked about it is a
 * look-up of the model, which may have another name: see Lookups.
 */
export interface Field {
  readonly type: FieldType;
  /**
   * The form of a text: a format of OpenAPI such as `uuid`, or one of ours such as `duration`: see
   * src/forms/.
   */
  readonly format?: string | undefined;
  /** The only values that are taken. */
  readonly enum?: readonly (string | number)[] | undefined;
  /** What a list holds. */
  readonly items?: Omit<Field, 'required'> | undefined;
  /** What a mapping holds, where the document says so. */
  readonly members?: Readonly<Record<string, Field>> | undefined;
  readonly nullable?: true | undefined;
  /** Shown, and not written with the object; it may have a setter. */
  readonly readOnly?: true | undefined;
  /** Accepted, never shown. */
  readonly writeOnly?: true | undefined;
  /** A create without it is refused. */
  readonly required?: true | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly pattern?: string | undefined;
  /** What the server fills in on create; missing: not known, or none. */
  readonly default?: Json | undefined;
  /** The server makes a value of its own when there is none. */
  readonly generated?: true | undefined;
  /** White space at both ends is cut off. */
  readonly trim?: true | undefined;
  /** An unordered list without duplicates. */
  readonly set?: true | undefined;
  /** A link: models whose pk it holds (base classes included). */
  readonly references?: readonly ModelName[] | undefined;
  /** What deleting the object that it points at does to this object. */
  readonly onDelete?: 'cascade' | 'setNull' | undefined;
  /** Never printed, logged or compared where the server does not show it. */
  readonly secret?: true | undefined;
  /** Written through an endpoint of its own, after the object itself. */
  readonly setter?: Setter | undefined;
  /** Taken from authentik's own importer and from nobody else: it is read-only to the API. */
  readonly importerOnly?: true | undefined;
  /** The importer's other name for this field of the API: what an entry gives is written there. */
  readonly writtenAs?: string | undefined;
  /** The names of permissions that the object holds everywhere: granted through endpoints of their own. */
  readonly grants?: true | undefined;
  /**
   * Ways in which the server keeps a value otherwise than the rest of the field says: see src/forms/.
   */
  readonly forms?: readonly ExtraForm[] | undefined;
  /**
   * Keys of a mapping that the server writes by itself: kept as they are where an entry does not name them.
   */
  readonly ownKeys?: readonly string[] | undefined;
  /** The server keeps a hash of the text, and not the text. */
  readonly hashed?: true | undefined;
  /** Of a value that is never shown: what the object shows of it. */
  readonly shownAs?: ShownAs | undefined;
  /** When the server puts a value of its own in place of one that is sent: it is not compared then. */
  readonly volatile?: readonly Volatile[] | undefined;
  /** What the document does not say of it was read there, and not measured; for people. */
  readonly unmeasured?: string | undefined;
}

/** A field, an item of a list or a member of a mapping: what a value is written to. */
export type Shape = Omit<Field, 'required'>;

/**
 * `adds`: the server adds items of its own to a list. `upper`: a choice may be given in lower case, and is
 * kept in upper case. `empty`: the empty text is null.
 */
export type ExtraForm = 'adds' | 'upper' | 'empty';

/**
 * What an object shows of a value that it never shows itself, by the names of fields; a release may lack some.
 */
export type ShownAs = ShownCertificate | ShownKey;

interface ShownCertificate {
  readonly kind: 'certificate';
  /** Fingerprints in hexadecimal, and the moment of expiry. */
  readonly sha256: string;
  readonly sha1: string;
  readonly expiry: string;
}

interface ShownKey {
  readonly kind: 'private-key';
  /** Whether there is one. */
  readonly available: string;
  readonly type: string;
  /** The field of the certificate that it belongs to. */
  readonly of: string;
}

/** A case in which the server keeps a value of its own. All that is given must hold. */
export interface Volatile {
  /** The object has one of these values in each of these fields. */
  readonly when?: Readonly<Record<string, readonly Json[]>> | undefined;
  /** The object has something else than these values in each of these fields. */
  readonly unless?: Readonly<Record<string, readonly Json[]>> | undefined;
  /** One of these values was wanted. */
  readonly wanted?: readonly Json[] | undefined;
  /** What the server does, for people. */
  readonly why: string;
}

/**
 * `POST path` with `{[body]: value}`; `{key}` in the path stands for the object's item key. `mark`: the field in
 * which a new object is marked until this value has been written, as nobody can read it.
 */
interface Setter {
  readonly path: string;
  readonly body: string;
  readonly mark?: string | undefined;
}

/** Fields that must go along with a PATCH, with the values that the object has. */
export interface Companion {
  readonly fields: readonly string[];
  /** Only when one of these is written; absent: always. */
  readonly when?: readonly string[] | undefined;
  /**
   * Not when one of these is written with a value, as the server then takes them from elsewhere, unless an entry
   * says them itself.
   */
  readonly unless?: readonly string[] | undefined;
  /** The PATCH is fine when it already holds one of these. */
  readonly anyOf?: readonly string[] | undefined;
  /** Those that are null go along, too. */
  readonly nulls?: true | undefined;
}

/**
 * An object that the server makes along with another, and deletes with it: the account of an outpost and its
 * token.
 */
export interface Brought {
  readonly model: ModelName;
  /** The field whose value no other object of the model has. */
  readonly key: string;
  /** What it is made with, by field; the rest is as in any new object. */
  readonly values: Readonly<Record<string, BroughtValue>>;
  /**
   * The field of the object that brings it in which that one is marked until what nobody can read of this one
   * has been written; missing: it has no such field.
   */
  readonly mark?: string | undefined;
}

/** A value of an object that comes along with another. */
export type BroughtValue =
  | { readonly is: Json }
  /**
   * A text in which a name in braces stands for that field of the other object, `{pk}` for its primary key and
   * `{hex}` for that without dashes.
   */
  | { readonly text: string }
  /** The primary key of what comes along of this model. */
  | { readonly keyOf: ModelName };

/** An object that the API never shows: what is known of it, and what it is, for people. */
export interface HiddenObject {
  readonly values: Readonly<Record<string, Json>>;
  readonly why: string;
}

/** Objects of a model that are not changed, or not in every way, unless the run allows it by name. */
export interface Protection {
  /**
   * Shown to people and accepted after the model's name by `--allow-protected`: the value of this field;
   * missing: what the object is called, as a link between two is.
   */
  readonly nameField?: string | undefined;
  /**
   * An object is protected when one of these sets of values is part of it; for `@me` a list matches when it holds the
   * value. `@me` stands for the pk of the token's user, `@behind` for that of any object that the token has its
   * rights through (see `Resource.rightsFrom`), `@bundled` for that of any object that authentik's own blueprints
   * make, `@some` for any value but null and nothing.
   */
  readonly match: readonly Readonly<Record<string, Json>>[];
  /**
   * `leave-alone`: create only, and only where no object matches. `add-only`: nothing but additions: items in
   * lists, keys in mappings, values where there was none. `keep`: no deletion, but open to what is not frozen.
   */
  readonly guard: 'leave-alone' | 'add-only' | 'keep';
  /** Fields that must keep their value, even where they have none. */
  readonly frozen: readonly string[];
  /** Links of other objects to this one that are a part of what it is: they must stay, too. */
  readonly heldBy?: readonly { readonly model: ModelName; readonly field: string }[] | undefined;
  /** What the object is, for people: `it is the default brand`. */
  readonly why: string;
}
