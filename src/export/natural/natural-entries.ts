import { type Blueprint, type Node, valueAt } from '../../blueprint/blueprint.ts';
import { findNotJson, toJson } from '../../blueprint/json.ts';
import { plainNode } from '../../blueprint/plain.ts';
import type { Snapshot } from '../../actual/snapshot.ts';
import type { BundledBlueprint } from '../../catalog/bundled.ts';
import type { Catalog, Field, Json, ModelName, Resource } from '../../catalog/model.ts';
import { metaOf } from '../../catalog/meta-of.ts';
import { otherEnds } from '../../plan/overlay/other-ends.ts';
import { NAMES } from '../../plan/overlay/natural.ts';
import { Overlay } from '../../plan/overlay/overlay.ts';
import { newRow, type OverlayRow } from '../../plan/overlay/overlay-row.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { hiddenObject } from '../../semantics/hidden-objects.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import { objectKey } from '../../semantics/object-key.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { changedFields, isOtherEnd } from '../../plan/server-made/changed-fields.ts';
import { FirstState } from '../../plan/server-made/first-state.ts';
import { LeavingOut } from '../../plan/server-made/left-out.ts';
import type { Describing } from '../attributes.ts';
import { Identities, type Identity, objectName } from '../identities.ts';
import { Variables } from '../variables.ts';
import { shadowsIn, withFileObjects } from './file-objects.ts';
import { literalKeys } from './literal-keys.ts';
import { isSure, type NaturalEntry, WHY, withoutTwice, writtenIdentity } from './natural-entry.ts';

/** What files are made natural with. */
export interface NaturalInput {
  readonly catalog: Catalog;
  /** What is known of a server; empty where none is asked. */
  readonly snapshot: Snapshot;
  /** authentik's own blueprints of the release. */
  readonly bundled: readonly BundledBlueprint[];
  /** Whether the catalog is surely of the release that the files were exported from. */
  readonly isOfRelease: boolean;
  /** Whether an object with this name is one in which ak-blueprint keeps something. */
  readonly isOwn: (model: ModelName, name: Json | undefined) => boolean;
}

/** The objects of a server, and those that files tell of, by what identifies them on any server. */
export class NaturalObjects {
  readonly catalog: Catalog;
  readonly overlay: Overlay;
  readonly identities: Identities;
  readonly describing: Describing;
  readonly variables = new Variables();
  readonly entries: readonly NaturalEntry[];
  /** The same objects as the server has them. */
  readonly #server: Overlay;
  readonly #leaving: LeavingOut;
  readonly #isComplete: (name: ModelName) => boolean;
  readonly #isOwn: NaturalInput['isOwn'];
  readonly isOfRelease: boolean;
  readonly #outside = new Set<OverlayRow>();
  readonly #byChecked = new Map<OverlayRow, NaturalEntry>();

