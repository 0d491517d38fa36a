import { describe, expect, test } from 'vitest';
import type { Field } from '../../src/catalog/model.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { openPolicy } from '../export/state.ts';
import { Random } from '../mutants/random.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';
import { chosen, SEED, WHOLE } from '../random-cases.ts';
import {
  blueprintText,
  completeObject,
  creatable,
  type RandomEntry,
  type Value,
} from './random-blueprint.ts';

/*
 * An object of each model gets another name, or another place, and so does all that it needs: with a comment that says
 * what each was, each is updated once and nothing is made; then nothing is left. Without a comment a plan says what to
 * write, and whoever does gets the same. The suite takes a twelfth of the models of each release, other ones in each;
 * TEST_WHOLE=1 takes all.
 */

const RELEASES = ['2023.2', '2024.12', '2025.12', '2026.8'];
const SHARE = 12;
/** What comments are taken out by, and where they stand. */
const COMMENT = /^# ak-blueprint-was: .*\n/gm;

interface File {
  readonly path: string;
  readonly entries: readonly RandomEntry[];
}

const textOf = ({ path, entries }: File) => ({ path, bytes: Buffer.from(blueprintText(entries)) });

/** Makes an object of each model that this release is tried with, each in a file with what it needs. */
async function fill(setup: Setup, share: number): Promise<File[]> {
  const models = creatable(setup.catalog).filter((_, index) => WHOLE || index % SHARE === 3 * share + 1);
  let files = models
    .map((model, index) => ({
      path: `${index}.yaml`,
      entries: completeObject(setup.catalog, new Random(SEED + index), model, `f${index}-`),
    }))
    .filter(({ entries }) => entries.length > 0);
  for (;;) {
    const ran = await runBlueprints(setup, files.map(textOf), { policy: openPolicy(setup) });
    if (ran.stage === 'done') return files;
    const wrong = new Set(
      ran.diagnostics.filter(({ severity }) => severity === 'error').map(({ place }) => place?.file.path),
    );
    const left = files.filter(({ path }) => !wrong.has(path));
    if (left.length === files.length) throw new Error(JSON.stringify(ran.diagnostics.slice(0, 5)));
    files = left;
  }
}

/** Another value of an identifier; undefined where it stays. */
function otherName(field: Field | undefined, value: Value): Value | undefined {
  if (typeof value === 'number') return value + 1000;
  const isFree =
    field?.format === undefined && !field?.enum && (!field?.pattern || /^[\w-]+$/.test(String(value)));
  return typeof value === 'string' && isFree ? `${value}b`.slice(-(field?.maxLength ?? Infinity)) : undefined;
}

/** The texts with other identifiers, each with a comment that says what it was, and what is to be written. */
function renamed(files: readonly File[]): { texts: { path: string; text: string }[]; count: number } {
  let count = 0;
  const texts = files.map(({ path, entries }) => {
    const was: string[] = [];
    const now = entries.map((entry) => {
      const changed = Object.entries(entry.identifiers).flatMap(([name, value]) => {
        const other = otherName(entry.model.fields[name], value);
        return other === undefined ? [] : [[name, value, other] as const];
      });
      was.push(changed.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', '));
      if (changed.length > 0) count += 1;
      const identifiers = {
        ...entry.identifiers,
        ...Object.fromEntries(changed.map(([name, , other]) => [name, other])),
      };
      return { ...entry, identifiers };
    });
    let at = -1;
    const text = blueprintText(now).replace(/^- model: /gm, (line) => {
      at += 1;
      return was[at] ? `# ak-blueprint-was: ${was[at]}\n${line}` : line;
    });
    return { path, text };
  });
  return { texts, count };
}

const bytesOf = (texts: readonly { path: string; text: string }[]) =>
  texts.map(({ path, text }) => ({ path, bytes: Buffer.from(text) }));

const errorsOf = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, place }) => `${place?.file.path} ${code} ${message}`);

/** The texts with the comments that findings ask for. */
function following(texts: readonly { path: string; text: string }[], diagnostics: readonly Diagnostic[]) {
  return texts.map(({ path, text }) => {
    const edits = diagnostics
      .flatMap(({ fixes }) => fixes ?? [])
      .flatMap((fix) => (fix.title.startsWith('add "# ak-blueprint-was') ? fix.edits : []))
      .filter(({ place }) => place.file.path === path)
      .sort((one, other) => other.place.span.start - one.place.span.start);
    return {
      path,
      text: edits.reduce(
        (now, { place, text: added }) => now.slice(0, place.span.start) + added + now.slice(place.span.start),
        text,
      ),
    };
  });
}

/** `update model key` of a write, without its fields. */
const objectIn = (line: string): string => line.slice(0, line.lastIndexOf(': '));

describe.each(chosen(RELEASES))('what gets another name in authentik %s', (release) => {
  test('is updated once, and whoever follows the plan has the same', { timeout: 120_000 }, async () => {
    const setup = await openOn(release);
    const files = await fill(setup, RELEASES.indexOf(release));
    const policy = { ...openPolicy(setup), allowChanges: 10_000 };
    const { texts, count } = renamed(files);
    expect(count).toBeGreaterThanOrEqual(5);

    let followed = texts.map(({ path, text }) => ({ path, text: text.replace(COMMENT, '') }));
    // What refers to another that is renamed is asked about once that is said.
    for (let round = 0; round < (WHOLE ? 5 : 2); round += 1) {
      const { diagnostics } = await planBlueprints(setup, bytesOf(followed), { policy });
      followed = following(followed, diagnostics);
    }
    const hinted = followed.flatMap(({ text }) => text.match(COMMENT) ?? []).length;
    const byHints = await planBlueprints(setup, bytesOf(followed), { policy });
    expect(errorsOf(byHints.diagnostics)).toEqual([]);

    const ran = await runBlueprints(setup, bytesOf(texts), { policy });
    expect([ran.stage, ...errorsOf(ran.diagnostics)]).toEqual(['done']);
    const writes = writesOf(ran);
    expect(writes.filter((line) => !line.startsWith('update '))).toEqual([]);
    expect(writes).toHaveLength(count);
    // What is the same as another but for its name is asked about nowhere.
    expect(hinted).toBeGreaterThan(count / 2);
    const updates = writesOf(byHints).filter((line) => line.startsWith('update '));
    expect(updates).toHaveLength(hinted);
    // A link to what is asked about nowhere, and so made anew, goes along.
    expect(writes.map(objectIn)).toEqual(expect.arrayContaining(updates.map(objectIn)));

    const again = await planBlueprints(setup, bytesOf(texts), { policy });
    expect(writesOf(again)).toEqual([]);
    const done = again.diagnostics.filter(({ code }) => code === 'was-done').length;
    expect([errorsOf(again.diagnostics), done]).toEqual([[], count]);
  });
});
