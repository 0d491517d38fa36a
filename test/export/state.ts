import { readSnapshot } from '../../src/actual/read.ts';
import { emptySnapshot } from '../../src/actual/snapshot.ts';
import { bundledIn } from '../../src/catalog/bundled.ts';
import { loadBundled } from '../../src/cli/catalogs.ts';
import { buildExport } from '../../src/export/build-export.ts';
import type { ExportResult } from '../../src/export/export-result.ts';
import { exportQuestions, furtherQuestions } from '../../src/export/questions.ts';
import type { ExportWish } from '../../src/export/wish.ts';
import { certificate, key } from '../laws/random-blueprint.ts';
import type { RunOptions, Setup } from '../oracle/run-case.ts';

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
