import { type Blueprint, type Entry, type MapNode, type Node, pairAt } from '../blueprint/blueprint.ts';
import { evaluateNode, type Position, type Scope } from '../blueprint/evaluate.ts';
import type { Features } from '../blueprint/features.ts';
import { mergeIdentifiers } from '../blueprint/merge.ts';
import { isTruthy } from '../blueprint/truth.ts';
import { dict, isDict, Unknown, type Dict, type Value } from '../blueprint/value.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Model, Resource } from '../catalog/model.ts';
import type { EntryRef } from '../diagnostics/diagnostic.ts';
import type { Place, Span } from '../source/source-file.ts';
import { deleteRow, followDelete } from './cascade.ts';
import { describeRow } from './describe.ts';
import { applyWishes, coerceWishes, type Ground, missesRequired, refuse, type Wish } from './desired.ts';
import { findObject } from './find.ts';
import { type Criterion, readCriterion, select } from './match.ts';
import { type OverlayRow, pkText, type Touch } from './overlay.ts';
import { protectionOf, standIn } from './protect.ts';

/*
 * One entry, as authentik's importer treats it (facts: blueprint-language, "Evaluation"): the model, then the conditions,
 * then the identifiers and the object they match, then the attributes, identifiers merged over them. What is done is done
 * to the overlay only.
 */

/** What one file has made so far: the objects of its ids, and the literal primary keys that it uses as names. */
export interface FileState {
  readonly blueprint: Blueprint;
  readonly context: Dict;
  readonly env: (name: string) => string | undefined;
  readonly features: Features;
  readonly ids: Map<string, Known>;
  readonly literalPks: Map<string, OverlayRow>;
}

type Known = { readonly row: OverlayRow } | { readonly none: string; readonly gone: boolean };

/** Brings one entry into the overlay. What it cannot do it reports; a failed entry changes nothing. */
export function planEntry(ground: Ground, file: FileState, entry: Entry, applyFirst: (entry: Entry, attrs: Dict, place: Place) => void): void {
  new EntryPlanner(ground, file, entry).plan(applyFirst);
}

class EntryPlanner {
  readonly #ground: Ground;
  readonly #file: FileState;
  readonly #entry: Entry;
  #ref: EntryRef;
  /** Set when a reference means an object that the same run deletes: an absent entry then has nothing to do. */
  #gone = false;

  constructor(ground: Ground, file: FileState, entry: Entry) {
    this.#ground = ground;
    this.#file = file;
    this.#entry = entry;
    this.#ref = { index: entry.index, model: entry.model.kind === 'scalar' ? entry.model.text : '', ...(entry.id ? { id: entry.id.text } : {}) };
  }

  plan(applyFirst: (entry: Entry, attrs: Dict, place: Place) => void): void {
    const model = this.#model();
    if (!model) return this.#remember({ none: 'its model cannot be used', gone: false });
    const run = this.#conditionsHold();
    if (run === false) return this.#remember({ none: 'its conditions are not met', gone: false });
    const ensure = run ? this.#ensure() : undefined;
    if (ensure === undefined) return this.#remember({ none: 'it failed', gone: false });
    if (model.kind === 'meta') {
      const attrs = this.#map(this.#entry.attrs ?? undefined, 'value');
      if (attrs) applyFirst(this.#entry, attrs, this.#place(this.#entry.model.span));
      return;
    }
    if (model.kind !== 'resource') return;
    this.#resource(model, ensure);
  }

  #resource(model: Resource, ensure: string): void {
    const identifiers = this.#map(this.#entry.identifiers, ensure === 'absent' ? 'condition' : 'value');
    if (!identifiers) return this.#remember({ none: 'it failed', gone: false });
    if (Object.keys(identifiers).length === 0) {
      this.#ground.report({ code: 'identifiers-missing', message: 'an entry needs identifiers, to find its object by', place: this.#place(this.#entry.identifiers?.span ?? this.#entry.model.span), entry: this.#ref });
      return this.#remember({ none: 'it failed', gone: false });
    }
    if (ensure === 'absent' && (this.#gone || hasNullLink(model, identifiers))) return this.#remember({ none: 'its object is gone', gone: true });
    const match = this.#match(model, identifiers);
    if (match === 'failed') return this.#remember({ none: 'it failed', gone: false });
    if (ensure === 'absent') return this.#absent(model, match);
    if (match && ensure === 'must_created') {
      this.#ground.report({ code: 'value-taken', message: `${model.name} ${describeRow(this.#ground.overlay, match)} exists already, and the entry wants to create it`, place: this.#placeOfEnsure(), entry: this.#ref });
      return this.#remember({ none: 'it failed', gone: false });
    }
    if (match && ensure === 'created') return this.#keep(match);
    this.#present(model, match, identifiers);
  }

  /** `state: created` and the object exists: it is left as it is. */
  #keep(row: OverlayRow): void {
    row.owner ??= this.#touch(this.#entry.span);
    this.#remember({ row });
  }

  #absent(model: Resource, row: OverlayRow | undefined): void {
    this.#remember({ none: 'its object is gone', gone: true });
    if (!row) return;
    const touch = this.#touch(this.#entry.model.span);
    const { overlay, policy, me } = this.#ground;
    if (!model.actions.delete && row.actual) return this.#impossible('delete', model);
    const cascade = followDelete(overlay, row);
    for (const one of cascade.gone) {
      const protection = protectionOf(overlay, one, policy, me);
      if (protection) return void refuse(row, one === row ? protection : { ...protection, why: `${protection.why} (${one.model} ${describeRow(overlay, one)} would go with it)` }, 'delete', touch);
    }
    for (const { row: one, field } of cascade.cleared) {
      const protection = protectionOf(overlay, one, policy, me);
      if (protection?.guard === 'leave-alone') {
        const refusal = refuse(row, { ...protection, why: `${protection.why}, and its ${field} would be cleared` }, 'delete', touch);
        row.refused = { ...refusal, allow: `${one.model}:${String(one.actual?.[protection.nameField] ?? '')}` };
        return;
      }
    }
    row.owner = touch;
    deleteRow(overlay, cascade);
  }

