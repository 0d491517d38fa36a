import type { Blueprint, Node } from '../../blueprint/blueprint.ts';
import { YAML_LIMITS } from '../../blueprint/yaml/read-yaml.ts';
import { Scanner } from '../../blueprint/yaml/scanner.ts';
import type { OverlayRow } from '../../plan/overlay/overlay-row.ts';
import type { Identity } from '../identities.ts';
import { scalarText } from '../print-value.ts';
import { findText, newId } from '../refer-to.ts';
import type { NaturalObjects } from './natural-entries.ts';
import { entriesNode, isSure, type KnownKey, type NaturalEntry } from './natural-entry.ts';

/** What the entries of one file refer to each other by, and to what is not in it. */
export class FileReferences {
  /** Whether entries may change places: none has a place that counts, as that of an anchor does. */
  readonly canMove: boolean;
  readonly #objects: NaturalObjects;
  /** The entries of the file that can be referred to, by object. */
  readonly #here = new Map<OverlayRow, NaturalEntry>();
  readonly #ids = new Map<NaturalEntry, string>();
  readonly #taken: Set<string>;

  /** `kept`: the entries that stay in the file. */
  constructor(objects: NaturalObjects, blueprint: Blueprint, kept: readonly NaturalEntry[]) {
    this.#objects = objects;
    const ids = blueprint.entries.flatMap(({ id }) => (id ? [id.text] : []));
    this.#taken = new Set([...ids, ...blueprint.unreadIds]);
    for (const entry of kept) {
      const identity = objects.newIdentityOf(entry) ?? objects.identityOf(entry.row);
      if (isSure(entry) && !this.#here.has(entry.row) && identity) this.#here.set(entry.row, entry);
    }
    this.canMove = entriesNode(blueprint)?.kind === 'seq' && !hasAnchors(blueprint.file.text);
  }

  /** The objects of the file that a reference to an object names: itself, or what it is looked up by. */
  neededFor(row: OverlayRow): OverlayRow[] {
    if (this.#here.has(row)) return [row];
    const parts = this.#objects.identityOf(row)?.parts ?? [];
    return parts.flatMap(({ value }) => (typeof value === 'object' ? this.neededFor(value) : []));
  }

  /** The keys of an entry that are written as references. */
  written(entry: NaturalEntry): readonly KnownKey[] {
    const lists = entry.checked.entry.attrs?.pairs ?? [];
    const gone = new Set<Node>();
    for (const { key, value } of lists)
      for (const index of this.#objects.notWritten(entry, key))
        if (value.kind === 'seq' && value.items[index]) gone.add(value.items[index]);
    return entry.keys.filter(
      ({ node, row }) => row && !gone.has(node) && this.#objects.isNamed(row, entry.checked.blueprint),
    );
  }

  /** What identifies the object of an entry in place of its primary key. */
  newIdentity(entry: NaturalEntry): Identity | undefined {
    return this.#objects.newIdentityOf(entry);
  }

  refer(from: NaturalEntry): (row: OverlayRow) => string {
    const refer = (row: OverlayRow): string => {
      const target = this.#here.get(row);
      const isBefore = target && target.checked.entry.index < from.checked.entry.index;
      const isNeeded = !this.#objects.identityOf(row);
      if (!target || target === from || !(this.canMove || isBefore || isNeeded))
        return this.#find(row, refer);
      return `!KeyOf ${scalarText(this.#idOf(target), true)}`;
    };
    return refer;
  }

  #find(row: OverlayRow, refer: (row: OverlayRow) => string): string {
    this.#objects.noteOutside(row);
    return findText(row, this.#objects.identities, refer);
  }

  /** The id that an entry without one got, because another refers to it. */
  givenId(entry: NaturalEntry): string | undefined {
    return this.#ids.get(entry);
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
}

function hasAnchors(text: string): boolean {
  const scanner = new Scanner(text, YAML_LIMITS.depth);
  for (;;) {
    const { kind } = scanner.take();
    if (kind === 'anchor' || kind === 'alias') return true;
    if (kind === 'stream-end') return false;
  }
}
