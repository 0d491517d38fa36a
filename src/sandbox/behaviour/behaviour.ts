import type { Json, ModelName } from '../../catalog/model.ts';
import type { WellKnown, ImporterConventions, Conventions } from './conventions.ts';
import type { Seen } from './seen.ts';

/** One release's behaviour, as data; the engine knows the kinds of rules, not the models. */
export interface Behaviour {
  readonly release: string;
  readonly conventions: Conventions;
  readonly wellKnown: WellKnown;
  readonly importer: ImporterConventions;
  readonly bases: readonly BaseRule[];
  readonly lists: readonly ListRule[];
  readonly plainLists: readonly PlainList[];
  readonly derived: readonly DerivedRule[];
  readonly checks: readonly CheckRule[];
  readonly unique: readonly UniqueRule[];
  readonly validators: readonly ValidatorRule[];
  readonly crashes: readonly CrashRule[];
  readonly generated: readonly GeneratedRule[];
  readonly mirrors: readonly MirrorRule[];
  readonly effects: readonly EffectRule[];
  readonly titles: readonly TitleRule[];
  readonly through: readonly ThroughRule[];
  readonly actions: readonly ActionRule[];
  readonly documents: Readonly<Record<string, Json>>;
  /** What a server has after its migrations, by natural keys; see seed/dump.ts. */
  readonly bare: Readonly<Record<ModelName, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;
}

/** A base class that REST lists: which of its fields such a list shows. */
export interface BaseRule extends Seen {
  readonly model: ModelName;
  readonly path?: string;
  /** Django's name for an object of which only the base is known. */
  readonly one: string;
  readonly many: string;
  /** Missing: the list shows every object with all its own fields. */
  readonly fields?: readonly string[];
  readonly key?: string;
  readonly filters?: readonly string[];
  readonly order?: readonly string[];
  /** The class itself can have rows. */
  readonly concrete?: true;
}

export interface ListRule extends Seen {
  readonly model: ModelName;
  readonly order?: readonly string[];
  readonly search?: readonly string[];
  /** What a query may name, as the list tells: the kind of value of each field, or the values it may have. */
  readonly queryable?: Readonly<Record<string, string | readonly string[]>>;
  /** Rows that no list and no path shows. */
  readonly hidden?: Readonly<Record<string, Json>>;
  /** Without this query parameter the list shows only what the caller may open, and keeps it. */
  readonly visibleUnless?: string;
  /** Rows of other models that are also rows of this list. */
  readonly also?: readonly ModelName[];
  /** Filters that the OpenAPI document does not tell apart from plain ones. */
  readonly special?: Readonly<Record<string, SpecialFilter>>;
}

export type SpecialFilter =
  | { readonly kind: 'json'; readonly column: string }
  | { readonly kind: 'members'; readonly of: string; readonly field: string }
  | { readonly kind: 'prefix'; readonly column: string }
  | { readonly kind: 'known-values'; readonly column: string }
  | { readonly kind: 'target'; readonly column: string }
  | { readonly kind: 'filled'; readonly column: string }
  | { readonly kind: 'unused'; readonly by: ModelName; readonly via: string }
  | { readonly kind: 'equal'; readonly column: string }
  | { readonly kind: 'superusers' }
  | { readonly kind: 'ignored' };

/** A list without a model of the catalog: answers with what the state holds, mostly nothing. */
export interface PlainList extends Seen {
  readonly path: string;
  /** The name in the path of an item. */
  readonly key: string;
  /** What the OpenAPI document calls one of its objects. */
  readonly component?: string;
  readonly update?: true;
  readonly delete?: true;
}

export type Derivation =
  | { readonly kind: 'pk' }
  /** Where the picture that a field names is served. */
  | { readonly kind: 'picture'; readonly of: string; readonly empty: Json }
  | { readonly kind: 'names'; readonly part: 'component' | 'one' | 'many' | 'model' }
  | { readonly kind: 'follow'; readonly via: string; readonly field: string; readonly omit?: true }
  | { readonly kind: 'back'; readonly model: ModelName; readonly via: string; readonly field: string }
  | { readonly kind: 'object'; readonly via: string; readonly shape?: Shape }
  | { readonly kind: 'objects'; readonly via: string; readonly shape?: Shape; readonly include?: Include }
  | { readonly kind: 'referrers'; readonly model: ModelName; readonly via: string; readonly field: string }
  | {
      readonly kind: 'referrer-objects';
      readonly model: ModelName;
      readonly via: string;
      readonly field: string;
      readonly shape?: Shape;
      readonly include?: Include;
    }
  | { readonly kind: 'count'; readonly of: readonly { readonly model: ModelName; readonly via: string }[] }
  | { readonly kind: 'template'; readonly text: string; readonly host?: true }
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'asset'; readonly empty: Json }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'computed'; readonly name: string };

/**
 * A query parameter that turns a list of objects on or off: null when it is off; `usual`: on unless it says
 * no.
 */
export interface Include {
  readonly by: string;
  readonly usual?: true;
}

/** How an object looks inside another one. */
export interface Shape {
  readonly fields?: readonly string[];
  /** It is shown under the names of its base class: always, or in the answer to the request that made it. */
  readonly masked?: 'always' | 'created';
}

