import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/client/create-client.ts';
import { ApiError, type ApiErrorKind } from '../../src/client/api-error.ts';
import { hasShared, shared } from '../shared.ts';

interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly status: number;
  readonly response_headers: Readonly<Record<string, string>>;
  readonly response_body: unknown;
}

/** What each status of the real servers is to a user; a 405 in JSON is a method that there really is not. */
function kindOf({ status, response_headers: headers }: Exchange): ApiErrorKind | undefined {
  const isJson = (headers['content-type'] ?? '').includes('json');
  if (status === 400) return 'invalid';
  if (status === 403) return 'refused';
  if (status === 404) return isJson ? 'not-found' : 'unexpected';
  if (status === 405) return isJson ? 'unexpected' : 'crashed';
  if (status >= 500) return 'crashed';
  return status >= 300 ? 'unexpected' : undefined;
}

describe.skipIf(!hasShared)('every refusal that a real server was recorded to give', () => {
  for (const release of ['2023.2.3', '2025.12.4']) {
    const path = shared(`data/contract/${release}.jsonl`);
    if (!hasShared || !existsSync(path)) continue;
    const refusals = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Exchange)
      .filter((one) => one.status >= 300);

    test(`of ${release} is what it is, and each message is shown with its field, on one line`, async () => {
      expect(refusals.length).toBeGreaterThan(100);
      for (const one of refusals) {
        const text =
          typeof one.response_body === 'string' ? one.response_body : JSON.stringify(one.response_body);
        const client = createClient({
          url: 'https://id.example.com',
          token: 't',
          pause: () => 0,
          fetch: () =>
            Promise.resolve(new Response(text, { status: one.status, headers: one.response_headers })),
        });
        const error = await client.create('/x/', '{}').then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect([one.name, error instanceof ApiError ? error.kind : error]).toEqual([one.name, kindOf(one)]);
        if (one.status !== 400 || !(error instanceof ApiError)) continue;
        const leaves: string[] = [];
        JSON.stringify(one.response_body, (_, value: unknown) => {
          if (typeof value === 'string' && value !== '') leaves.push(value.replace(/\s+/g, ' ').trim());
          return value;
        });
        expect(error.fields.map((field) => field.message).sort()).toEqual(leaves.sort());
      }
    });
  }
});
