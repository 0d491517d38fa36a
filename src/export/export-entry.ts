import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import { type ExportValue, objectsIn } from './export-value.ts';
import type { Identity } from './identities.ts';

/** An object that is exported, as an entry. */
export interface ExportEntry {
  readonly row: OverlayRow;
  readonly identity: Identity;
  readonly attrs: readonly (readonly [string, ExportValue])[];
  /** Permissions on the object, each as the mapping that an entry has. */
  readonly permissions: readonly ExportValue[];
  /** What of it is not as on the server. */
  readonly notes: readonly string[];
}

/** The objects that an entry refers to, but for those of one attribute. */
export function referredBy({ identity, attrs, permissions }: ExportEntry): OverlayRow[] {
  return [
    ...identity.parts.flatMap(({ value }) => (typeof value === 'object' ? [value] : [])),
    ...attrs.flatMap(([, value]) => objectsIn(value)),
    ...permissions.flatMap(objectsIn),
  ];
}
