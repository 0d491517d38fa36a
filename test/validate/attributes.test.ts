import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { catalog } from './check.ts';
import { judgeAttribute, type Recorded } from './judge-attribute.ts';

/*
 * Blueprints of one entry in which one attribute is varied, with what the importer of a real 2023.2.3 said of
 * each. What the importer takes has no error; what it refuses has one, but for what a file cannot tell.
 */

interface Said extends Recorded {
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

function judge(row: Said): Verdict {
  const { kind, told, isWarned } = judgeAttribute(row, catalog);
  if (kind === 'false alarm') return { kind: STRICTER.test(row.case) ? 'stricter' : kind, told };
  if (kind !== 'missed') return { kind, told };
  const said = JSON.stringify([row.errors, row.message]);
  const own = SERVERS_OWN.find(({ says, warned }) => says.test(said) && (warned !== true || isWarned));
  return own ? { kind: `of the server: ${own.reason}`, told } : { kind, told: said };
}

describe.skipIf(!hasShared)('of single attributes', () => {
  const rows = hasShared
    ? readFileSync(shared('data/oracle/2023.2.3/attributes.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Said)
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
