import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isShown } from '../../src/apply/confirm.ts';
import type { Catalog, Json, Resource } from '../../src/catalog/model.ts';
import { keepsItsOwn } from '../../src/catalog/volatile.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { accept } from '../../src/forms/accept.ts';
import { formOf } from '../../src/forms/form-of.ts';
import type { KeyOf } from '../../src/forms/form.ts';
import { sameValue } from '../../src/forms/normal.ts';
import { hasShared, shared } from '../shared.ts';

/*
 * Every write that was recorded of real servers: what was sent and what the answer shows of it. Each
 * difference is a normal form, or known to the catalog (read-only, never shown, replaced by the server,
 * written elsewhere); there is no other.
 */

type Body = Readonly<Record<string, Json>>;

interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly request_body: Json;
  readonly response_body: Json;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function exchangesOf(release: string): readonly Exchange[] {
  return readFileSync(shared(`data/contract/${release}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Exchange);
}

/** The model whose collection a write goes to: a create in its list, or a change of one object. */
function written(catalog: Catalog, { method, path }: Exchange): Resource | undefined {
  const local = path.replace(/^\/api\/v3/, '').replace(/\?.*$/, '');
  return Object.values(catalog.models).find((model): model is Resource => {
    if (model.kind !== 'resource') return false;
    const rest = local.startsWith(model.collection.path) ? local.slice(model.collection.path.length) : '/';
    return method === 'POST' ? local === model.collection.path : /^[^/]+\/$/.test(rest);
  });
}

/** Keys as the recording shows them: a key as a policy binding target is the object's own key, too. */
function keysIn(exchanges: readonly Exchange[]): KeyOf {
  const own = new Map<string, string>();
  for (const { response_body: body } of exchanges) {
    const rows = isObject(body) && Array.isArray(body['results']) ? body['results'] : [body];
    for (const row of rows)
      if (
        isObject(row) &&
        typeof row['policybindingmodel_ptr_id'] === 'string' &&
        typeof row['pk'] === 'string'
      )
        own.set(row['policybindingmodel_ptr_id'], row['pk']);
  }
  return (_, key) =>
    typeof key === 'string'
      ? (own.get(key) ?? ([...own.values()].includes(key) ? key : undefined))
      : undefined;
}

/** Why an answer shows something else than was sent; 'unexplained' where nobody knows. */
function reasonOf(model: Resource, name: string, sent: Json, answer: Body, keyOf: KeyOf): string {
  const field = model.fields[name];
  const stored = answer[name];
  if (!field) return 'no such field';
  if (field.setter) return 'written through an endpoint of its own';
  if (!isShown(field)) return field.readOnly ? 'read-only' : 'never shown';
  if (JSON.stringify(sent) === JSON.stringify(stored)) return 'as sent';
  const accepted = accept(field, sent);
  if (!accepted.ok || stored === undefined) return 'unexplained';
  if (sameValue(field, accepted.value, stored, keyOf)) {
    const value = accepted.value as Json;
    if (JSON.stringify(value) !== JSON.stringify(stored)) return `the normal form of a ${formOf(field).name}`;
    return typeof sent === typeof value ? 'trimmed' : 'type';
  }
  return keepsItsOwn(field, accepted.value, (other) => answer[other])
    ? 'replaced by the server'
    : 'unexplained';
}

describe.skipIf(!hasShared)('what a real server answers to a write', () => {
  test.each([
    ['2023.2.3', { writes: 146, fields: 320 }],
    ['2025.12.4', { writes: 311, fields: 640 }],
  ] as const)('%s: every difference from what was sent is explained', (release, least) => {
    const catalog = loadCatalog(release.split('.').slice(0, 2).join('.'), new Collector().report);
    const exchanges = exchangesOf(release);
    const keyOf = keysIn(exchanges);
    const counts: Record<string, number> = {};
    const unexplained: string[] = [];
    let writes = 0;
    let fields = 0;
    for (const exchange of exchanges) {
      const { request_body: body, response_body: answer, status, method, name } = exchange;
      const model =
        ['POST', 'PATCH', 'PUT'].includes(method) && [200, 201].includes(status)
          ? written(catalog, exchange)
          : undefined;
      if (!model || !isObject(body) || !isObject(answer)) continue;
      writes += 1;
      for (const [field, sent] of Object.entries(body)) {
        fields += 1;
        const reason = reasonOf(model, field, sent, answer, keyOf);
        counts[reason] = (counts[reason] ?? 0) + 1;
        if (reason === 'unexplained')
          unexplained.push(
            `${name}: ${model.name}.${field} ${JSON.stringify(sent)} → ${JSON.stringify(answer[field])}`,
          );
      }
    }
    console.log(
      `recorded writes of ${release}: ${writes} with ${fields} fields: ${Object.entries(counts)
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(', ')}`,
    );
    expect(unexplained).toEqual([]);
    expect(writes).toBeGreaterThanOrEqual(least.writes);
    expect(fields).toBeGreaterThanOrEqual(least.fields);
  });
});
