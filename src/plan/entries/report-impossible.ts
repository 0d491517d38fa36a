import type { Resource } from '../../catalog/model.ts';
import type { EntryScope } from './entry-scope.ts';
import { FAILED, type EntryResult } from './entry-result.ts';

/** Reports that the API cannot do what an entry asks for, and gives the result of such an entry. */
export function reportImpossible(
  scope: EntryScope,
  action: 'create' | 'update' | 'delete',
  model: Resource,
): EntryResult {
  const why = action === 'create' && model.cannotCreate !== undefined ? `: ${model.cannotCreate}` : '';
  scope.report(
    'action-impossible',
    action === 'create' && !model.actions.create
      ? `there is no such ${model.name}, and the API of this release cannot create one: it can only be changed`
      : `the API of this release cannot ${action} a ${model.name}${why}`,
    scope.entry.model.span,
  );
  return FAILED;
}