  #present(model: Resource, found: OverlayRow | undefined, identifiers: Dict): void {
    const { overlay } = this.#ground;
    if (this.#entry.attrs === null) {
      this.#ground.report({ code: 'structure-type', message: 'attrs is null; authentik needs a mapping here', hint: 'leave attrs out, or write attrs: {}', place: this.#place(this.#entry.model.span), entry: this.#ref });
      return this.#remember({ none: 'it failed', gone: false });
    }
    const attrs = this.#map(this.#entry.attrs, 'value', model);
    if (!attrs) return this.#remember({ none: 'it failed', gone: false });
    const values = mergeIdentifiers(attrs, identifiers);
    let row = found ?? this.#byWhatItSets(model, identifiers, values);
    const wishes = coerceWishes(this.#ground, row, model.name, this.#wishes(values));
    if (wishes === 'failed') return this.#remember({ none: 'it failed', gone: false });
    const touch = this.#touch(this.#entry.model.span);
    if (!row) {
      const existing = standIn(overlay, model.name, new Map([...wishes].map(([name, wish]) => [name, wish.value])), this.#ground.policy, this.#ground.me);
      if (existing) row = existing;
    }
    if (!row) {
      if (!model.actions.create) return this.#impossible('create', model);
      if (missesRequired(this.#ground, model.name, wishes, touch)) return this.#remember({ none: 'it failed', gone: false });
      row = overlay.add(model.name, touch);
      this.#literalPk(identifiers, row, true);
    } else {
      row.owner ??= touch;
      this.#literalPk(identifiers, row, false);
    }
    if (row.actual && !model.actions.update && [...wishes.values()].length > Object.keys(identifiers).length) return this.#impossible('update', model);
    applyWishes(this.#ground, row, wishes);
    this.#remember({ row });
  }

  #impossible(action: string, model: Resource): void {
    this.#ground.report({ code: 'action-impossible', message: `the API of this release cannot ${action} a ${model.name}`, place: this.#place(this.#entry.model.span), entry: this.#ref });
    this.#remember({ none: 'it failed', gone: false });
  }

  /** The model of the entry; looked at before its conditions, as the importer does (probe conditions_false_unknown_model). */
  #model(): Model | undefined {
    const value = this.#evaluate(this.#entry.model, 'condition');
    if (value === undefined) return undefined;
    const place = this.#place(this.#entry.model.span);
    if (typeof value !== 'string') {
      this.#ground.report({ code: 'structure-type', message: 'the model must be a text such as authentik_core.group', place, entry: this.#ref });
      return undefined;
    }
    this.#ref = { ...this.#ref, model: value };
    const resolved = resolveModel(this.#ground.overlay.catalog, value);
    if (!resolved.ok) {
      this.#ground.report({ code: 'model-unknown', message: `${value} is no model of authentik ${this.#ground.overlay.catalog.release}`, ...(resolved.nearest ? { hint: `did you mean ${resolved.nearest}?` } : {}), place, entry: this.#ref });
      return undefined;
    }
    const { model } = resolved;
    if (model.kind === 'base' || model.kind === 'unmanageable') {
      const reason = model.kind === 'base' ? `it is the base of ${model.concrete.join(', ')}: use one of these` : model.reason;
      this.#ground.report({ code: 'model-unmanageable', message: `${model.name} cannot be an entry: ${reason}`, place, entry: this.#ref });
      return undefined;
    }
    return model;
  }

  /** Whether all conditions are met; undefined when that failed. */
  #conditionsHold(): boolean | undefined {
    for (const node of this.#entry.conditions) {
      const value = this.#evaluate(node, 'condition');
      if (value === undefined) return undefined;
      const truth = isTruthy(value);
      if (truth === false) return false;
      if (truth instanceof Unknown) {
        this.#ground.report({ code: 'value-unknown', message: 'this condition depends on what only the server will know', place: this.#place(node.span), entry: this.#ref });
        return undefined;
      }
    }
    return true;
  }

  #ensure(): string | undefined {
    const node = this.#entry.ensure;
    if (!node) return 'present';
    const value = this.#evaluate(node, 'condition');
    if (value === undefined) return undefined;
    if (typeof value === 'string' && this.#file.features.ensure.includes(value)) return value;
    this.#ground.report({ code: 'ensure-invalid', message: `the state must be one of ${this.#file.features.ensure.join(', ')}`, place: this.#place(node.span), entry: this.#ref });
    return undefined;
  }

  /** The object that the identifiers match: all of them but `pk` together, or `pk` alone. */
  #match(model: Resource, identifiers: Dict): OverlayRow | undefined | 'failed' {
    const { overlay } = this.#ground;
    const criteria: Criterion[] = [];
    let failed = false;
    for (const [key, value] of Object.entries(identifiers)) {
      if (key === 'pk') continue;
      const read = readCriterion(overlay, model.name, key, value);
      const pair = this.#entry.identifiers && pairAt(this.#entry.identifiers, key);
      const place = this.#place(pair?.keyNode.span ?? this.#entry.span);
      if (read.ok) criteria.push(read.criterion);
      else {
        failed = true;
        this.#ground.report({ code: read.code === 'unknown' ? 'identifier-unknown' : 'identifier-undecidable', message: read.message, ...(read.choices.length ? { hint: `fields that can identify: ${read.choices.join(', ')}` } : {}), place, entry: this.#ref });
      }
    }
    if (failed) return 'failed';
    const known = overlay.knows({ model: model.name });
    const byPk = 'pk' in identifiers ? (this.#file.literalPks.get(pkText(identifiers['pk']) ?? '') ?? overlay.rowOf([model.name], identifiers['pk'])) : undefined;
    const { sure, open } = criteria.length > 0 ? select(overlay, model.name, criteria) : { sure: [], open: [] };
    const found = [...new Set([...(byPk && byPk.model === model.name ? [byPk] : []), ...sure])];
    if (found.length > 1) {
      this.#ground.report({
        code: 'identifier-ambiguous', message: `these identifiers match ${found.length} objects: ${found.map((row) => describeRow(overlay, row)).join(', ')}`,
        hint: 'add an identifier that only one of them has; the server would take one of them at random', place: this.#place(this.#entry.identifiers?.span ?? this.#entry.span), entry: this.#ref,
      });
      return 'failed';
    }
    if (found.length === 0 && open.length > 0 && known) {
      this.#ground.report({ code: 'value-unknown', message: 'whether these identifiers match depends on what only the server will know', place: this.#place(this.#entry.identifiers?.span ?? this.#entry.span), entry: this.#ref });
      return 'failed';
    }
    return found[0];
  }

