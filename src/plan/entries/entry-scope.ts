import {
  type Blueprint,
  type Entry,
  type MapNode,
  type Node,
  type Pair,
  pairAt,
  valueAt,
} from '../../blueprint/blueprint.ts';
import { evaluateNode, type Position, type Result, type Scope } from '../../blueprint/evaluate.ts';
import type { FormerEntry } from '../../blueprint/was-comment.ts';
import type { Features } from '../../blueprint/features.ts';
import type { Refusal } from '../../blueprint/refusal.ts';
import { FAILED as NO_VALUE, good } from '../../blueprint/tags/tag-rule.ts';
import { fromWords, type Origins, sensitiveSources } from '../../blueprint/sensitive.ts';
import { dict, type Dict, type Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { failedEntry } from '../../diagnostics/cause.ts';
import type { Code } from '../../diagnostics/codes.ts';
import type { EntryRef } from '../../diagnostics/diagnostic.ts';
import type { Place, Span } from '../../source/source-file.ts';
import { ownerOf } from '../../semantics/checked-entry.ts';
import type { PlanContext } from './plan-context.ts';
import { findObject } from './find.ts';
import { type EntryResult, GONE, rowOf, whyNone } from './entry-result.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';

/** One file while its entries are planned. `ids`: the results of the entries with an id so far. */
export interface FileState {
  readonly blueprint: Blueprint;
  readonly context: Dict;
  readonly origins: Origins;
  readonly env: (name: string) => string | Refusal | undefined;
  readonly readFile?: ((path: string) => string | Refusal | undefined) | undefined;
  readonly features: Features;
  readonly ids: Map<string, EntryResult>;
  /** The lists that entries only add to, according to comments, by entry. */
  readonly merged: ReadonlyMap<Entry, ReadonlySet<string>>;
  /** What the objects of entries were identified by before, according to comments. */
  readonly former: ReadonlyMap<Entry, FormerEntry>;
}

/** One entry while it is planned: evaluates its parts and gives the places of what is in it. */
export class EntryScope {
  readonly context: PlanContext;
  readonly file: FileState;
  readonly entry: Entry;
  ref: EntryRef;
  /**
   * Whether a reference points at an object that the same run deletes: an absent entry then has nothing to
   * do.
   */
  gone = false;

  constructor(context: PlanContext, file: FileState, entry: Entry) {
    this.context = context;
    this.file = file;
    this.entry = entry;
    this.ref = {
      index: entry.index,
      model: entry.model.kind === 'scalar' ? entry.model.text : '',
      id: entry.id?.text,
    };
  }

  /** Reports a finding at a span of the entry. */
  report(code: Code, message: string, span: Span, hint?: string): void {
    this.context.report({
      code,
      message,
      place: this.place(span),
      entry: this.ref,
      hint,
    });
  }

  /** A span of the entry's file as a place. */
  place(span: Span): Place {
    return { file: this.file.blueprint.file, span };
  }

  /** The provenance of a value that the entry sets at a span. */
  provenance(span: Span): Provenance {
    return { span, place: this.place(span), entry: this.ref, by: this.context.importer?.root.id };
  }

  /**
   * Records what `!KeyOf` refers to from now on: of several entries with one id, the first that has an
   * object.
   */
  remember(result: EntryResult): void {
    const id = this.entry.id?.text;
    if (id === undefined) return;
    const before = this.file.ids.get(id);
    if (!rowOf(before)) this.file.ids.set(id, result);
  }

  /** The span of the identifiers. */
  get identifiersSpan(): Span {
    return this.entry.identifiers?.span ?? this.entry.span;
  }

  /** The span of an identifier's name. */
  identifierSpan(key: string): Span {
    return (this.entry.identifiers && pairAt(this.entry.identifiers, key))?.keyNode.span ?? this.entry.span;
  }

  /** Whether an identifier is looked up on the server, or may be. */
  looksUp(key: string): boolean {
    const node = this.entry.identifiers && valueAt(this.entry.identifiers, key);
    return node !== undefined && isLookUp(node);
  }

  /** A mapping with its values evaluated; undefined when one of them cannot be, which has been reported. */
  map(node: MapNode | undefined, position: Position, model?: Resource): Dict | undefined {
    if (!node) return dict();
    const values = dict();
    let failed = false;
    for (const pair of node.pairs) {
      const field = model?.fields[pair.key];
      // A password from a variable that is not set is no wish for none.
      const value = this.evaluate(pair.value, position, field?.nullable === true && !field.hashed);
      if (value === undefined) failed = true;
      else values[pair.key] = value;
      // An object that is identified by one that does not exist does not exist either, even where the link
      // could be null.
      if (position === 'condition' && value === null && isLookUp(pair.value)) this.gone = true;
    }
    return failed ? undefined : values;
  }

  /**
   * The value of a node; undefined when it cannot be evaluated, which has been reported. `nullIsFine`: a
   * look-up without a match may be null.
   */
  evaluate(node: Node, position: Position, nullIsFine = false): Value | undefined {
    const scope: Scope = {
      file: this.file.blueprint.file,
      context: this.file.context,
      env: this.file.env,
      readFile: this.file.readFile,
      features: this.file.features,
      position,
      nullIsFine,
      origins: this.file.origins,
      report: (finding) => this.context.report({ entry: this.ref, ...finding }),
      keyOf: (id, at) => this.#keyOf(id, at),
      find: (request) =>
        findObject(this.context, {
          ...request,
          file: this.file.blueprint.file,
          entry: this.ref,
          onFound: (row) => this.context.trace?.refers(this.entry, row),
        }),
    };
    const result = evaluateNode(node, scope);
    return result.ok ? result.value : undefined;
  }

  /** What the entry gives a field, in identifiers and in attrs. */
  pairs(name: string): Pair[] {
    const { identifiers, attrs } = this.entry;
    return [identifiers, attrs].flatMap((node) => (node ? (pairAt(node, name) ?? []) : []));
  }

  /** The names of what nodes are made of that must not be shown; undefined where there is none. */
  from(...nodes: readonly (Node | null | undefined)[]): readonly string[] | undefined {
    const names = [
      ...(this.context.importer?.from ?? []),
      ...nodes.flatMap((node) => (node ? sensitiveSources(node, this.file.origins) : [])),
    ];
    return names.length > 0 ? [...new Set(names)] : undefined;
  }

  /** What must not be shown of all that the entry sets or identifies by, see `from`. */
  get fromAll(): readonly string[] | undefined {
    return this.from(this.entry.identifiers, this.entry.attrs);
  }

  /** The value of an identifier for a message, or where it comes from if it must not be shown. */
  shown(key: string, value: Value): string {
    const from = this.from(...this.pairs(key).map((pair) => pair.value));
    return from ? fromWords(from) : String(value);
  }

  /** Records which fields of the entry's object must not be shown. */
  hideFields(row: OverlayRow): void {
    const { fields } = this.context.overlay.resource(row.model);
    for (const { key, value } of [
      ...(this.entry.attrs?.pairs ?? []),
      ...(this.entry.identifiers?.pairs ?? []),
    ]) {
      const from = this.from(value);
      // A look-up such as flow__slug tells of the object that the field refers to.
      const [name = key] = key.split('__');
      if (from) row.from.set(fields[name]?.writtenAs ?? name, from);
    }
  }

  /** Reports that an earlier entry has no object; where it failed, that follows from what made it fail. */
  #reportNone(id: string, result: Exclude<EntryResult, { readonly kind: 'object' }>, at: Span): void {
    const { entries } = this.file.blueprint;
    const failed = result.kind === 'failed' ? entries.filter((entry) => entry.id?.text === id) : [];
    this.context.report({
      code: 'keyof-skipped',
      message: `the entry ${id} has no object: ${whyNone(result)}`,
      place: this.place(at),
      entry: this.ref,
      follows: failed.map(({ index }) => failedEntry(ownerOf(this.file.blueprint), index)),
    });
  }

  #keyOf(id: string, at: Span): Result {
    for (const entry of this.file.blueprint.entries)
      if (entry.id?.text === id) this.context.trace?.names(this.entry, entry);
    const named = this.file.ids.get(id);
    // A later entry may have deleted the object, or what it hangs on.
    const result = rowOf(named)?.deletedBy === undefined ? named : GONE;
    if (result?.kind === 'object') return good(this.context.overlay.key(result.row));
    if (result?.kind === 'gone' && this.entry.ensure) {
      this.gone = true;
      return good(null);
    }
    if (!result && this.file.blueprint.unreadIds.includes(id)) return NO_VALUE;
    const later = this.file.blueprint.entries.some(
      (entry) => entry.id?.text === id && entry.index >= this.entry.index,
    );
    if (result) this.#reportNone(id, result, at);
    else if (later)
      this.report('keyof-later', `the entry ${id} comes later in the file`, at, 'move it before this entry');
    else this.report('keyof-unknown', `no entry has the id ${id}`, at);
    return NO_VALUE;
  }
}

/** Whether a value is looked up, or may be in a branch of `!If`. */
function isLookUp(node: Node): boolean {
  return (
    node.kind === 'tag' &&
    (node.tag === '!Find' ||
      node.tag === '!FindObject' ||
      (node.tag === '!If' && node.args.slice(1).some(isLookUp)))
  );
}