  constructor(input: NaturalInput, entries: readonly CheckedEntry[]) {
    const { catalog, snapshot, bundled } = input;
    this.catalog = catalog;
    this.isOfRelease = input.isOfRelease;
    this.#isOwn = input.isOwn;
    this.overlay = new Overlay(catalog, withFileObjects(catalog, snapshot, entries));
    this.#server = new Overlay(catalog, snapshot);
    this.#isComplete = (name) => snapshot.models[name]?.complete === true;
    this.identities = new Identities(this.overlay);
    this.#leaving = new LeavingOut(this.overlay, {
      users: true,
      declared: new Set(),
    });
    this.describing = {
      overlay: this.overlay,
      identities: this.identities,
      first: new FirstState(this.overlay, bundled),
      // What is only described to be compared names no variable of a file.
      variables: new Variables(),
      isAsked: () => true,
      isOurs: () => true,
      isLeftOut: (row) => this.#leaving.reason(row) !== undefined,
      isOwnRole: (row) => this.#leaving.isOwnRole(row),
    };
    const shadows = shadowsIn(entries);
    this.entries = withoutTwice(entries.map((checked) => this.#entry(checked, shadows.get(checked))));
    for (const entry of this.entries)
      if (entry.isKeyed && !['shadow', 'twice'].includes(entry.leftOut?.reason ?? ''))
        this.#byChecked.set(entry.row, entry);
  }

  /**
   * What identifies an object on any server. Where not all objects of its model are known, only what always does:
   * what happens to tell the few of a file apart need not do so elsewhere.
   */
  identityOf(row: OverlayRow): Identity | undefined {
    const found = this.identities.of(row);
    if (!found || this.#isComplete(row.model)) return found;
    const fields = found.parts.map(({ field }) => field);
    if (fields.length === 1 && NAMES.includes(fields[0] ?? '')) return found;
    const sets = naturalSets(this.overlay.resource(row.model), row.actual ?? {});
    return sets.some((set) => set.join() === fields.join()) ? found : undefined;
  }

  /** What identifies the object of an entry in place of its primary key: as it is known, else as the entry says it. */
  newIdentityOf(entry: NaturalEntry): Identity | undefined {
    return entry.isKeyed ? (this.identityOf(entry.row) ?? writtenIdentity(entry)) : undefined;
  }

  /** Whether a file can refer to an object by something else than its primary key. */
  isNamed(row: OverlayRow, blueprint: Blueprint): boolean {
    if (this.identityOf(row)) return true;
    const entry = this.#byChecked.get(row);
    if (entry?.checked.blueprint !== blueprint || !isSure(entry)) return false;
    return this.newIdentityOf(entry) !== undefined;
  }

  /** Remembers that a file looks an object up. */
  noteOutside(row: OverlayRow): void {
    if (!this.#byChecked.has(row)) this.#outside.add(row);
  }

  /** What files look up, and none of them has, nor every server by itself, in order. */
  get outside(): readonly { readonly model: ModelName; readonly name: string }[] {
    return [...this.#outside]
      .filter((row) => !this.describing.first.isThere(row) && this.catalog.models[row.model]?.kind !== 'base')
      .map((row) => ({ model: row.model, name: objectName(this.identityOf(row)) }))
      .sort((a, b) => (`${a.model} ${a.name}` < `${b.model} ${b.name}` ? -1 : 1));
  }

  /** The object as the server has it; undefined where it has none, or was not asked. */
  onServer(row: OverlayRow): OverlayRow | undefined {
    const key = row.actual && this.overlay.pkOf(row.model, row.actual);
    return this.#server.rowOf([row.model], key);
  }

  /** The items of a list of links that are not written: what is there by itself, or said at the other end. */
  notWritten(entry: NaturalEntry, name: string): ReadonlySet<number> {
    const { resource } = entry.checked;
    const field = resource && fieldNamed(resource, name);
    const list = entry.checked.entry.attrs && valueAt(entry.checked.entry.attrs, name);
    const found = new Set<number>();
    if (!entry.isKeyed || !resource || !field?.references || list?.kind !== 'seq') return found;
    for (const [index, item] of list.items.entries()) {
      const key = entry.keys.find(({ node }) => node === item);
      if (key?.row && this.#isNotWritten(entry, resource, name, field, key.row)) found.add(index);
    }
    return found;
  }

  #isNotWritten(entry: NaturalEntry, model: Resource, name: string, field: Field, row: OverlayRow): boolean {
    if (this.#leaving.isOwnRole(row)) return true;
    const other = this.#byChecked.get(row);
    if (!isOtherEnd(this.overlay, model, name, field)) return false;
    // What the server makes with another object has its links by itself.
    if (other?.leftOut) return true;
    return otherEnds(this.catalog, model.name, name, field).some(
      (end) =>
        end.model === row.model &&
        other?.keys.some((key) => key.field === end.name && key.row === entry.row) === true,
    );
  }

  /** `of`: the model that its object really is of, where another entry is about it as that. */
  #entry(checked: CheckedEntry, of: ModelName | undefined): NaturalEntry {
    const { entry, resource } = checked;
    const key = resource && objectKey(entry, resource);
    const own = resource && key ? this.overlay.rowOf([of ?? resource.name], key.pk) : undefined;
    const row = own ?? this.#named(checked) ?? newRow(`entry ${entry.index}`, checked.ref.model, undefined);
    return {
      checked,
      row,
      isKeyed: own !== undefined,
      keys: literalKeys(checked, this.catalog).map((one) => ({
        ...one,
        row: this.overlay.rowOf(one.references, one.key),
      })),
      leftOut: own && resource ? this.#whyNot(own, resource, of) : undefined,
    };
  }

  /** The one object that has the identifiers of an entry, where they are written out. */
  #named({ entry, resource }: CheckedEntry): OverlayRow | undefined {
    const wanted = (entry.identifiers?.pairs ?? []).map(({ key, value }) => [key, literal(value)] as const);
    if (!resource || wanted.length === 0 || wanted.some(([, value]) => value === undefined)) return undefined;
    const found = this.overlay
      .rows(resource.name)
      .filter(({ actual }) => wanted.every(([key, value]) => isSame(actual?.[key], value)));
    return found.length === 1 ? found[0] : undefined;
  }

  #isAsItCame(row: OverlayRow): boolean {
    const { first } = this.describing;
    return (
      first.isThere(row) && changedFields({ ...this.describing, isAsked: () => false }, row).length === 0
    );
  }

  #whyNot(row: OverlayRow, model: Resource, of: ModelName | undefined): NaturalEntry['leftOut'] {
    if (of !== undefined)
      return { reason: 'shadow', why: `it is also ${of}, and another entry is about it as that` };
    if (this.#isOwn(row.model, row.actual?.['name'])) return { reason: 'own', why: WHY.own };
    const asked = Object.entries(row.actual ?? {}).flatMap(([field, value]) =>
      typeof value === 'string' ? [{ fields: [field], operator: 'exact', value }] : [],
    );
    const hidden = this.onServer(row) ? undefined : hiddenObject(this.catalog, model.name, asked);
    if (hidden) return { reason: 'hidden', why: `the API hides it: ${hidden.why}` };
    if (metaOf(this.catalog, row.model) && this.#isAsItCame(row))
      return { reason: 'applied', why: WHY.applied };
    const reason = this.#leaving.reason(row);
    return reason === 'record' || reason === 'not-creatable' || reason === 'brought'
      ? { reason, why: WHY[reason] }
      : undefined;
  }
}

function literal(node: Node): Json | undefined {
  const value = plainNode(node);
  return findNotJson(value) ? undefined : toJson(value);
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  return typeof one === 'string' && typeof other === 'string' && pkText(one) === pkText(other);
}
