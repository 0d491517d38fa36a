import type { Json } from '../../catalog/model.ts';
import type { Release } from '../release.ts';

/** The labels that the server's own files of a folder have. */
export function labelsOf({ behaviour }: Pick<Release, 'behaviour'>, path: string): Json {
  const byFolder = behaviour.documents['file-labels'] as Record<string, Json>;
  return byFolder[path.split('/')[0] ?? ''] ?? {};
}
