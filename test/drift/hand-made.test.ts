import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import schema from '../../schemas/drift-output-1.json' with { type: 'json' };
import { eventLogOf } from '../../src/catalog/event-log.ts';
import type { Json, Resource } from '../../src/catalog/model.ts';
import { blueprintText, completeObject, creatable, type RandomEntry } from '../laws/random-blueprint.ts';
import { Random } from '../mutants/random.ts';
import { chosen, SEED, WHOLE } from '../random-cases.ts';
import { type Ran, runHere } from '../run-here.ts';
import { openServer, type Served } from '../cli/served.ts';
import { type Difference, type Hand, handOf, type Report } from './hand.ts';

/*
 * Hand-made changes over many models: each is named, with who and when, and nothing is shown of what nobody changed. Of
 * each model there are three objects, with all that they need: of one a field is changed, one is deleted, and one is
 * given another name. What is changed comes from the catalog. The suite takes a fifth of the models of each release,
 * other ones in each; TEST_WHOLE=1 takes all.
 */

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-drift-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is done to an object by hand. */
const DEEDS = ['update', 'delete', 'rename'] as const;
type Deed = (typeof DEEDS)[number];

/** An object that somebody does something to, in a file of its own with all that it needs. */
interface Subject {
  readonly deed: Deed;
  readonly model: Resource;
  readonly prefix: string;
  readonly entry: RandomEntry;
}

/** Writes the files of a project, and gives the objects in them: of a part of the models, other ones in each release. */
function writeProject(cwd: string, { catalog }: Served, share: number): Subject[] {
  // Of an event there is none.
  const events = eventLogOf(catalog)?.path;
  const models = creatable(catalog).filter(
    ({ collection }, index) => collection.path !== events && (WHOLE || index % 5 === share),
  );
  const subjects = models.flatMap((model, index) =>
    DEEDS.flatMap((deed): Subject[] => {
      const prefix = `${deed}${index}-`;
      const entries = completeObject(catalog, new Random(SEED + index), model, prefix);
      const entry = entries.at(-1);
      if (!entry) return [];
      writeFileSync(join(cwd, 'bp', `${prefix}.yaml`), blueprintText(entries));
      return [{ deed, model, prefix, entry }];
    }),
  );
  writeFileSync(
    join(cwd, 'ak-blueprint.yaml'),
    'files: bp/\nproject: {name: shop, id: 5f0c2b6e-8d4b-4a53-9f0e-7a3f6c1d2e90}\n',
  );
  return subjects;
}

type Item = Readonly<Record<string, Json>>;

/** The object that a file describes; undefined where the list does not tell it from others. */
async function find(hand: Hand, { model, prefix }: Subject): Promise<Item | undefined> {
  const { path, listQuery = {} } = model.collection;
  const query = new URLSearchParams({ page_size: '1000', ...listQuery });
  const { body } = await hand.send('GET', `${path}?${query.toString()}`);
  const { results } = body as { results: Item[] };
  const found = results.filter((row) => JSON.stringify(row).includes(prefix));
  return found.length === 1 ? found[0] : undefined;
}

/** Another value of the same kind; undefined where none can be told. */
function otherValue(value: Json | undefined, choices: readonly Json[]): Json | undefined {
  if (choices.length > 0) return choices.find((choice) => choice !== value && choice !== '');
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return /^\w+=\d+$/.test(value) ? 'minutes=7' : `${value}x`;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value, by: 'hand' }
    : undefined;
}

interface Done {
  readonly subject: Subject;
  readonly field?: string;
}

/** Does what is to be done to an object by hand; undefined where the server takes nothing of the kind. */
async function doByHand(hand: Hand, subject: Subject, turn: number): Promise<Done | undefined> {
  const { deed, model, entry } = subject;
  const row = await find(hand, subject);
  if (!row) return undefined;
  const path = model.collection.item.replace(
    /\{\w+\}/,
    encodeURIComponent(String(row[model.collection.key])),
  );
  if (deed === 'delete') return (await hand.send('DELETE', path)).status === 204 ? { subject } : undefined;
  const names = Object.keys(deed === 'rename' ? entry.identifiers : entry.attrs);
  const turned = [...names.slice(turn % names.length), ...names.slice(0, turn % names.length)];
  for (const name of turned) {
    const field = model.fields[name];
    if (!field || field.secret || field.references || field.setter || field.readOnly || field.volatile)
      continue;
    const value = otherValue(row[name], field.enum ?? []);
    if (value === undefined) continue;
    const { status, body } = await hand.send('PATCH', path, { [name]: value });
    if (status === 200 && JSON.stringify((body as Item)[name]) !== JSON.stringify(row[name]))
      return { subject, field: name };
  }
  return undefined;
}

