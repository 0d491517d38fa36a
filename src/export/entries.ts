import type { Snapshot } from '../actual/snapshot.ts';
import type { BundledBlueprint } from '../catalog/bundled.ts';
import { exportPlaceOf } from '../catalog/export-place.ts';
import type { Catalog } from '../catalog/model.ts';
import { describeRow } from '../plan/overlay/describe.ts';
import { Overlay } from '../plan/overlay/overlay.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import { changedFields } from '../plan/server-made/changed-fields.ts';
import { attributesOf, type Describing } from './attributes.ts';
import type { ExportEntry } from './export-entry.ts';
import { FirstState } from '../plan/server-made/first-state.ts';
import { asWritten, type ExportValue } from './export-value.ts';
import { Grants } from './grants.ts';
import { Identities, objectName } from './identities.ts';
import { LeavingOut, type LeftOutReason } from '../plan/server-made/left-out.ts';
import { Places } from './places.ts';
import { Variables } from './variables.ts';
import type { ExportWish } from './wish.ts';

/** Compares names with numbers in them as people do: 10 after 9. */
const inNumbers = new Intl.Collator('en', { numeric: true });

/** Something of an object that is not exported as it is. */
interface Untold {
  readonly row: OverlayRow;
  readonly why: string;
  /** Whether the whole object is left out. */
  readonly isWhole: boolean;
}

/** What an export is made from. */
export interface ExportInput {
  readonly catalog: Catalog;
  /** All objects of all models. */
  readonly snapshot: Snapshot;
  /** authentik's own blueprints of the release. */
  readonly bundled: readonly BundledBlueprint[];
  readonly wish: ExportWish;
}

/** The entries of an export, before they are laid out in files. */
export class Entries {
  readonly overlay: Overlay;
  readonly identities: Identities;
  readonly places: Places;
  readonly variables = new Variables();
  readonly byRow = new Map<OverlayRow, ExportEntry>();
  readonly untold: Untold[] = [];
  readonly #leaving: LeavingOut;
  readonly #first: FirstState;
  readonly #grants: Grants;
  readonly #reasons = new Map<OverlayRow, LeftOutReason>();
  readonly #describing: Describing;

  constructor({ catalog, snapshot, bundled, wish }: ExportInput) {
    const overlay = new Overlay(catalog, snapshot);
    this.overlay = overlay;
    this.identities = new Identities(overlay);
    this.#grants = new Grants(overlay, snapshot, this.identities);
    this.#first = new FirstState(overlay, bundled);
    this.#leaving = new LeavingOut(overlay, wish);
    const rows = this.#inQuestion();
    this.places = new Places(overlay, rows, this.identities);
    const isAsked = this.#asked(wish);
    this.#describing = {
      overlay,
      identities: this.identities,
      first: this.#first,
      variables: this.variables,
      isAsked,
      isOurs: (row) => this.#leaving.reason(row) === undefined && !this.#first.isThere(row),
      isLeftOut: (row) => this.#leaving.reason(row) !== undefined,
      isOwnRole: (row) => this.#leaving.isOwnRole(row),
    };
    for (const row of rows) if (!this.#reasons.has(row)) this.#add(row);
  }

  /** Why objects are left out, as far as they are. */
  get leftOut(): ReadonlyMap<OverlayRow, LeftOutReason> {
    return this.#reasons;
  }

  /** Whether every server has an object by itself. */
  isEverywhere(row: OverlayRow): boolean {
    const reason = this.#reasons.get(row);
    // What no entry can make is the server's own.
    if (this.overlay.catalog.models[row.model]?.kind !== 'resource') return true;
    return reason === 'bundled' || reason === 'not-creatable' || this.#first.isThere(row);
  }

  /** What an object is called. */
  nameOf(row: OverlayRow): string {
    const identity = this.identities.of(row);
    return identity ? objectName(identity) || identity.text : describeRow(this.overlay, row);
  }

