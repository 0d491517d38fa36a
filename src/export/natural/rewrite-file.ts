import { printDocument } from '../../format/print.ts';
import type { ItemLayout, Layout, MapLayout, PairLayout, SeqLayout } from '../../format/layout.ts';
import { valueOf } from '../../semantics/checked-entry.ts';
import type { ExportValue } from '../export-value.ts';
import type { Identity } from '../identities.ts';
import { comment } from '../print-file.ts';
import { pairLines, scalarText } from '../print-value.ts';
import { asMap, layoutOf, pairNamed, pairsOf, renamed, withoutItems, withValue } from './edit-layout.ts';
import { FileReferences } from './file-references.ts';
import { leftOutComments } from './left-out-comments.ts';
import { isUsual, lostValues } from './lost-values.ts';
import type { NaturalObjects } from './natural-entries.ts';
import type { NaturalEntry } from './natural-entry.ts';
import { type AddedAttributes, type FileToRewrite, type Placed, placeEntries } from './place-entries.ts';
import { secretEdits, type TextEdit, withEdits } from './text-edits.ts';
import { tidyDocument, tidyEntry, tidyTexts } from './tidy-export.ts';

/** What an entry gets that is not written in it. */
interface Made {
  /** By the name of the identifier. */
  readonly identifiers: ReadonlyMap<string, readonly PairLayout[]>;
  readonly attrs: readonly PairLayout[];
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
  readonly #references: FileReferences;
  readonly #added = new Map<NaturalEntry, AddedAttributes>();
  readonly #made = new Map<NaturalEntry, Made>();

  constructor(objects: NaturalObjects, file: FileToRewrite) {
    this.#objects = objects;
    this.#file = file;
    const kept = file.entries.filter(({ leftOut }) => !leftOut);
    this.#references = new FileReferences(objects, file.blueprint, kept);
    for (const entry of kept) {
      const identity = file.isExport ? this.#references.newIdentity(entry) : undefined;
      if (identity) this.#added.set(entry, lostValues(objects, entry, identity));
    }
  }

  text(): string {
    const order = placeEntries(this.#objects, this.#file, this.#references, this.#added);
    // Ids are given where they are first referred to, and written with their entries, so all references come first.
    for (const { source } of order) this.#made.set(source, this.#make(source));
    const edited = withEdits(this.#file.blueprint.file.text, this.#edits());
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

  #make(entry: NaturalEntry): Made {
    const refer = this.#references.refer(entry);
    const parts = this.#references.newIdentity(entry)?.parts ?? [];
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

  /** References in place of keys, and variables in place of secrets. */
  #edits(): readonly TextEdit[] {
    return this.#file.entries
      .filter(({ leftOut }) => !leftOut)
      .flatMap((entry) => {
        const refer = this.#references.refer(entry);
        const keys = this.#references
          .written(entry)
          .flatMap(({ node, row }) => (row ? [{ span: node.span, text: refer(row) }] : []));
        const hides = this.#file.hidesSecrets && this.#references.newIdentity(entry);
        return hides ? [...keys, ...secretEdits(this.#objects, entry)] : keys;
      });
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
    const remarks = leftOutComments(this.#file.entries);
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
    const { before } = leftOutComments(this.#file.entries);
    const items = value.items.flatMap((item, index) => {
      const entry = this.#file.entries.find((one) => one.checked.entry.index === from + index);
      if (!entry) return [item];
      return entry.leftOut ? [] : [this.#item(entry, item, false, undefined, before.get(entry) ?? [])];
    });
    return { ...value, items };
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
    const identity = this.#references.newIdentity(entry);
    const id = isSecond ? undefined : this.#references.givenId(entry);
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
    const isTidied = this.#file.isExport && !isSaid && this.#references.newIdentity(entry) !== undefined;
    if (isTidied && isUsual(this.#objects, entry, name)) return [];
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