  /**
   * An entry that names its object by a literal primary key alone: on another server that key means nothing, so the
   * object is found by the unique values that it sets, or by its name.
   */
  #byWhatItSets(model: Resource, identifiers: Dict, values: Dict): OverlayRow | undefined {
    if (Object.keys(identifiers).join() !== 'pk') return undefined;
    const { overlay } = this.#ground;
    const rules = [...model.unique.map((rule) => rule.fields), ['name']].filter((fields) => fields.every((field) => typeof values[field] === 'string' || typeof values[field] === 'number'));
    for (const fields of rules) {
      const criteria = fields.flatMap((field) => {
        const read = readCriterion(overlay, model.name, field, values[field] ?? null);
        return read.ok ? [read.criterion] : [];
      });
      if (criteria.length < fields.length) continue;
      const { sure } = select(overlay, model.name, criteria);
      if (sure.length === 1) return sure[0];
    }
    return undefined;
  }

  /** Remembers a literal `pk` identifier: later values in the file that equal it mean this object. */
  #literalPk(identifiers: Dict, row: OverlayRow, made: boolean): void {
    const text = pkText(identifiers['pk']);
    if (text === undefined || !('pk' in identifiers)) return;
    this.#file.literalPks.set(text, row);
    if (!made) return;
    const pair = this.#entry.identifiers && pairAt(this.#entry.identifiers, 'pk');
    this.#ground.report({
      code: 'pk-literal', message: 'the new object gets a primary key of its own, not this one; references to it in this file are adjusted',
      hint: 'identify it by its name or slug, and refer to it with !KeyOf', place: this.#place(pair?.keyNode.span ?? this.#entry.span), entry: this.#ref,
    });
  }

  /** Literal primary keys of earlier entries become what these objects really have: values, list items, values of a mapping. */
  #withRealKeys(value: Value): Value {
    const one = (item: Value): Value => {
      const text = typeof item === 'string' || typeof item === 'number' ? pkText(item) : undefined;
      const row = text === undefined ? undefined : this.#file.literalPks.get(text);
      return row ? this.#ground.overlay.key(row) : item;
    };
    if (Array.isArray(value)) return value.map(one);
    if (!isDict(value)) return one(value);
    const copy = dict();
    for (const [key, item] of Object.entries(value)) copy[key] = one(item);
    return copy;
  }

  #wishes(values: Dict): Wish[] {
    return Object.entries(values).filter(([name]) => name !== 'pk').map(([name, value]) => {
      const pair = (this.#entry.identifiers && pairAt(this.#entry.identifiers, name)) ?? (this.#entry.attrs ? pairAt(this.#entry.attrs, name) : undefined);
      const span = pair ? { start: pair.keyNode.span.start, end: pair.value.span.end } : this.#entry.span;
      return { name, value, touch: this.#touch(span), placeOf: (path) => this.#place(pair ? inside(pair.value, path).span : span) };
    });
  }

  #map(node: MapNode | undefined, position: Position, model?: Resource): Dict | undefined {
    if (!node) return dict();
    const values = dict();
    let failed = false;
    for (const pair of node.pairs) {
      const value = this.#evaluate(pair.value, position, model?.fields[pair.key]?.nullable === true);
      if (value === undefined) failed = true;
      else values[pair.key] = pair.key === 'pk' ? value : this.#withRealKeys(value);
    }
    return failed ? undefined : values;
  }

  #evaluate(node: Node, position: Position, nullIsFine = false): Value | undefined {
    const scope: Scope = {
      nullIsFine,
      context: this.#file.context, env: this.#file.env, features: this.#file.features, position,
      report: (finding) => this.#ground.report({ entry: this.#ref, ...finding }),
      file: this.#file.blueprint.file,
      keyOf: (id, at) => this.#keyOf(id, at),
      find: (request) => findObject(this.#ground, { ...request, file: this.#file.blueprint.file, entry: this.#ref }),
    };
    const result = evaluateNode(node, scope);
    return result.ok ? result.value : undefined;
  }

  #keyOf(id: string, at: Span): Value | 'failed' {
    const known = this.#file.ids.get(id);
    if (known && 'row' in known) return this.#ground.overlay.key(known.row);
    if (known && 'gone' in known && known.gone && this.#entry.ensure) {
      this.#gone = true;
      return null;
    }
    const later = this.#file.blueprint.entries.find((entry) => entry.id?.text === id && entry.index >= this.#entry.index);
    const finding = known
      ? { code: 'keyof-skipped' as const, message: `the entry ${id} has no object: ${known.none}` }
      : later
        ? { code: 'keyof-later' as const, message: `the entry ${id} comes later in the file`, hint: 'move it before this entry' }
        : { code: 'keyof-unknown' as const, message: `no entry has the id ${id}` };
    this.#ground.report({ ...finding, place: this.#place(at), entry: this.#ref });
    return 'failed';
  }

  #remember(known: Known): void {
    const id = this.#entry.id?.text;
    if (id === undefined) return;
    const before = this.#file.ids.get(id);
    if (!before || !('row' in before)) this.#file.ids.set(id, known);
  }

  #place(span: Span): Place {
    return { file: this.#file.blueprint.file, span };
  }

  #placeOfEnsure(): Place {
    return this.#place(this.#entry.ensure?.span ?? this.#entry.span);
  }

  #touch(span: Span): Touch {
    return { span, place: this.#place(span), entry: this.#ref };
  }
}

/** Whether an absent entry identifies its object by a link that leads nowhere: then there is nothing to delete. */
function hasNullLink(model: Resource, identifiers: Dict): boolean {
  return Object.entries(identifiers).some(([name, value]) => value === null && model.fields[name]?.references !== undefined && model.fields[name].nullable !== true);
}

/** The part of a written value at a path: as deep as it is written out. */
function inside(node: Node, path: readonly (string | number)[]): Node {
  const [first, ...rest] = path;
  if (first === undefined) return node;
  const next = node.kind === 'seq' && typeof first === 'number' ? node.items[first] : node.kind === 'map' ? pairAt(node, String(first))?.value : undefined;
  return next ? inside(next, rest) : node;
}
