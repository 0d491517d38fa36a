import type { Me } from '../../actual/snapshot.ts';
import type { Resource } from '../../catalog/model.ts';
import { stands } from '../entries/protect.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * The objects of the server that the token in use has its rights through, as they are before the plan: its user,
 * that user's roles and those of its groups that give rights, the groups that those are within, and the roles of
 * these. What has not been read is asked for. The user is asked for by the value that people know it by, which
 * `me` has.
 */
export function behindToken(overlay: Overlay, me: Me | undefined): ReadonlySet<OverlayRow> {
  const found = new Set<OverlayRow>();
  const seen = new Set<OverlayRow>();
  /** Whether rights come from a row, or from what it leads to. */
  const givesRights = (row: OverlayRow): boolean => {
    if (seen.has(row)) return found.has(row);
    seen.add(row);
    const through = linkedFrom(overlay, row).filter(givesRights);
    if (through.length === 0 && !isSource(overlay, row)) return false;
    found.add(row);
    return true;
  };
  const user = me && userOf(overlay, me);
  if (user) {
    givesRights(user);
    found.add(user);
  }
  return found;
}

/** The objects that a row has rights from; what has not been read is asked for. */
function linkedFrom(overlay: Overlay, row: OverlayRow): OverlayRow[] {
  const { rightsFrom = [], fields } = overlay.resource(row.model);
  return rightsFrom.flatMap((field) => {
    const value = row.actual?.[field];
    const references = fields[field]?.references ?? [];
    return (Array.isArray(value) ? value : [value]).flatMap((key) => {
      if (key === null || key === undefined) return [];
      const linked = overlay.rowBefore(references, key);
      if (!linked) for (const model of references) overlay.knows({ model });
      return linked ?? [];
    });
  });
}

/** Whether an object gives rights by itself: a role, or a group that is protected whoever is in it. */
function isSource(overlay: Overlay, row: OverlayRow): boolean {
  const { rightsFrom, protected: known } = overlay.resource(row.model);
  return rightsFrom === undefined || known.some((one) => stands(overlay, row, one, { me: undefined }));
}

function userOf(overlay: Overlay, { pk, username }: Me): OverlayRow | undefined {
  const model = Object.values(overlay.catalog.models).find(isUser);
  if (!model) return undefined;
  const row = overlay.rowBefore([model.name], pk);
  const field = model.protected.find(isOfMe)?.nameField;
  if (!row && field !== undefined) overlay.knows({ model: model.name, where: { [field]: username } });
  return row;
}

function isUser(model: Overlay['catalog']['models'][string]): model is Resource {
  return model.kind === 'resource' && model.rightsFrom !== undefined && model.protected.some(isOfMe);
}

function isOfMe({ match }: Resource['protected'][number]): boolean {
  return match.some((values) => Object.keys(values).length === 1 && values['pk'] === '@me');
}
