import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from '../validate/check.ts';
import { casesOf } from './cases.ts';
import { laterCases } from './later-cases.ts';
import { openOn, planBlueprints, runBlueprints, type RunOptions, type Setup, standOn } from './run-case.ts';
import { listedCases } from './table.ts';

/*
 * Of all files of which the importers of real servers were asked: what they take has no errors, and what they
 * refuse is found by `validate` alone, at an entry that the importer names, where the file decides it. The
 * others are listed with what of the server decides, and a plan finds them there.
 */

/** A file with what an importer said of it. */
interface Verdict {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly ok: boolean;
  /** The entries that it refused; it stops at the first, or names none. */
  readonly refused: readonly number[];
  readonly before: readonly string[];
  readonly options: RunOptions;
}

interface Release {
  readonly target: string;
  readonly verdicts: () => readonly Verdict[];
  readonly open: (name: string) => Setup | Promise<Setup>;
}

const RELEASES: Readonly<Record<string, Release>> = {
  '2023.2.3': {
    target: '2023.2',
    verdicts: () =>
      casesOf('').map((one) => ({
        ...one,
        refused: one.refused === undefined ? [] : [one.refused],
        options: one,
      })),
    open: (name) => standOn(name.includes('bare') ? 'bare' : 'fresh'),
  },
  '2025.12.4': {
    target: '2025.12',
    verdicts: () =>
      laterCases('2025.12.4').map((one) => ({
        ...one,
        files: [one],
        options: { context: one.context, readFile: () => 'text' },
      })),
    open: () => openOn('2025.12', shared('data/state/2025.12.4')),
  },
};

/** What of the server decides about a file, by release and name. */
const decidedByServer = JSON.parse(
  readFileSync(join(import.meta.dirname, 'decided-by-the-server.json'), 'utf8'),
) as Record<string, Record<string, string>>;

/** Of these not even a plan can tell. */
const ONLY_THE_SERVER = new Set(['only the server knows its licence']);

/** Where a file has several faults, a plan reports others and stops: exports of another server, mostly. */
const FOUND_ELSEWHERE = new Set([
  'an object of the server has the name',
  'the server has no such blueprint',
  'the object may exist; then this would be a partial update',
]);

const errorsOf = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

/** Whether errors are at an entry that the importer names, or at what holds all entries. */
function atEntry(errors: readonly Diagnostic[], { refused }: Verdict): boolean {
  if (refused.length === 0) return errors.length > 0;
  return errors.some(({ entry }) => entry === undefined || refused.includes(entry.index));
}

describe.skipIf(!hasShared).each(Object.entries(RELEASES))(
  'files of which %s was asked',
  (release, asked) => {
    const { target, verdicts, open } = asked;
    const catalog = loadCatalog(target, () => undefined);
    const deliberate = listedCases(target);
    const server = decidedByServer[release] ?? {};
    const all = hasShared ? verdicts() : [];
    const found = (one: Verdict): boolean => atEntry(errorsOf(checkFiles(one.files, catalog)), one);

    test('what the importer takes has no errors', () => {
      const taken = all.filter(({ ok, name }) => ok && !deliberate.has(name));
      const wrong = taken.filter(({ files }) => errorsOf(checkFiles(files, catalog)).length > 0);
      console.log(`${release}: ${taken.length} files that the importer takes: ${wrong.length} with errors`);
      expect(wrong.map(({ name }) => name)).toEqual([]);
    });

    test('what it refuses, and the file decides, is found at the entry: at least 98 %', () => {
      const refused = all.filter(({ ok }) => !ok);
      const byFile = refused.filter(({ name }) => !deliberate.has(name) && server[name] === undefined);
      const missed = byFile.filter((one) => !found(one)).map(({ name }) => name);
      const share = (byFile.length - missed.length) / byFile.length;
      console.log(
        `${release}: ${refused.length} files that the importer refuses: ${byFile.length} that the file decides, ` +
          `${byFile.length - missed.length} of them found by validate at the entry (${(share * 100).toFixed(1)} %), ` +
          `${Object.keys(server).length} that the server decides, ` +
          `${refused.filter(({ name }) => deliberate.has(name)).length} done on purpose` +
          missed.map((name) => `\n  missed: ${name}`).join(''),
      );
      expect(share).toBeGreaterThanOrEqual(0.98);
      expect(byFile.length).toBeGreaterThan(80);
    });

    test('what the server decides is refused by plan, and is not found without it', {
      timeout: 300_000,
    }, async () => {
      const unlisted: string[] = [];
      const needless: string[] = [];
      for (const [name, reason] of Object.entries(server)) {
        const one = all.find((verdict) => verdict.name === name);
        if (!one || found(one)) needless.push(name);
        if (!one || ONLY_THE_SERVER.has(reason)) continue;
        const setup = await open(name);
        for (const content of one.before)
          await runBlueprints(setup, [{ path: 'before.yaml', bytes: Buffer.from(content) }]);
        const errors = errorsOf((await planBlueprints(setup, one.files, one.options)).diagnostics);
        if (!(FOUND_ELSEWHERE.has(reason) ? errors.length > 0 : atEntry(errors, one))) unlisted.push(name);
      }
      expect(needless).toEqual([]);
      expect(unlisted).toEqual([]);
    });
  },
);
