import { detailQuery } from '../catalog/detail-query.ts';
import type { Snapshot } from '../actual/snapshot.ts';
import { exportPlaceOf } from '../catalog/export-place.ts';
import { ownRoleOf } from '../catalog/own-role.ts';
import { Overlay } from '../plan/overlay/overlay.ts';
import { isPerson } from '../plan/server-made/left-out.ts';
import { itemOf } from '../catalog/item-of.ts';
import type { Catalog, Json, Model, ModelName } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';

/** What an export must know of a server: all objects that are configured, with what lists leave out unless asked. */
export function exportQuestions(catalog: Catalog): Question[] {
  return Object.values(catalog.models).flatMap((model): Question[] => {
    // What happened is not exported, and there may be a great deal of it.
    if (model.kind !== 'resource' || exportPlaceOf(catalog, model).kind === 'record') return [];
    const needsWhole = Object.keys(detailQuery(model)).length > 0;
    return [{ model: model.name, whole: needsWhole || undefined }];
  });
}

/** What must then be known: who holds permissions, and what objects link to that no entry can make. */
export function furtherQuestions(catalog: Catalog, snapshot: Snapshot, users: boolean): Question[] {
  return [...linkQuestions(catalog, snapshot), ...grantQuestions(catalog, snapshot, users)];
}

/**
 * The lists of what no entry can make (permissions, types of devices, the source for logins with a password) where an
 * object links to something that none of the other lists has.
 */
function linkQuestions(catalog: Catalog, snapshot: Snapshot): Question[] {
  const overlay = new Overlay(catalog, snapshot);
  const lacking = new Set<ModelName>();
  for (const model of Object.values(catalog.models)) {
    if (model.kind !== 'resource') continue;
    for (const [name, field] of Object.entries(model.fields)) {
      const references = itemOf(field).references ?? [];
      const lists = field.readOnly ? [] : references.filter((one) => isListed(catalog.models[one]));
      if (lists.length === 0) continue;
      const rows = snapshot.models[model.name]?.rows ?? [];
      const isLacking = rows.some((row) =>
        [row[name] ?? []].flat().some((key) => isKey(key) && !overlay.rowOf(references, key)),
      );
      if (isLacking) lists.forEach((one) => lacking.add(one));
    }
  }
  return [...lacking].map((model) => ({ model }));
}

function isListed(model: Model | undefined): boolean {
  return model?.kind === 'listed' || (model?.kind === 'base' && model.list !== undefined);
}

function isKey(key: Json): key is string | number {
  return typeof key === 'string' || typeof key === 'number';
}

/**
 * What must then be known of permissions: those of each role, and of each user where users are exported, everywhere
 * and on objects. Roles that the server made to hold the permissions of one user are those of the user.
 */
function grantQuestions({ models, permissions }: Catalog, snapshot: Snapshot, users: boolean): Question[] {
  return Object.values(permissions?.holders ?? {}).flatMap((holder): Question[] => {
    const model = models[holder.model];
    if (holder.kind !== 'direct' || model?.kind !== 'resource') return [];
    if (isPerson(model) && !users) return [];
    return (snapshot.models[model.name]?.rows ?? []).flatMap((row): Question[] => {
      const key = row[model.collection.pk];
      if (typeof key !== 'string' && typeof key !== 'number') return [];
      if (!users && ownRoleOf(permissions, model.name, row['name']) !== undefined) return [];
      return (['holder', 'held'] as const).map((of) => ({ model: model.name, permissions: { of, key } }));
    });
  });
}
