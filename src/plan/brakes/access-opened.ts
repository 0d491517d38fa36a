import type { AccessBinding } from '../../catalog/access-binding.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Place } from '../../source/source-file.ts';
import { all, any, type Truth } from '../../semantics/operators.ts';
import { asArgument } from '../../source/as-argument.ts';
import { isAllowed } from '../entries/protect.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';
import type { Policy } from '../policy.ts';
import { letsAllPass, type Side, sidesOf } from './binding-answer.ts';
import { changedRows } from './losses.ts';
import { isAllowedContent } from './protected-changes.ts';

/**
 * Code `access-opened`: an object that keeps somebody out now, by its bindings, and would let everybody in
 * after the plan: its last binding is deleted, also along with its group or policy, switched off, bound to
 * something else, or lets everybody pass. Bindings are read only where a change may do that.
 */
export function reportAccessOpened(overlay: Overlay, policy: Policy, report: Report): void {
  for (const model of Object.values(overlay.catalog.models)) {
    if (model.kind !== 'resource' || !model.access) continue;
    const access = new Access(overlay, model.name, model.access);
    for (const target of access.opened()) {
      const name = describeRow(overlay, target);
      const causes = access.causes(target);
      const isMeant =
        isAllowed(policy, target.model, name) ||
        causes.some(
          ({ row, by }) =>
            isAllowed(policy, row.model, describeRow(overlay, row)) || isAllowedContent(overlay, by, policy),
        );
      if (isMeant) continue;
      const [first, ...others] = causes;
      const allow = target.from.size > 0 ? target.model : asArgument(`${target.model}:${name}`);
      report({
        code: 'access-opened',
        message: `${target.model} ${name} would let everybody in: ${first?.what ?? 'nothing keeps anybody out any more'}`,
        hint: `bind what is to decide instead, or, if everybody is meant, say so: --allow-protected ${allow}`,
        place: first?.place ?? target.owner?.place,
        notes: others.map(({ what, place }) => ({ message: what, place })),
      });
    }
  }
}

/** Why a binding keeps nobody out any more, and where that is said. */
interface Cause {
  readonly row: OverlayRow;
  readonly what: string;
  readonly place: Place | undefined;
  /** The row of the blueprint instance whose application does it; undefined where we do. */
  readonly by: string | undefined;
}

/** Who is let in by the bindings of one model. */
class Access {
  readonly #overlay: Overlay;
  readonly #access: AccessBinding;
  readonly #model: ModelName;
  readonly #before: Side;
  readonly #after: Side;
  #bindings: { readonly before: Bindings; readonly after: Bindings } | undefined;

