import { detailQuery } from '../catalog/detail-query.ts';
import type { Snapshot } from '../actual/snapshot.ts';
import { exportPlaceOf } from '../catalog/export-place.ts';
import { ownRoleOf } from '../catalog/own-role.ts';
import { isPerson } from '../plan/server-made/left-out.ts';
import type { Catalog } from '../catalog/model.ts';
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

/**
 * What must then be known of permissions: those of each role, and of each user where users are exported, everywhere
 * and on objects. Roles that the server made to hold the permissions of one user are those of the user.
 */
export function grantQuestions(
  { models, permissions }: Catalog,
  snapshot: Snapshot,
  users: boolean,
): Question[] {
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
