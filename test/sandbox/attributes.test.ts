import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { hasShared, shared } from '../shared.ts';
import { entriesOf, sendEntries } from './send-entries.ts';
import { catalog, recordedState, startSandbox } from './start.ts';

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

/** What is asked of the importer only: no request can ask it. */
function leftOut({ case: name, message, blueprint }: Recorded): string | undefined {
  if (name.endsWith('--pkmap')) return 'a mapping with a key, for which the importer takes the key';
  if (name.includes('--ID.') && message !== undefined)
    return 'an identifier with which the importer cannot look for an object';
  return /: (\d{4}-\d\d-\d\d|\.inf|\.nan)$/m.test(blueprint)
    ? 'a date or a number that JSON does not have'
    : undefined;
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
      const told = await sendEntries(sandbox, catalog, entriesOf(recorded.blueprint));
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
