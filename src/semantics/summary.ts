import type { EntryRef } from '../diagnostics/diagnostic.ts';
import type { ModelName } from '../catalog/model.ts';
import type { Span } from '../source/source-file.ts';
import type { Literal } from './written-value.ts';

/**
 * What the rules across files need of one file. Plain values only and nothing of the file's text as such, so
 * that it can be kept while other files change, and sent from one thread to another.
 */
export interface FileSummary {
  readonly path: string;
  /** `metadata.name`. */
  readonly name: string | undefined;
  /** Its label keeps it from being applied by itself. */
  readonly onRequest: boolean;
  /** The entries whose model can be written, in the order of the file. */
  readonly entries: readonly EntrySummary[];
  readonly applies: readonly ApplySummary[];
  /** The look-ups whose outcome is written somewhere, or looked up by. */
  readonly finds: readonly FindSummary[];
  /** The look-ups that only decide something, where null means no. */
  readonly deciding: readonly FindSummary[];
  /** The primary keys by which its entries name their objects, as `pkText` spells them. */
  readonly namedKeys: readonly string[];
  /** The primary keys that are written out where objects are meant. */
  readonly keys: readonly KeySummary[];
}

/** A primary key that is written out where an object is meant. */
export interface KeySummary extends Named {
  readonly ref: EntryRef;
  readonly field: string;
  /** What is meant. */
  readonly model: ModelName;
  /** It is the value of the field or an item of its list, whatever else is decided. */
  readonly isDirect: boolean;
}

/** An entry as other files see it. */
export interface EntrySummary {
  readonly ref: EntryRef;
  readonly model: ModelName;
  readonly modelSpan: Span;
  /** `state` as far as it is written out; undefined: decided by a tag. */
  readonly ensure: string | undefined;
  /** A condition that is false as written. */
  readonly skipped: boolean;
  /** Whether it runs is decided by a condition. */
  readonly conditional: boolean;
  /** Undefined where they are not written. */
  readonly identifiers: readonly ValueSummary[] | undefined;
  /** Null where `attrs: null` is written. */
  readonly attrs: readonly ValueSummary[] | null | undefined;
  /** The lists that comments say it only adds to. */
  readonly merged: readonly string[];
}

/** A value that an entry gives a field. */
export interface ValueSummary {
  readonly field: string;
  /** Equal values have the same text; see `nodeText`. */
  readonly text: string;
  /**
   * The value where it is known and no list or mapping: no tag, and no text that a template still fills in.
   */
  readonly literal: Literal | undefined;
  /** What a text field stores of it, where that is not the literal's own text: `1.0`. */
  readonly stored: string | undefined;
  /** The tag where it is one: `!Find`. */
  readonly tag: string | undefined;
  readonly keySpan: Span;
  readonly span: Span;
}

/** A `metaapplyblueprint` entry: the file that it wants applied first. */
export interface ApplySummary {
  readonly ref: EntryRef;
  readonly required: boolean;
  readonly name: Named | undefined;
  readonly path: Named | undefined;
}

/** A `!Find` or `!FindObject` of what is written out, by values that are. */
export interface FindSummary {
  readonly ref: EntryRef;
  /** A base class, too. */
  readonly model: ModelName;
  readonly span: Span;
  /** The criteria that ask for a text as a whole. */
  readonly criteria: readonly Criterion[];
  /** Those that ask for something else of the model itself, or of a text. */
  readonly others: readonly OtherCriterion[];
  /** There are no criteria but these: none that follows a link, and none whose value a tag gives. */
  readonly isWhole: boolean;
}

export interface Criterion extends Named {
  /** The field as the look-up calls it, and as the API does. */
  readonly fields: readonly string[];
}

/** A criterion such as `[enabled, true]` or `[name__icontains, x]`. */
export interface OtherCriterion {
  readonly fields: readonly string[];
  /** A Django look-up; '' is exact. */
  readonly operator: string;
  readonly asked: Literal | Literal[];
}

/** A text with its place. */
export interface Named {
  readonly text: string;
  readonly span: Span;
}

/** `model.field` of everything that entries of some files set. */
export function fieldsSet(files: readonly FileSummary[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ entries }) =>
      entries.flatMap(({ model, attrs }) => (attrs ?? []).map(({ field }) => `${model}.${field}`)),
    ),
  );
}
