import type { ImporterFacts, ImporterLimit } from '../importer.ts';
import type { Field } from '../model.ts';
import { isWithin } from '../release.ts';
import { type Described, isAbout, type Source } from './source.ts';

/** The importer of a release; undefined where the document does not have its endpoints. */
export function buildImporter({ hand, paths, release }: Source): ImporterFacts | undefined {
  const file = hand.files.find((row) => paths.has(row.export) && paths.has(row.import));
  const rows = hand.importer.filter((row) => isWithin(release, row));
  const { dryRun, rights, queues, says, seconds, permissions, mustCreate } = Object.assign(
    {},
    ...rows,
  ) as (typeof rows)[number];
  if (!file || dryRun === undefined || !rights || !says || !seconds || !paths.has(dryRun)) return undefined;
  return { dryRun, import: file.import, rights, queues, says, seconds, permissions, mustCreate };
}

/** What the importer cannot do with a model; undefined where that is nothing that is known. */
export function importerLimits(
  { hand, release }: Source,
  model: Described,
  fields: Readonly<Record<string, Field>>,
): readonly ImporterLimit[] | undefined {
  const limits = hand.importerLimits
    .filter((row) => (row.model === undefined || isAbout(row.model, model)) && isWithin(release, row))
    .map(({ why, actions, sends, values, otherThan, lacks, whileThereIs }) => ({
      why,
      actions,
      sends: sends?.filter((name) => name in fields),
      values,
      otherThan,
      lacks: lacks?.filter((name) => name in fields),
      whileThereIs,
    }))
    .filter(({ sends, lacks }) => sends?.length !== 0 && lacks?.length !== 0);
  return limits.length > 0 ? limits : undefined;
}
