import type { ImporterFacts, ImporterLimits } from '../importer.ts';
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
  shown: Readonly<Record<string, Field>>,
): ImporterLimits | undefined {
  const rows = hand.importerLimits.filter((row) => isAbout(row.model, model) && isWithin(release, row));
  if (rows.length === 0) return undefined;
  const pushedTo = rows.flatMap((row) => row.pushedTo ?? []);
  const fields = Object.entries(Object.assign({}, ...rows.map((row) => row.fields ?? {})) as object).filter(
    ([name]) => name in shown,
  );
  return {
    never: rows.find((row) => row.never)?.never,
    create: rows.find((row) => row.create)?.create,
    update: rows.find((row) => row.update)?.update,
    delete: rows.find((row) => row.delete)?.delete,
    fields: fields.length > 0 ? Object.fromEntries(fields) : undefined,
    pushedTo: pushedTo.length > 0 ? pushedTo : undefined,
  };
}
