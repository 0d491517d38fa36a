import { exportPlaceOf } from '../../catalog/export-place.ts';
import { ownRoleOf } from '../../catalog/own-role.ts';
import type { ModelName, Resource } from '../../catalog/model.ts';
import { cameWith } from '../overlay/along.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * Why an object is not exported. `record`: it is something that happened; `not-creatable`: no entry can make one;
 * `brought`: the server makes it along with another; `user`: a user, or what is a user's; `declared`: a file that
 * was named has it; `bundled`: it is as authentik made it; `unnamed`: nothing tells it from another;
 * `unwritable`: something that it needs cannot be written.
 */
export type LeftOutReason =
  | 'record'
  | 'not-creatable'
  | 'brought'
  | 'user'
  | 'declared'
  | 'bundled'
  | 'unnamed'
  | 'unwritable';

/** What is left out besides what nobody wants. */
export interface Wish {
  /** Users are not left out, nor what is theirs (tokens, connections). */
  readonly users: boolean;
  /** The ids of rows (`Change.row`) that files declare: they are left out. */
  readonly declared: ReadonlySet<string>;
}

/** Why an object is left out whatever its values are; undefined: that depends on them. */
export class LeavingOut {
  readonly #overlay: Overlay;
  readonly #wish: Wish;
  /** The models of what comes along with others. */
  readonly #brought: ReadonlySet<ModelName>;
  readonly #reasons = new Map<OverlayRow, LeftOutReason | undefined>();

  constructor(overlay: Overlay, wish: Wish) {
    this.#overlay = overlay;
    this.#wish = wish;
    this.#brought = new Set(
      Object.values(overlay.catalog.models).flatMap((model) =>
        model.kind === 'resource' ? (model.brings ?? []).map((brings) => brings.model) : [],
      ),
    );
  }

  reason(row: OverlayRow): LeftOutReason | undefined {
    if (this.#reasons.has(row)) return this.#reasons.get(row);
    const reason = this.#find(row);
    this.#reasons.set(row, reason);
    return reason;
  }

  /** Whether an object is a role that the server made to hold the permissions of one user. */
  isOwnRole({ model, actual }: OverlayRow): boolean {
    const { permissions } = this.#overlay.catalog;
    return ownRoleOf(permissions, model, actual?.['name']) !== undefined;
  }

  #find(row: OverlayRow): LeftOutReason | undefined {
    const { catalog } = this.#overlay;
    const model = this.#overlay.resource(row.model);
    if (exportPlaceOf(catalog, model).kind === 'record') return 'record';
    if (!model.actions.create || model.cannotCreate !== undefined) return 'not-creatable';
    if ((this.#brought.has(row.model) && cameWith(this.#overlay, row).length > 0) || this.isOwnRole(row))
      return 'brought';
    if (!this.#wish.users && this.#isUsers(row, model)) return 'user';
    return this.#wish.declared.has(row.id) ? 'declared' : undefined;
  }

  /** Whether an object is somebody who has rights, or is nothing without such a one. */
  #isUsers(row: OverlayRow, model: Resource): boolean {
    if (isPerson(model)) return true;
    return Object.entries(model.fields).some(
      ([name, field]) =>
        field.type !== 'array' &&
        !field.readOnly &&
        (field.required === true || field.generated === true) &&
        field.references?.some((one) => this.#isPersonModel(one)) === true &&
        // The server does not show some accounts of its own.
        (row.actual?.[name] ?? null) !== null,
    );
  }

  #isPersonModel(name: ModelName): boolean {
    const model = this.#overlay.catalog.models[name];
    return model?.kind === 'resource' && isPerson(model);
  }
}

/** Whether the objects of a model are people, or accounts. */
export function isPerson({ login }: Resource): boolean {
  return login?.is === 'user';
}