export interface DerivedRule extends Seen {
  /** A model, a base class or `*`. */
  readonly model: ModelName;
  readonly field: string;
  readonly how: Derivation;
}

export type CheckName =
  | 'url'
  | 'loose-url'
  | 'ldap-url'
  | 'email'
  | 'duration'
  | 'python'
  | 'policy'
  | 'user-path'
  | 'dictionary'
  | 'certificate'
  | 'private-key'
  | 'blueprint-path'
  | 'outpost-config'
  | 'outpost-providers'
  | 'crash-when-given'
  | 'kubeconfig'
  | 'blueprint-content'
  | 'embedded-name'
  | 'redirects'
  | 'slug'
  | 'formatted-url'
  | 'blueprint-file'
  | 'blueprint-verdict';

export interface CheckRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly check: CheckName;
}

/** A value that no two objects of these models share. */
export interface UniqueRule extends Seen {
  /** A model or base class: the table that holds the value. */
  readonly model: ModelName;
  readonly field: string;
  readonly text: string;
  /** Models that word it in another way. */
  readonly texts?: Readonly<Record<ModelName, string>>;
}

/**
 * What is checked once every field is good by itself; `text` is the server's; `at`: the field that the
 * refusal names.
 */
export type ValidatorRule = Seen & { readonly model: ModelName; readonly at?: string } & (
    | {
        readonly kind: 'exactly-one';
        readonly fields: readonly string[];
        readonly none: string;
        readonly several: string;
      }
    | { readonly kind: 'any'; readonly fields: readonly string[]; readonly text: string }
    /** Fields that the server reads without asking whether they are there: it fails. */
    /** A value in the body is the one that is stored. */
    | { readonly kind: 'frozen'; readonly field: string; readonly text: string }
    /** For such objects, a moment no further away than so many minutes; `{moment}` in the text. */
    | {
        readonly kind: 'no-later';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
        readonly text: string;
      }
    /** Documents that the server fetches while it checks, where the kind of source or the body names one. */
    | { readonly kind: 'fetched'; readonly fields: readonly string[] }
    | { readonly kind: 'given'; readonly fields: readonly string[] }
    /** One of these must be true; what a body does not have counts as given here, whatever is stored. */
    | { readonly kind: 'any-true'; readonly fields: Readonly<Record<string, boolean>>; readonly text: string }
    /** With the one in the body, one of the others must be true in it. */
    | {
        readonly kind: 'any-when';
        readonly when: string;
        readonly fields: readonly string[];
        readonly text: string;
      }
    | { readonly kind: 'first-filled'; readonly fields: readonly string[]; readonly text: string }
    | {
        readonly kind: 'needs';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly otherwise: Json;
        readonly text: string;
      }
    | {
        readonly kind: 'single';
        readonly field: string;
        readonly assume: Json;
        readonly text: string /** The refusal names the field twice. */;
        readonly nested?: true;
      }
    | {
        readonly kind: 'one-of';
        readonly field: string;
        readonly values: readonly Json[];
        readonly text: string;
      }
    | { readonly kind: 'oauth-urls'; readonly fields: readonly string[] }
  );

/** A request that makes the server fail: it answers 405 with an empty body. */
export interface CrashRule extends Seen {
  readonly model: ModelName;
  /** Fields that crash the server when they are in the body at all. */
  readonly given: readonly string[];
}

export interface GeneratedRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly make:
    | { readonly alphabet: 'letters' | 'printable'; readonly length: number }
    | { readonly value: Json }
    | { readonly minutes: number }
    | 'now'
    | 'uuid';
}

/** A list that is stored with the other side: in a list there, or in a link. */
export interface MirrorRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly of: ModelName;
  readonly via: string;
}

export type EffectRule = Seen & { readonly model: ModelName } & (
    | { readonly kind: 'mappings'; readonly field: string; readonly managed: readonly string[] }
    | {
        readonly kind: 'callbacks';
        readonly field: string;
        readonly from: string;
        readonly path: string;
        readonly suffix: string /** How the addresses are matched, where a release keeps that beside each. */;
        readonly mode?: string;
      }
    | { readonly kind: 'fixed'; readonly field: string; readonly value: Json }
    | { readonly kind: 'caller'; readonly field: string }
    | { readonly kind: 'caller-on-create'; readonly field: string }
    | { readonly kind: 'reset'; readonly field: string; readonly value: Json }
    /** The moment so many minutes from now, at every write, for such objects. */
    | {
        readonly kind: 'lifetime';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
      }
    | { readonly kind: 'timestamp'; readonly field: string; readonly on: 'create' | 'write' }
  );

/** What `used_by` calls an object: `{field}` in the text. */
export interface TitleRule extends Seen {
  readonly model: ModelName;
  readonly text: string;
}

/** A list of links that is a model of its own: `used_by` shows both ends and the link. */
export interface ThroughRule extends Seen {
  readonly link: ModelName;
  readonly from: string;
  readonly to: string;
}

/** A special path: what it does, by the name of a function of `endpoints/`. */
export interface ActionRule extends Seen {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** With `{key}` for an item's key, or other names in braces. */
  readonly path: string;
  readonly model?: ModelName;
  readonly does: string;
  readonly column?: string;
  readonly public?: true;
  /** Takes form data, not JSON. */
  readonly form?: true;
}
