import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { RecordedServer } from './recorded-server.ts';

/*
 * What real servers did with small blueprints on a fresh install: each was applied, and a login tried with the right
 * and with a wrong password. A plan of it must say so before.
 */

/** A recorded row. */
interface Row {
  readonly id: string;
  readonly description: string;
  readonly blueprint: string;
  /** Whether the server took the blueprint. */
  readonly imported: boolean;
  readonly can_log_in: boolean;
  readonly superuser: boolean | null;
  readonly wrong_password_gets_in: boolean;
}

const LOGIN_CODES: readonly string[] = ['login-lockout', 'login-unproved', 'login-unknown'];

function rowsOf(release: string): readonly Row[] {
  if (!hasShared) return [];
  return readFileSync(shared(`data/proofs/lockout-${release}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** The codes that a plan should report, by what happened. */
function expected({ can_log_in, superuser, wrong_password_gets_in }: Row): readonly string[] {
  if (!can_log_in || superuser === false) return ['login-lockout'];
  return wrong_password_gets_in ? ['login-unproved'] : [];
}

describe.skipIf(!hasShared).each([
  { release: '2023.2.3', host: '127.0.0.1:9310', brand: 'authentik_tenants.tenant' },
  { release: '2025.12.4', host: '127.0.0.1:9431', brand: 'authentik_brands.brand' },
])('recorded on $release', ({ release, host, brand }) => {
  const server = new RecordedServer(release);

  test.each(rowsOf(release))('$id: $description', (row) => {
    // The default brand, and who gives the rights, are only changed where that is allowed.
    const found = server.find(row.blueprint, {
      host,
      allowProtected: [brand, 'authentik_core.group', 'authentik_core.user'],
    });
    if (!row.imported) {
      expect(found.filter(({ severity }) => severity === 'error')).not.toEqual([]);
      return;
    }
    const codes = found.map(({ code }) => code).filter((code) => LOGIN_CODES.includes(code));
    expect(codes).toEqual(expected(row));
    for (const one of found.filter(({ code }) => LOGIN_CODES.includes(code))) expect(one.place).toBeDefined();
  });

  test('nothing is looked at where that is allowed', () => {
    for (const row of rowsOf(release)) {
      const found = server.find(row.blueprint, {
        host,
        allowProtected: [brand, 'authentik_core.group', 'authentik_core.user'],
        allowLockout: true,
      });
      expect(found.filter(({ code }) => LOGIN_CODES.includes(code))).toEqual([]);
    }
  });
});