  constructor(overlay: Overlay, model: ModelName, access: AccessBinding) {
    this.#overlay = overlay;
    this.#model = model;
    this.#access = access;
    ({ before: this.#before, after: this.#after } = sidesOf(overlay));
  }

  /** The objects that keep somebody out now, and nobody after the plan. */
  opened(): OverlayRow[] {
    const changed = new Set(changedRows(this.#overlay));
    const isRead = this.#mayOpen(changed) && this.#overlay.knows({ model: this.#model });
    if (!isRead) return [];
    const { before, after } = this.#all();
    return [...this.#targets(changed)].filter(
      (target) =>
        target.deletedBy === undefined &&
        this.#isOpen(target, after, this.#after) === true &&
        this.#isOpen(target, before, this.#before) === false,
    );
  }

  /** The objects whose bindings change, or what these go by; what has not been read is asked for. */
  #targets(changed: ReadonlySet<OverlayRow>): ReadonlySet<OverlayRow> {
    const { target, guards, mode, policy, group } = this.#access;
    const found = new Set<OverlayRow>([...changed].filter((row) => this.#isMode(row, mode.field)));
    const isChanged = (row: OverlayRow): boolean => changed.has(row) || row.actual === undefined;
    for (const row of this.#rows()) {
      const through = [policy, group.field].flatMap((field) =>
        [this.#before, this.#after].flatMap((side) => side.linked(row, field)),
      );
      if (![row, ...through].some(isChanged)) continue;
      const targets = [this.#before, this.#after].flatMap((side) => side.linked(row, target));
      if (targets.length === 0) for (const model of guards) this.#overlay.knows({ model });
      for (const one of targets) if (guards.includes(one.model) && one.actual) found.add(one);
    }
    return found;
  }

  #isMode(row: OverlayRow, field: string): boolean {
    return this.#access.guards.includes(row.model) && row.set.has(field);
  }

  #rows(): readonly OverlayRow[] {
    return this.#overlay.rowsBefore(this.#model);
  }

  /** What becomes of the bindings of an object that is opened. */
  causes(target: OverlayRow): Cause[] {
    const { before, after } = this.#all();
    const kept = new Set(after.get(target));
    const left = [...new Set([...(before.get(target) ?? []), ...kept])];
    return left.flatMap((row) => this.#cause(row, kept.has(row)) ?? []);
  }

  #cause(row: OverlayRow, isThere: boolean): Cause | undefined {
    const { enabled, target } = this.#access;
    const name = `its binding ${describeRow(this.#overlay, row)}`;
    const cause = (what: string, said: Provenance | undefined): Cause => ({
      row,
      what: `${name} ${what}`,
      place: said?.place,
      by: said?.by,
    });
    const at = (field: string): Provenance | undefined => row.provenanceOf.get(field) ?? row.owner;
    if (row.deletedBy !== undefined) {
      const root = this.#overlay.row(row.deletedBy);
      const along =
        root && root !== row ? ` along with ${root.model} ${describeRow(this.#overlay, root)}` : '';
      return cause(`is deleted${along}`, root?.owner);
    }
    if (this.#after.value(row, enabled) === false)
      return row.actual?.[enabled] === false ? undefined : cause('is switched off', at(enabled));
    if (!isThere) return cause('is bound to something else', at(target));
    if (letsAllPass(this.#overlay, row, this.#access, this.#after) !== true) return undefined;
    return cause('lets everybody pass', this.#whoAnswered(row));
  }

  /** Who has it that a binding lets everybody pass: in itself, or in its policy or group. */
  #whoAnswered(row: OverlayRow): Provenance | undefined {
    const { policy, group } = this.#access;
    const others = [policy, group.field].flatMap((field) => this.#after.linked(row, field));
    return [row, ...others].find(({ set, owner }) => set.size > 0 && owner)?.owner;
  }

  /**
   * Whether any change could take the effect of a binding: of a binding, of what guarded objects say about their
   * bindings, of the answer of a policy, or of a group that loses its members.
   */
  #mayOpen(changed: ReadonlySet<OverlayRow>): boolean {
    const { mode, group } = this.#access;
    return (
      [...changed].some(
        (row) =>
          row.model === this.#model ||
          this.#isMode(row, mode.field) ||
          row.set.has(this.#overlay.resource(row.model).answer?.field ?? '') ||
          (this.#isGroup(row) && (row.set.has(group.members) || row.cleared.has(group.members))),
      ) || this.#rows().some(({ actual }) => actual === undefined)
    );
  }

  #isGroup({ model }: OverlayRow): boolean {
    const { references = [] } = this.#overlay.resource(this.#model).fields[this.#access.group.field] ?? {};
    return references.includes(model);
  }

  #isOpen(target: OverlayRow, bindings: Bindings, side: Side): Truth {
    const { enabled, mode } = this.#access;
    const counted = (bindings.get(target) ?? []).filter((row) => side.value(row, enabled) !== false);
    if (counted.length === 0) return true;
    const passes = counted.map((row) => letsAllPass(this.#overlay, row, this.#access, side));
    return side.value(target, mode.field) === mode.any || side.value(target, mode.field) === undefined
      ? any(passes)
      : all(passes);
  }

  #all(): { readonly before: Bindings; readonly after: Bindings } {
    const rows = this.#rows();
    return (this.#bindings ??= {
      before: this.#byTarget(rows, this.#before),
      after: this.#byTarget(rows, this.#after),
    });
  }

  #byTarget(rows: readonly OverlayRow[], side: Side): Bindings {
    const found = new Map<OverlayRow, OverlayRow[]>();
    for (const row of rows) {
      if (!side.has(row)) continue;
      for (const target of side.linked(row, this.#access.target)) {
        if (!this.#access.guards.includes(target.model)) continue;
        const others = found.get(target);
        if (others) others.push(row);
        else found.set(target, [row]);
      }
    }
    return found;
  }
}

/** Bindings by what they are bound to. */
type Bindings = ReadonlyMap<OverlayRow, readonly OverlayRow[]>;
