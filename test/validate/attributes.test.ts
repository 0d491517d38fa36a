import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { hasShared, shared } from '../shared.ts';
import { readFiles } from './check.ts';

/*
 * Blueprints of one entry in which one attribute is varied, with what the importer of a real 2023.2.3 said of
 * each. What the importer takes has no error; what it refuses has one, but for what a file cannot tell.
 */

interface Recorded {
  readonly case: string;
  readonly ok: boolean;
  readonly blueprint: string;
  readonly errors?: unknown;
  readonly message?: unknown;
}

/**
 * Refused by the importer, no error for us, by what it says. `warned`: a warning must say so. `count`: how
 * many there are at most.
 */
const SERVERS_OWN: readonly {
  readonly reason: string;
  readonly says: RegExp;
  readonly count: number;
  readonly warned?: true;
}[] = [
  {
    reason: 'which objects there are',
    says: /Invalid pk \\"([\da-f-]{36}|\d{1,9})\\" - object does not exist/,
    count: 32,
  },
  {
    reason: 'whether the object exists, which then has it',
    says: /This field is required/,
    count: 65,
    warned: true,
  },
  {
    reason: 'it crashes where a partial update leaves something out',
    says: /KeyError|IntegrityError/,
    count: 8,
  },
  { reason: 'Python', says: /Expression Syntax Error/, count: 10 },
  { reason: 'which templates are mounted', says: /Invalid template/, count: 12 },
  { reason: 'whether there is a default tenant', says: /Only a single Tenant/, count: 2 },
];

/** Taken by the importer, an error for us: what is stored is the empty text, and then nobody can log in. */
const STRICTER = /^providers_proxy\.proxyprovider--basic_auth_(user|password)_attribute--space$/;

interface Verdict {
  readonly kind: 'taken' | 'refused' | 'stricter' | 'false alarm' | 'missed' | `of the server: ${string}`;
  readonly told: string;
}

function judge({ case: name, ok, blueprint, errors, message }: Recorded): Verdict {
  const collector = new Collector();
  readFiles([{ path: 'case.yaml', bytes: Buffer.from(blueprint) }], collector);
  const found = collector.diagnostics.filter(({ severity }) => severity === 'error');
  const told = found.map((finding) => `${finding.code} ${finding.message}`).join('; ');
  if (ok && found.length > 0) return { kind: STRICTER.test(name) ? 'stricter' : 'false alarm', told };
  if (ok) return { kind: 'taken', told };
  if (found.length > 0) return { kind: 'refused', told };
  const said = JSON.stringify([errors, message]);
  const isWarned = collector.diagnostics.some(({ severity }: Diagnostic) => severity === 'warning');
  const row = SERVERS_OWN.find(({ says, warned }) => says.test(said) && (warned !== true || isWarned));
  return row ? { kind: `of the server: ${row.reason}`, told } : { kind: 'missed', told: said };
}

describe.skipIf(!hasShared)('of single attributes', () => {
  const rows = hasShared
    ? readFileSync(shared('data/oracle/2023.2.3/attributes.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Recorded)
    : [];

  test('validate says what the importer of 2023.2.3 says, but for what only a server knows', () => {
    const counts: Record<string, number> = {};
    const wrong: string[] = [];
    for (const row of rows) {
      const { kind, told } = judge(row);
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (kind === 'false alarm' || kind === 'missed') wrong.push(`${kind} ${row.case}: ${told}`);
    }
    console.log(`single attributes of 2023.2.3: ${JSON.stringify(counts, null, 1)}`);
    expect(wrong).toEqual([]);
    expect(counts['stricter']).toBe(2);
    expect(rows.length).toBeGreaterThan(6300);
    for (const { reason, count } of SERVERS_OWN)
      expect(counts[`of the server: ${reason}`] ?? 0, reason).toBeLessThanOrEqual(count);
  });
});
