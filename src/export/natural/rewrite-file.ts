import type { Blueprint, Node } from '../../blueprint/blueprint.ts';
import { walkNodes } from '../../blueprint/walk.ts';
import { printDocument } from '../../format/print.ts';
import type { ItemLayout, Layout, MapLayout, PairLayout, SeqLayout } from '../../format/layout.ts';
import { fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { soundsSecret } from '../../source/sounds-secret.ts';
import type { Span } from '../../source/source-file.ts';
import type { OverlayRow } from '../../plan/overlay/overlay-row.ts';
import { inOrder } from '../arrange.ts';
import { hidesSecret } from '../attributes.ts';
import type { ExportEntry } from '../export-entry.ts';
import { type ExportValue, objectsIn } from '../export-value.ts';
import { type Identity, objectName } from '../identities.ts';
import { comment } from '../print-file.ts';
import { pairLines, scalarText } from '../print-value.ts';
import { findText, newId } from '../refer-to.ts';
import { asMap, layoutOf, pairNamed, pairsOf, renamed, withoutItems, withValue } from './edit-layout.ts';
import { isUsual, lostValues } from './lost-values.ts';
import type { KnownKey, NaturalEntry, NaturalObjects } from './natural-entries.ts';
import { tidyDocument, tidyEntry, tidyTexts } from './tidy-export.ts';

/** A file that is written anew. */
export interface FileToRewrite {
  readonly blueprint: Blueprint;
  readonly entries: readonly NaturalEntry[];
  /** The name of a blueprint that has one that its exporter made up. */
  readonly name: string;
  /** Whether authentik's exporter wrote it, so that what it left out is put back. */
  readonly isExport: boolean;
  /** Whether secrets become variables. */
  readonly hidesSecrets: boolean;
  /** What stays as it is, by entry, each a comment. */
  readonly notes: ReadonlyMap<NaturalEntry, readonly string[]>;
}

/** An entry on its way to its place. */
interface Placed extends ExportEntry {
  readonly source: NaturalEntry;
}

/** What an entry gets that is not written in it. */
interface Made {
  /** By the name of the identifier. */
  readonly identifiers: ReadonlyMap<string, readonly PairLayout[]>;
  readonly attrs: readonly PairLayout[];
}

interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The text of a file with natural identifiers and references in place of primary keys: what a person wrote, comments
 * and tags among it, stays where it belongs. Throws NotFormatted where it is laid out in a way that cannot be changed.
 */
export function rewriteFile(objects: NaturalObjects, file: FileToRewrite): string {
  return new Rewriting(objects, file).text();
}

class Rewriting {
  readonly #objects: NaturalObjects;
  readonly #file: FileToRewrite;
  /** The entries of the file that can be referred to, by object. */
  readonly #here = new Map<OverlayRow, NaturalEntry>();
  readonly #ids = new Map<NaturalEntry, string>();
  readonly #taken: Set<string>;
  /** Whether entries may change places: nothing in them has a place that counts, as an anchor has. */
  readonly #canMove: boolean;
  readonly #added = new Map<NaturalEntry, readonly (readonly [string, ExportValue])[]>();
  readonly #made = new Map<NaturalEntry, Made>();

  constructor(objects: NaturalObjects, file: FileToRewrite) {
    this.#objects = objects;
    this.#file = file;
    const { blueprint, entries } = file;
    const kept = entries.filter(({ leftOut }) => !leftOut);
    this.#taken = new Set([
      ...blueprint.entries.flatMap(({ id }) => (id ? [id.text] : [])),
      ...blueprint.unreadIds,
    ]);
    for (const entry of kept) {
      const { conditional, ensure } = entry.checked;
      const isSure = !conditional && ensure !== 'absent' && !!entry.checked.resource;
      if (isSure && !this.#here.has(entry.row) && objects.identityOf(entry.row))
        this.#here.set(entry.row, entry);
      const identity = file.isExport && entry.isKeyed ? objects.identityOf(entry.row) : undefined;
      if (identity) this.#added.set(entry, lostValues(objects, entry, identity));
    }
    this.#canMove = blueprint.root.kind === 'map' && !/(?:^|[\s[{,])[&*][\w-]/m.test(blueprint.file.text);
  }

  text(): string {
    const order = this.#order();
    // Ids are given where they are first referred to, and written with their entries, so all references come first.
    for (const { source } of order) this.#made.set(source, this.#make(source));
    const edited = edit(this.#file.blueprint.file.text, this.#edits());
    const document = layoutOf(edited);
    if (document.root.kind !== 'map') return edited;
    const pairs = document.root.pairs.map((pair) =>
      pair.key.kind === 'scalar' && pair.key.text === 'entries'
        ? withValue(pair, this.#list(pair.value, order))
        : pair,
    );
    const root: MapLayout = { ...document.root, pairs };
    const { isExport, name } = this.#file;
    return printDocument({ ...document, root: isExport ? tidyDocument(root, name) : root }, edited);
  }

  /** The kept entries in their new order; one that is set in two steps stands twice. */
  #order(): readonly Placed[] {
    const placed = this.#file.entries
      .filter(({ leftOut }) => !leftOut)
      .map((entry): Placed => this.#placed(entry));
    return this.#canMove ? inOrder(this.#objects.overlay, placed) : placed;
  }

  #placed(entry: NaturalEntry): Placed {
    const identity: Identity = this.#newIdentity(entry) ?? { parts: [], text: '' };
    const needed: OverlayRow[] = [];
    const attrs = new Map<string, OverlayRow[]>();
    const add = (field: string, isAttribute: boolean, row: OverlayRow | undefined): void => {
      const rows = row ? this.#neededFor(row) : [];
      if (!isAttribute) needed.push(...rows);
      else attrs.set(field, [...(attrs.get(field) ?? []), ...rows]);
    };
    for (const [field] of this.#added.get(entry) ?? []) attrs.set(field, []);
    const { identifiers, attrs: own } = entry.checked.entry;
    for (const { key } of [...(identifiers?.pairs ?? []), ...(own?.pairs ?? [])]) attrs.set(key, []);
    for (const key of this.#written(entry)) add(key.field, key.isAttribute, key.row);
    const byId = new Map(this.#file.entries.map((one) => [one.checked.entry.id?.text, one.row]));
    for (const reference of entry.checked.references) {
      const [part, field] = reference.path;
      if (reference.kind === 'keyOf') add(String(field), part === 'attrs', byId.get(reference.id));
    }
    for (const [field, value] of this.#added.get(entry) ?? [])
      for (const row of objectsIn(value)) add(field, true, row);
    const asObjects = (rows: readonly OverlayRow[]): ExportValue => ({
      kind: 'list',
      items: rows.map((row) => ({ kind: 'object', row })),
    });
    const parts = identity.parts.flatMap(({ value }) =>
      typeof value === 'object' ? this.#neededFor(value) : [],
    );
    return {
      source: entry,
      row: entry.row,
      identity: { parts: [], text: '' },
      attrs: [...attrs].map(([field, rows]) => [field, asObjects(rows)]),
      permissions: [asObjects([...needed, ...parts])],
      notes: [],
    };
  }

  /** The objects of the file that a reference to an object names: itself, or what it is looked up by. */
  #neededFor(row: OverlayRow): OverlayRow[] {
    if (this.#here.has(row)) return [row];
    const parts = this.#objects.identityOf(row)?.parts ?? [];
    return parts.flatMap(({ value }) => (typeof value === 'object' ? this.#neededFor(value) : []));
  }

  /** The keys of an entry that are written as references. */
  #written(entry: NaturalEntry): readonly KnownKey[] {
    const lists = entry.checked.entry.attrs?.pairs ?? [];
    const gone = new Set<Node>();
    for (const { key, value } of lists)
      for (const index of this.#objects.notWritten(entry, key))
        if (value.kind === 'seq' && value.items[index]) gone.add(value.items[index]);
    return entry.keys.filter(({ node, row }) => row && !gone.has(node) && this.#objects.identityOf(row));
  }

  #make(entry: NaturalEntry): Made {
    const refer = this.#refer(entry);
    const parts = this.#newIdentity(entry)?.parts ?? [];
    const identifiers = parts.flatMap(({ field, lookup, value }) => {
      if (valueOf(entry.checked, field) ?? valueOf(entry.checked, lookup)) return [];
      const known: ExportValue =
        typeof value === 'object' ? { kind: 'object', row: value } : { kind: 'plain', value };
      return [[lookup, pairsOf(pairLines(lookup, known, 0, refer))] as const];
    });
    const added = this.#added.get(entry) ?? [];
    return {
      identifiers: new Map(identifiers),
      attrs: added.flatMap(([name, value]) => pairsOf(pairLines(name, value, 0, refer))),
    };
  }

  /** What identifies the object of an entry in place of its primary key. */
  #newIdentity(entry: NaturalEntry): Identity | undefined {
    return entry.isKeyed ? this.#objects.identityOf(entry.row) : undefined;
  }

  #refer(from: NaturalEntry): (row: OverlayRow) => string {
    const refer = (row: OverlayRow): string => {
      const target = this.#here.get(row);
      const isBefore = target && target.checked.entry.index < from.checked.entry.index;
      if (!target || target === from || !(this.#canMove || isBefore))
        return findText(row, this.#objects.identities, refer);
      return `!KeyOf ${scalarText(this.#idOf(target), true)}`;
    };
    return refer;
  }

  #idOf(entry: NaturalEntry): string {
    const known = entry.checked.entry.id?.text ?? this.#ids.get(entry);
    if (known !== undefined) return known;
    const { identities } = this.#objects;
    const identity = identities.of(entry.row) ?? { parts: [], text: '' };
    const id = newId(entry.row, identity, identities, this.#taken);
    this.#ids.set(entry, id);
    return id;
  }

  /** References in place of keys, and variables in place of secrets. */
  #edits(): readonly TextEdit[] {
    return this.#file.entries
      .filter(({ leftOut }) => !leftOut)
      .flatMap((entry) => {
        const refer = this.#refer(entry);
        const keys = this.#written(entry).flatMap(({ node, row }) =>
          row ? [{ span: node.span, text: refer(row) }] : [],
        );
        const hides = this.#file.hidesSecrets && this.#newIdentity(entry);
        return hides ? [...keys, ...this.#secretEdits(entry)] : keys;
      });
  }

  #secretEdits({ row, checked: { entry, resource } }: NaturalEntry): TextEdit[] {
    const found: TextEdit[] = [];
    for (const { key: name, value } of entry.attrs?.pairs ?? []) {
      const field = resource && fieldNamed(resource, name);
      // What authentik's own blueprints set is known to everybody.
      if (!field || field.references || this.#isPublic(row, name)) continue;
      walkNodes(value, (node, path) => {
        if (node.kind === 'tag') return false;
        if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
        const isSecret =
          field.secret === true || path.some((part) => typeof part === 'string' && soundsSecret(part));
        if (!hidesSecret(isSecret, node.value)) return undefined;
        const { identities, variables } = this.#objects;
        const object = objectName(identities.of(row));
        const variable = variables.add(row, object, [name, ...path.map(String)], node.value);
        found.push({ span: node.span, text: `!Env ${variable}` });
        return undefined;
      });
    }
    return found;
  }

  #isPublic(row: OverlayRow, name: string): boolean {
    const value = row.actual?.[name];
    return value !== undefined && this.#objects.describing.first.isFact(row, name, value);
  }

  /** The list of entries, each as it is now to be, in order. */
  #list(value: Layout, order: readonly Placed[]): Layout {
    if (value.kind === 'map')
      return {
        ...value,
        pairs: value.pairs.map((pair, index) =>
          pair.value.kind === 'seq'
            ? withValue(pair, this.#section(pair.value, firstIndex(value, index)))
            : pair,
        ),
      };
    if (value.kind !== 'seq') return value;
    const seen = new Set<NaturalEntry>();
    const remarks = this.#remarks();
    const items = order.flatMap((placed) => {
      const { source } = placed;
      const item = value.items[source.checked.entry.index];
      if (!item) return [];
      const isSecond = seen.has(source);
      seen.add(source);
      const inBoth = order.filter((one) => one.source === source);
      const names = inBoth.length > 1 ? new Set(placed.attrs.map(([name]) => name)) : undefined;
      return [this.#item(source, item, isSecond, names, remarks.before.get(source) ?? [])];
    });
    return { ...value, items, tail: [...remarks.after, ...value.tail] };
  }

  /** A section of entries: those that stay, in their order. */
  #section(value: SeqLayout, from: number): SeqLayout {
    const items = value.items.flatMap((item, index) => {
      const entry = this.#file.entries.find((one) => one.checked.entry.index === from + index);
      if (!entry) return [item];
      return entry.leftOut ? [] : [this.#item(entry, item, false, undefined, [])];
    });
    return { ...value, items };
  }

  /** What is left out, as comments at its place. */
  #remarks(): {
    readonly before: ReadonlyMap<NaturalEntry, readonly string[]>;
    readonly after: readonly string[];
  } {
    const before = new Map<NaturalEntry, readonly string[]>();
    let waiting: { readonly what: string; count: number; readonly why: string }[] = [];
    const lines = (): string[] =>
      waiting.map(({ what, count, why }) =>
        comment(`Left out: ${count > 1 ? `${count} ` : ''}${what}: ${why}`),
      );
    for (const entry of this.#file.entries) {
      if (!entry.leftOut) {
        if (waiting.length > 0) before.set(entry, lines());
        waiting = [];
        continue;
      }
      const last = waiting.at(-1);
      const { model: what } = entry.row;
      if (last?.what === what && last.why === entry.leftOut.why) last.count += 1;
      else waiting.push({ what, count: 1, why: entry.leftOut.why });
    }
    return { before, after: lines() };
  }

  #item(
    entry: NaturalEntry,
    item: ItemLayout,
    isSecond: boolean,
    names: ReadonlySet<string> | undefined,
    remarks: readonly string[],
  ): ItemLayout {
    const map = asMap(item.value);
    if (!map) return item;
    const notes = (this.#file.notes.get(entry) ?? []).map(comment);
    const own = [...remarks, ...notes].filter((line) => !item.lead.includes(line));
    const lead = isSecond ? [] : [...item.lead, ...own];
    const changed = this.#entryLayout(entry, map, isSecond, names);
    return { ...item, lead, value: changed };
  }

  #entryLayout(
    entry: NaturalEntry,
    map: MapLayout,
    isSecond: boolean,
    names: ReadonlySet<string> | undefined,
  ): MapLayout {
    const identity = this.#newIdentity(entry);
    const id = isSecond ? undefined : this.#ids.get(entry);
    const [identifiers, attrs] = [pairNamed(map, 'identifiers'), pairNamed(map, 'attrs')];
    const inIdentifiers = asMap(identifiers?.value);
    const inAttrs = asMap(attrs?.value);
    let newIdentifiers = inIdentifiers?.pairs ?? [];
    let newAttrs = inAttrs?.pairs ?? [];
    if (identity) {
      newIdentifiers = this.#identifierPairs(entry, identity, inIdentifiers, inAttrs);
      const fields = new Set(identity.parts.flatMap(({ field, lookup }) => [field, lookup]));
      const isOther = (pair: PairLayout): boolean => pair.key.kind !== 'scalar' || !fields.has(pair.key.text);
      const others = (inIdentifiers?.pairs ?? []).filter(
        (pair) => isOther(pair) && !this.#isKey(entry, pair),
      );
      newAttrs = [...others, ...newAttrs.filter(isOther), ...(this.#made.get(entry)?.attrs ?? [])];
    }
    newAttrs = newAttrs.flatMap((pair) => this.#attrPair(entry, pair, names));
    const isKept = (pair: PairLayout): boolean =>
      !isSecond || (pair.key.kind === 'scalar' && ['model', 'identifiers', 'attrs'].includes(pair.key.text));
    const pairs = map.pairs.filter(isKept).flatMap((pair): readonly PairLayout[] => {
      if (pair === identifiers && inIdentifiers && identity)
        return [withValue(pair, { ...inIdentifiers, pairs: newIdentifiers })];
      if (pair !== attrs || !inAttrs) return [pair];
      return newAttrs.length === 0 ? [] : [withValue(pair, { ...inAttrs, pairs: newAttrs })];
    });
    const withAttrs =
      !inAttrs && newAttrs.length > 0
        ? [...pairs.filter((pair) => pair !== attrs), ...underAttrs(newAttrs)]
        : pairs;
    const all: MapLayout = {
      ...map,
      pairs: withId(
        this.#file.isExport || entry.isKeyed ? tidyEntry({ ...map, pairs: withAttrs }).pairs : withAttrs,
        id,
      ),
    };
    return this.#file.isExport ? (tidyTexts(all) as MapLayout) : all;
  }

  #isKey({ checked: { resource } }: NaturalEntry, { key }: PairLayout): boolean {
    return key.kind === 'scalar' && (key.text === 'pk' || key.text === resource?.collection.pk);
  }

  /** The new identifiers: as they are written in the entry, else as they are known. */
  #identifierPairs(
    entry: NaturalEntry,
    identity: Identity,
    identifiers: MapLayout | undefined,
    attrs: MapLayout | undefined,
  ): PairLayout[] {
    return identity.parts.flatMap(({ field, lookup }): readonly PairLayout[] => {
      const written =
        pairNamed(identifiers, lookup) ?? pairNamed(identifiers, field) ?? pairNamed(attrs, field);
      if (written) return [field === lookup ? written : renamed(written, lookup)];
      return this.#made.get(entry)?.identifiers.get(lookup) ?? [];
    });
  }

  /** An attribute as it is to be; none where nothing is left of it, or another entry for the object has it. */
  #attrPair(entry: NaturalEntry, pair: PairLayout, names: ReadonlySet<string> | undefined): PairLayout[] {
    const name = pair.key.kind === 'scalar' ? pair.key.text : '';
    if (names && !names.has(name)) return [];
    const isSaid = pair.trail !== '' || pair.lead.some((line) => line !== '');
    if (this.#file.isExport && !isSaid && this.#newIdentity(entry) && isUsual(this.#objects, entry, name))
      return [];
    const gone = this.#objects.notWritten(entry, name);
    if (gone.size === 0) return [pair];
    const value = withoutItems(pair.value, gone);
    return value ? [withValue(pair, value)] : [];
  }
}

function firstIndex({ pairs }: MapLayout, section: number): number {
  return pairs
    .slice(0, section)
    .reduce((sum, { value }) => sum + (value.kind === 'seq' ? value.items.length : 0), 0);
}

function underAttrs(pairs: readonly PairLayout[]): PairLayout[] {
  const [made] = pairsOf(['attrs:', '  a: 1']);
  return made?.value.kind === 'map' ? [withValue(made, { ...made.value, pairs })] : [];
}

/** The keys of an entry with an id behind the first of them. */
function withId(pairs: readonly PairLayout[], id: string | undefined): readonly PairLayout[] {
  if (id === undefined) return pairs;
  const made = pairsOf([`id: ${scalarText(id, false)}`]);
  const others = pairs.filter(({ key }) => key.kind !== 'scalar' || key.text !== 'id');
  return [...others.slice(0, 1), ...made, ...others.slice(1)];
}

/** A text with other texts in these places. */
function edit(text: string, edits: readonly TextEdit[]): string {
  let done = '';
  let at = 0;
  for (const { span, text: made } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    // A value that aliases share is written once.
    if (span.start < at) continue;
    const written = text.slice(span.start, span.end);
    done += text.slice(at, span.start) + made + written.slice(written.trimEnd().length);
    at = span.end;
  }
  return done + text.slice(at);
}
