import { readSnapshot } from '../../src/actual/read.ts';
import { emptySnapshot } from '../../src/actual/snapshot.ts';
import { bundledIn } from '../../src/catalog/bundled.ts';
import type { Resource } from '../../src/catalog/model.ts';
import { loadBundled } from '../../src/cli/catalogs.ts';
import { buildExport } from '../../src/export/build-export.ts';
import type { ExportResult } from '../../src/export/export-result.ts';
import { exportQuestions, furtherQuestions } from '../../src/export/questions.ts';
import type { ExportWish } from '../../src/export/wish.ts';
import { blueprintText, certificate, completeObject, key } from '../laws/random-blueprint.ts';
import { Random } from '../mutants/random.ts';
import { type RunOptions, runBlueprints, type Setup } from '../oracle/run-case.ts';
import { SEED } from '../random-cases.ts';

/** The export of a sandbox; everything of it, with users, where nothing else is said. */
export async function exportOf(
  { catalog, client }: Pick<Setup, 'catalog' | 'client'>,
  wish: Partial<ExportWish> = {},
): Promise<ExportResult> {
  const whole: ExportWish = {
    scope: { kind: 'all' },
    users: true,
    bundled: false,
    declared: new Set(),
    ...wish,
  };
  const empty = emptySnapshot(catalog.release);
  const objects = await readSnapshot(client, catalog, exportQuestions(catalog), empty);
  const snapshot = await readSnapshot(
    client,
    catalog,
    furtherQuestions(catalog, objects, whole.users),
    objects,
  );
  const result = buildExport({
    catalog,
    snapshot,
    bundled: bundledIn(loadBundled(), catalog.release),
    wish: whole,
  });
  if (!result) throw new Error('there is nothing to export');
  return result;
}

/** The files of an export, as commands read them. */
export function filesOf({ files }: ExportResult): { readonly path: string; readonly bytes: Buffer }[] {
  return files.map(({ path, text }) => ({ path, bytes: Buffer.from(text) }));
}

/**
 * The environment that the files of an export need: the secrets that the server shows, the certificate of all pairs
 * of random blueprints, and of what it never shows, something.
 */
export function environmentOf({ variables }: ExportResult): Record<string, string> {
  return Object.fromEntries(
    variables.map(({ name, what, value }) => {
      if (what.endsWith(': certificate_data')) return [name, certificate];
      return [name, value ?? (what.endsWith(': key_data') ? key : 'never-shown')];
    }),
  );
}

/** A policy under which nothing stops a run. */
export function openPolicy({ catalog }: Pick<Setup, 'catalog'>): NonNullable<RunOptions['policy']> {
  const all = Object.keys(catalog.models);
  return { allowProtected: all, allowCascade: all, allowLockout: true, allowChanges: 100_000 };
}

/**
 * Makes two objects of each of these models, with all that they need; gives how many there are. What random values
 * make impossible is left out.
 */
export async function fill(setup: Setup, models: readonly Resource[]): Promise<number> {
  let files = models.flatMap((model, index) =>
    ['a', 'b'].flatMap((which) => {
      const prefix = `${which}${index}-`;
      const entries = completeObject(setup.catalog, new Random(SEED + index), model, prefix);
      const text = blueprintText(entries);
      return entries.length === 0 ? [] : [{ path: `${prefix}.yaml`, bytes: Buffer.from(text) }];
    }),
  );
  for (;;) {
    const ran = await runBlueprints(setup, files, { policy: openPolicy(setup) });
    if (ran.stage === 'done') return files.length;
    const wrong = new Set(
      ran.diagnostics.filter(({ severity }) => severity === 'error').map(({ place }) => place?.file.path),
    );
    const left = files.filter(({ path }) => !wrong.has(path));
    if (left.length === files.length) throw new Error(JSON.stringify(ran.diagnostics.slice(0, 5)));
    files = left;
  }
}
