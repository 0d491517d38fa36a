import type { Json, ModelName } from '../../catalog/model.ts';
import type { ReleaseSpan } from '../../catalog/release.ts';
import type { Conventions, WellKnown } from './conventions.ts';
import type { DerivedRule } from './derived-rules.ts';
import type { BaseRule, ListRule, PlainList } from './list-rules.ts';
import type { CheckRule, CrashRule, UniqueRule, ValidatorRule } from './validation-rules.ts';
import type { EffectRule, GeneratedRule, MirrorRule } from './write-rules.ts';
import type { AddressRules } from './address-rules.ts';
import type { Seen } from './seen.ts';

/** One release's behaviour, as data; the engine knows the kinds of rules, not the models. */
export interface Behaviour {
  readonly release: string;
  readonly conventions: Conventions;
  readonly wellKnown: WellKnown;
  readonly bases: readonly BaseRule[];
  readonly lists: readonly ListRule[];
  readonly plainLists: readonly PlainList[];
  readonly derived: readonly DerivedRule[];
  /** How it reads addresses. */
  readonly addresses: AddressRules;
  readonly checks: readonly CheckRule[];
  readonly unique: readonly UniqueRule[];
  readonly validators: readonly ValidatorRule[];
  readonly crashes: readonly CrashRule[];
  /** The templates for mails that the server comes with, with their names for people. */
  readonly templates: Readonly<Record<string, string>>;
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

/** The name of an object in lists of users of another one; `{field}` stands for the value of a field. */
export interface TitleRule extends Seen {
  readonly model: ModelName;
  readonly text: string;
}

/** A many-to-many link that is a model of its own: `used_by` shows both the other end and the link. */
export interface ThroughRule extends Seen {
  readonly link: ModelName;
  readonly from: string;
  readonly to: string;
}

/**
 * A special path; `does` names an action of endpoints/actions.ts. `since`, `until`: the first and the last release
 * with it, where the behaviour is used for others, too.
 */
export interface ActionRule extends Seen, ReleaseSpan {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** With `{key}` for an item's key, or other names in braces. */
  readonly path: string;
  readonly model?: ModelName;
  readonly does: string;
  readonly column?: string;
  readonly public?: true;
}
