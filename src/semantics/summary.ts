import type { EntryRef } from '../diagnostics/diagnostic.ts';
import type { ModelName } from '../catalog/model.ts';
import type { Alternative } from './alternative.ts';
import type { Span } from '../source/source-file.ts';
import type { Literal } from './written-value.ts';

/**
 * What the rules across files need to know about one file. It has plain values only and not the file's text,
 * so that it can be kept while other files change, and sent from one thread to another.
 */
export interface FileSummary {
  readonly path: string;
  /** `metadata.name`. */
  readonly name: string | undefined;
  /** Where that stands. */
  readonly nameSpan: Span | undefined;
  /** Whether a label says that the file is not applied by itself. */
  readonly onRequest: boolean;
  /** The entries whose model can be written, in the order of the file. */
  readonly entries: readonly EntrySummary[];
  readonly applies: readonly ApplySummary[];
  /** What objects were identified by before, according to comments on entries that are sure to run. */
  readonly former: readonly FormerSummary[];
  /** The look-ups whose result is written, or used as a criterion of another. */
  readonly finds: readonly FindSummary[];
  /** The look-ups that only decide something, where null means no. */
  readonly deciding: readonly FindSummary[];
  /** The primary keys by which its entries identify their objects, as `pkText` spells them. */
  readonly namedKeys: readonly string[];
  /** The primary keys that are written out as references. */
  readonly keys: readonly KeySummary[];
  /** The keys of its own context. */
  readonly contextKeys: readonly string[];
  /** The keys of the context that it asks for without a default and does not have itself. */
  readonly missingContext: readonly MissingContext[];
  /** The keys that its entries give to blueprint instances as their context; undefined where that is not known. */
  readonly instanceContext: readonly string[] | undefined;
  /** The variables that its `!Env` tags name, but those of our credentials, which no file may read. */
  readonly variables: readonly Named[];
}

/** A primary key that is written out as a reference. */
export interface KeySummary extends Named {
  readonly ref: EntryRef;
  readonly field: string;
  /** The model of the object that it refers to. */
  readonly model: ModelName;
  /** Whether it is the value of the field itself or an item of its list, and not inside a tag. */
  readonly isDirect: boolean;
}

/** An entry as other files see it. */
export interface EntrySummary {
  readonly ref: EntryRef;
  readonly model: ModelName;
  readonly modelSpan: Span;
  /** `state` as far as it is written out; undefined: decided by a tag. */
  readonly ensure: string | undefined;
  /** Whether a condition is false as written, so that the entry never runs. */
  readonly skipped: boolean;
  /** Whether the entry has conditions. */
  readonly conditional: boolean;
  /** Undefined where they are not written. */
  readonly identifiers: readonly ValueSummary[] | undefined;
  /** Null where `attrs: null` is written. */
  readonly attrs: readonly ValueSummary[] | null | undefined;
  /** The lists that the entry only adds to, according to comments. */
  readonly merged: readonly string[];
}

/** A value that an entry gives a field. */
export interface ValueSummary {
  readonly field: string;
  /** Equal values have the same text; see `nodeText`. */
  readonly text: string;
  /**
   * The value, where it is known and no list or mapping; undefined for a tag, and for a text with a template.
   */
  readonly literal: Literal | undefined;
  /** The text that a text field stores, where it differs from the literal's own: `1.0`. */
  readonly stored: string | undefined;
  /** The tag, where the value is one: `!Find`. */
  readonly tag: string | undefined;
  /** What the value can be, where a rule about the object as a whole asks for it. */
  readonly alternatives: readonly Alternative[] | undefined;
  readonly keySpan: Span;
  readonly span: Span;
}

/** The identifiers that the object of an entry had before. */
export interface FormerSummary {
  readonly ref: EntryRef;
  /** The model with these identifiers: a text that two entries of one object share. */
  readonly identity: string;
  /** The same with the identifiers that it has now. */
  readonly now: string;
  /** The comment. */
  readonly span: Span;
}

/** A `metaapplyblueprint` entry, with the identifiers of the file that must be applied first. */
export interface ApplySummary {
  readonly ref: EntryRef;
  readonly required: boolean;
  readonly name: Named | undefined;
  readonly path: Named | undefined;
}

/** A `!Find` or `!FindObject` whose model is written out. */
export interface FindSummary {
  readonly ref: EntryRef;
  /** A base model is possible. */
  readonly model: ModelName;
  readonly span: Span;
  /** The criteria that compare a whole text. */
  readonly criteria: readonly Criterion[];
  /** The other criteria on values of the model itself: with other types or operators. */
  readonly others: readonly OtherCriterion[];
  /** Whether these are all criteria: none follows a link, and none has a tag as its value. */
  readonly isWhole: boolean;
  /** Whether null is no mistake where the result goes: the attribute takes it, or holds any JSON. */
  readonly nullIsFine: boolean;
}

/** A criterion that compares a whole text. */
export interface Criterion extends Named {
  /** The names of the field: that of the look-up, and that of the API if it differs. */
  readonly fields: readonly string[];
}

/** A criterion such as `[enabled, true]` or `[name__icontains, x]`. */
export interface OtherCriterion {
  readonly fields: readonly string[];
  /** A Django look-up; '' is exact. */
  readonly operator: string;
  readonly asked: Literal | Literal[];
}

/** A `!Context` without a default, of a key that its file does not have. */
export interface MissingContext extends Named {
  readonly ref: EntryRef;
  /** Whether null is no mistake where the value goes. */
  readonly nullIsFine: boolean;
}

/** A text with its place. */
export interface Named {
  readonly text: string;
  readonly span: Span;
}

/** `model.field` of every attribute that the entries of some files set. */
export function fieldsSet(files: readonly FileSummary[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ entries }) =>
      entries.flatMap(({ model, attrs }) => (attrs ?? []).map(({ field }) => `${model}.${field}`)),
    ),
  );
}
