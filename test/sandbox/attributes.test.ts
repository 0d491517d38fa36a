import { readFileSync } from 'node:fs';
import { type CollectionTag, parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { Json, Resource } from '../../src/catalog/model.ts';
import type { Row } from '../../src/sandbox/row.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { hasShared, shared } from '../shared.ts';
import { ask, catalog, recordedState, startSandbox, type Told } from './start.ts';

/*
 * Single attributes that the importer of a real 2023.2.3 was given, one blueprint each: the sandbox takes the
 * same over REST, and refuses the others with the same messages at the same fields.
 */

interface Recorded {
  readonly case: string;
  readonly ok: boolean;
  readonly blueprint: string;
  readonly errors?: Json;
  readonly message?: string;
}

interface Entry {
  readonly model: string;
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly attrs: Readonly<Record<string, unknown>>;
}

/** A look-up in a blueprint: a model and pairs of a field and its value. */
class Find {
  readonly args: readonly [string, ...[string, Json][]];

  constructor(args: readonly [string, ...[string, Json][]]) {
    this.args = args;
  }
}

const findTag: CollectionTag = {
  tag: '!Find',
  collection: 'seq',
  resolve: (node): never => {
    const args: unknown = node.toJSON();
    return new Find(args as Find['args']) as never;
  },
};

/** What is asked of the importer only: no request can ask it. */
function leftOut({ case: name, message, blueprint }: Recorded): string | undefined {
  if (name.endsWith('--pkmap')) return 'a mapping with a key, for which the importer takes the key';
  if (name.includes('--ID.') && message !== undefined)
    return 'an identifier with which the importer cannot look for an object';
  return /: (\d{4}-\d\d-\d\d|\.inf|\.nan)$/m.test(blueprint)
    ? 'a date or a number that JSON does not have'
    : undefined;
}

/** Sends an entry as the importer writes it: what its identifiers find is changed, else a new one is made. */
async function send(sandbox: Sandbox, { model: name, ...entry }: Entry): Promise<Told> {
  const store = sandbox.snapshot();
  const model = catalog.models[name] as Resource;
  const resolve = (value: unknown): unknown => {
    if (value instanceof Find) {
      const [of, ...pairs] = value.args;
      return (
        store.list([of]).find(({ values }) => pairs.every(([field, wanted]) => values[field] === wanted))
          ?.pk ?? null
      );
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]));
  };
  const identifiers = resolve(entry.identifiers) as Record<string, Json>;
  const found = store
    .list([name])
    .find(({ values }) => Object.entries(identifiers).every(([field, value]) => values[field] === value));
  const body = { ...(resolve(entry.attrs) as object), ...identifiers };
  const { path, item } = model.collection;
  return found
    ? ask(sandbox, 'PATCH', item.replace(/\{\w+\}/, keyOf(found, model)), body)
    : ask(sandbox, 'POST', path, body);
}

function keyOf(row: Row, { collection }: Resource): string {
  return String(collection.key === collection.pk ? row.pk : row.values[collection.key]);
}

/** The importer names an expression after a class, a request after the object. */
const withoutName = (said: unknown): unknown =>
  JSON.parse(JSON.stringify(said).replaceAll(/\((\w+Evaluator|None|temp-policy), line/g, '(…, line'));

describe.skipIf(!hasShared)('single attributes', () => {
  test('are taken and refused as the real serializers of 2023.2.3 do, in the same words', async () => {
    const sandbox = startSandbox({ state: recordedState() });
    const before = sandbox.snapshot();
    const reasons: Record<string, number> = {};
    const different: string[] = [];
    let same = 0;
    for (const line of readFileSync(shared('data/oracle/2023.2.3/attributes.jsonl'), 'utf8')
      .trim()
      .split('\n')) {
      const recorded = JSON.parse(line) as Recorded;
      const reason = leftOut(recorded);
      if (reason !== undefined) {
        reasons[reason] = (reasons[reason] ?? 0) + 1;
        continue;
      }
      sandbox.restore(before);
      const { entries } = parse(recorded.blueprint, { version: '1.1', customTags: [findTag] }) as {
        readonly entries: readonly Entry[];
      };
      let told: Told = { status: 0, headers: {}, body: {} as Told['body'], text: '' };
      for (const entry of entries) told = await send(sandbox, entry);
      // What makes the importer fail makes a request fail.
      const said = recorded.ok ? 'taken' : withoutName(recorded.errors ?? 405);
      const ours = told.status < 300 ? 'taken' : withoutName(told.text === '' ? told.status : told.body);
      try {
        expect(ours).toEqual(said);
        same += 1;
      } catch {
        different.push(`${recorded.case}: ${JSON.stringify(said)}, sandbox ${JSON.stringify(ours)}`);
      }
    }
    console.log(
      `2023.2.3, single attributes: ${same} as recorded, ${different.length} different; left out:\n` +
        Object.entries(reasons)
          .map(([reason, count]) => `  ${count}: ${reason}`)
          .join('\n'),
    );
    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(5000);
  }, 120_000);
});
