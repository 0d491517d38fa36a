import type { Resource } from '../../catalog/model.ts';
import type { EntryScope } from './entry-scope.ts';
import { FAILED, type Known } from './known.ts';

/** Reports that the API cannot do what an entry wants. */
export function impossible(
  scope: EntryScope,
  action: 'create' | 'update' | 'delete',
  model: Resource,
): Known {
  const why = action === 'create' && model.cannotCreate !== undefined ? `: ${model.cannotCreate}` : '';
  scope.report(
    'action-impossible',
    `the API of this release cannot ${action} a ${model.name}${why}`,
    scope.entry.model.span,
  );
  return FAILED;
}