  /** All objects that entries may be about, in a stable order. */
  #inQuestion(): readonly OverlayRow[] {
    const rows = Object.values(this.overlay.catalog.models).flatMap((model) =>
      model.kind === 'resource' ? this.overlay.rows(model.name) : [],
    );
    for (const row of rows) {
      const reason = this.#leaving.reason(row);
      if (reason !== undefined) this.#reasons.set(row, reason);
    }
    return rows
      .filter((row) => [undefined, 'declared'].includes(this.#reasons.get(row)))
      .map((row) => ({
        row,
        rank: this.#rank(row),
        text: `${row.model} ${this.identities.of(row)?.text ?? ''}`,
      }))
      .sort((a, b) => a.rank - b.rank || inNumbers.compare(a.text, b.text) || (a.text < b.text ? -1 : 1))
      .map(({ row }) => row);
  }

  /** The order in a file: its head, what binds to that, which what is bound comes before, and the rest. */
  #rank(row: OverlayRow): number {
    const place = exportPlaceOf(this.overlay.catalog, this.overlay.resource(row.model));
    if (place.kind === 'head') return 0;
    return place.kind === 'follows' && place.of !== undefined ? 1 : 2;
  }

  /** Which objects are asked for by name, so that they are written even as they came. */
  #asked({ bundled, scope }: ExportWish): (row: OverlayRow) => boolean {
    if (bundled) return () => true;
    if (scope.kind === 'all') return () => false;
    if (scope.kind === 'model') return (row) => row.model === scope.model;
    const head = this.places.headNamed(scope.folder, scope.name);
    // With an application of somebody's own, authentik's mappings are not asked for.
    if (!head || !this.#first.isThere(head.row)) return () => false;
    return (row) => this.places.fileOf(row) === head.file;
  }

  #add(row: OverlayRow): void {
    const identity = this.identities.of(row);
    const isAsItCame = this.#first.isThere(row) && !this.#describing.isAsked(row);
    const permissions = this.#grants.on(row, (holder) => this.#canHold(holder));
    const everywhere = this.#everywhere(row);
    const isGranted = permissions.length + everywhere.length > 0;
    if (isAsItCame && !isGranted && changedFields(this.#describing, row).length === 0) {
      this.#reasons.set(row, 'bundled');
      return;
    }
    if (!identity) {
      this.#leave(row, 'unnamed', 'nothing tells it from another object');
      return;
    }
    const { attrs, notes, impossible } = attributesOf(this.#describing, row, identity);
    if (impossible !== undefined) {
      this.#leave(row, 'unwritable', impossible);
      return;
    }
    const lost = this.#grants.lost.get(row);
    const all = lost === undefined ? notes : [...notes, `permissions: ${lost} on objects that are not shown`];
    for (const why of all) this.untold.push({ row, why, isWhole: false });
    this.byRow.set(row, { row, identity, attrs: [...attrs, ...everywhere], notes: all, permissions });
  }

  /** Whether a holder of permissions is exported, so that a fresh server has it. */
  #canHold(holder: OverlayRow): boolean {
    return this.#leaving.reason(holder) === undefined && this.identities.of(holder) !== undefined;
  }

  /** The attribute with what an object holds everywhere. */
  #everywhere(row: OverlayRow): (readonly [string, ExportValue])[] {
    const held = this.#grants.everywhere.get(row);
    const name = Object.entries(this.overlay.resource(row.model).fields).find(
      ([, field]) => field.grants,
    )?.[0];
    if (!held || name === undefined) return [];
    const value = [...held].sort();
    return !this.#describing.isAsked(row) && this.#first.isFact(row, name, value)
      ? []
      : [[name, asWritten(value)]];
  }

  #leave(row: OverlayRow, reason: LeftOutReason, why: string): void {
    this.#reasons.set(row, reason);
    this.untold.push({ row, why, isWhole: true });
  }
}
