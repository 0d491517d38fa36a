import { labelsOf } from '../endpoints/file-labels.ts';
import { now } from '../environment.ts';
import { makeUuid } from '../random.ts';
import { complete, type SeedParts } from './dump.ts';

/**
 * Stores an instance of each of the release's own blueprint files that every server makes one of, as applied
 * (state of 2023.2.3: managed-blueprints; of 2025.12.4: managed__blueprints).
 */
export function seedInstances(parts: SeedParts): void {
  const { database, release, environment } = parts;
  const rule = release.behaviour.actions.find(({ does }) => does === 'blueprint-files');
  const model = database.models.find(rule?.model ?? '');
  if (!model) return;
  for (const { name, path, hash, instantiated } of environment.files) {
    if (!instantiated) continue;
    const values = complete(parts, model, {
      name,
      path,
      context: {},
      enabled: true,
      content: '',
      managed_models: [],
      metadata: { name, labels: labelsOf(release, path) },
      status: 'successful',
      last_applied: now(environment.clock),
      last_applied_hash: hash,
    });
    database.store.put({ model: model.name, pk: makeUuid(environment.random), values });
  }
}