describe.each(chosen(['2023.2', '2025.12']))('hand-made changes on authentik %s', (release) => {
  test('are named with who and when, and nothing else is', { timeout: 180_000 }, async () => {
    const served = await openServer(release);
    const cwd = join(folder, release);
    mkdirSync(join(cwd, 'bp'), { recursive: true });
    const run = (...args: string[]): Promise<Ran> =>
      runHere(args, { cwd, env: { ...served.env, NO_COLOR: '1', XDG_CONFIG_HOME: cwd } });
    const subjects = writeProject(cwd, served, release === '2023.2' ? 0 : 1);
    await dropRefused(cwd, run);
    const applied = await run('apply', '--yes', '--quiet', '--allow-lockout', '--allow-changes', '10000');
    expect([applied.code, applied.err]).toEqual([0, '']);
    const hand = await handOf(served, 'bob');
    expect(await run('drift')).toMatchObject({ code: 0 });

    const before = Date.now();
    const done: Done[] = [];
    for (const [turn, subject] of subjects.entries()) {
      const one = await doByHand(hand, subject, turn);
      if (one) done.push(one);
    }
    served.log.length = 0;
    const { code, out, err } = await run('drift', '--format', 'json', '--events', '1000', '--quiet');
    expect([code, err]).toEqual([2, '']);
    expect(served.log.filter((line) => !line.startsWith('GET '))).toEqual([]);
    const report = JSON.parse(out) as Report;
    const validate = new Ajv({ formats: { 'date-time': true } }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);

    const byFile = new Map<string, Difference[]>();
    for (const one of report.differences)
      byFile.set(one.file ?? '', [...(byFile.get(one.file ?? '') ?? []), one]);
    const wrong = done.flatMap((one) =>
      problemsOf(one, byFile.get(`bp/${one.subject.prefix}.yaml`) ?? [], before),
    );
    expect(wrong).toEqual([]);
    // One request an object, and some for each model of which one is missing.
    const kinds = done.map(({ subject, field }) => `${subject.deed} ${subject.model.name} ${field ?? ''}`);
    expect(new Set(kinds).size).toBeGreaterThan(20);
    expect(new Set(done.map(({ subject }) => subject.model.name)).size).toBeGreaterThan(8);
    await served.close();
  });
});

/** Takes away the files that random values make impossible. */
async function dropRefused(cwd: string, run: (...args: string[]) => Promise<Ran>): Promise<void> {
  for (let refused = ['']; refused.length > 0; ) {
    const { out } = await run('plan', '--format', 'json', '--allow-lockout', '--allow-changes', '10000');
    const { diagnostics } = JSON.parse(out) as {
      diagnostics: { severity: string; file?: string; code: string }[];
    };
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    refused = [...new Set(errors.flatMap(({ file }) => file ?? []))];
    for (const file of refused) rmSync(join(cwd, file));
    if (refused.length === 0) expect(errors).toEqual([]);
  }
}

/** What is wrong with what was said of an object. */
function problemsOf({ subject, field }: Done, found: readonly Difference[], since: number): string[] {
  const { deed, model, prefix } = subject;
  const one = found.find((each) => each.model === model.name);
  if (!one) return [`${prefix}${model.name}: nothing is shown of ${field ?? deed}`];
  const others = found.filter((each) => each !== one);
  const { who, kind, fate, fields } = one;
  const isNamed = found.every(
    (each) => each.who['user'] === 'bob' && Date.parse(String(each.who['at'])) >= since - 1,
  );
  const isRight =
    deed === 'update'
      ? kind === 'changed' && fields.some(({ path }) => path === field)
      : kind === 'missing' && fate === (deed === 'delete' ? 'deleted' : 'moved');
  // A delete takes others along.
  const isAll = deed === 'delete' ? others.every((each) => each.fate === 'deleted') : others.length === 0;
  return isNamed && isRight && isAll && who['known'] === true
    ? []
    : [`${prefix}${model.name} ${field ?? ''}: ${JSON.stringify(found)}`];
}
