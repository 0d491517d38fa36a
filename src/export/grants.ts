import type { Granted, Snapshot } from '../actual/snapshot.ts';
import { exportPlaceOf } from '../catalog/export-place.ts';
import { ownRoleOf } from '../catalog/own-role.ts';
import type { HolderKind } from '../catalog/model.ts';
import { questionKey } from '../catalog/question.ts';
import type { Overlay } from '../plan/overlay/overlay.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import type { ExportValue } from './export-value.ts';
import type { Identities } from './identities.ts';

/** The permissions of a server, as entries declare them. */
export class Grants {
  /** What holders hold everywhere, by holder: `authentik_core.view_application`. */
  readonly everywhere = new Map<OverlayRow, Set<string>>();
  /** Those on an object, by object. */
  readonly #on = new Map<OverlayRow, Grant[]>();
  /** How many permissions are on objects that the server does not list, by holder. */
  readonly lost = new Map<OverlayRow, number>();
  readonly #identities: Identities;

  constructor(overlay: Overlay, snapshot: Snapshot, identities: Identities) {
    this.#identities = identities;
    for (const [kind, holder] of Object.entries(overlay.catalog.permissions?.holders ?? {}))
      if (holder.kind === 'direct')
        for (const row of overlay.rows(holder.model)) this.#read(overlay, snapshot, row, kind as HolderKind);
  }

  /** What one holder was given; what a role holds that the server made for a user is the user's. */
  #read(overlay: Overlay, { granted = {} }: Snapshot, row: OverlayRow, kind: HolderKind): void {
    const key = row.actual && overlay.pkOf(row.model, row.actual);
    if (key === undefined) return;
    const user = ownRoleOf(overlay.catalog.permissions, row.model, row.actual?.['name']);
    const who = user ? overlay.rowOf([user.model], user.key) : row;
    if (!who) return;
    const answer = (of: 'holder' | 'held'): readonly Granted[] =>
      granted[questionKey({ model: row.model, permissions: { of, key } })] ?? [];
    for (const { permission } of answer('holder')) put(this.everywhere, who, permission);
    const as = user ? kindOf(overlay, user.model) : kind;
    for (const { permission, on } of answer('held')) {
      const model = on && overlay.catalog.models[on.model];
      // What happened is no more exported than who may see it.
      if (model?.kind === 'resource' && exportPlaceOf(overlay.catalog, model).kind === 'record') continue;
      const object = on && overlay.rowOf([on.model], on.key);
      if (object) this.#on.set(object, [...(this.#on.get(object) ?? []), { permission, as, who }]);
      else this.lost.set(who, (this.lost.get(who) ?? 0) + 1);
    }
  }

  /** The `permissions` of an entry, in a stable order: those that holders have who can be named. */
  on(row: OverlayRow, isExported: (holder: OverlayRow) => boolean): ExportValue[] {
    const named = (this.#on.get(row) ?? [])
      .filter(({ who }) => isExported(who))
      .map(({ permission, as, who }) => ({
        permission,
        as,
        who,
        text: `${permission} ${as} ${this.#identities.of(who)?.text ?? ''}`,
      }))
      .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
    return named.map(({ permission, as, who }) => ({
      kind: 'mapping',
      pairs: [
        ['permission', { kind: 'plain', value: permission }],
        [as, { kind: 'object', row: who }],
      ],
    }));
  }
}

interface Grant {
  readonly permission: string;
  readonly as: HolderKind;
  readonly who: OverlayRow;
}

function kindOf({ catalog }: Overlay, model: string): HolderKind {
  const found = Object.entries(catalog.permissions?.holders ?? {}).find(
    ([, holder]) => holder.model === model,
  );
  return (found?.[0] ?? 'user') as HolderKind;
}

function put(into: Map<OverlayRow, Set<string>>, row: OverlayRow, permission: string): void {
  const others = into.get(row);
  if (others) others.add(permission);
  else into.set(row, new Set([permission]));
}
