import { expect, it } from 'vitest';
import { explainRefusal } from '../../../src/apply/transaction/explain-refusal.ts';
import type { Json } from '../../../src/catalog/model.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { ApiError } from '../../../src/client/api-error.ts';
import { KnownSecrets } from '../../../src/source/known-secrets.ts';

const secrets = new KnownSecrets();
secrets.add('hunter2-hunter2');

const refused = {
  blueprint: { text: '', changes: [], byId: new Map() },
  catalog: loadCatalog('2025.12', () => undefined),
  sources: { secretOf: () => undefined, fileOf: () => undefined, secrets },
};
const left = new ApiError('unreachable', 'gone');

function findingOf(logs: Json, error?: ApiError) {
  const [finding] = explainRefusal({ said: 'refused', logs, error, left }, refused);
  return { message: finding?.message, notes: finding?.notes?.map(({ message }) => message) };
}

it('repeats a reason that is of no entry, and does not say that there is none', () =>
  expect(findingOf(['Some reason: hunter2-hunter2'])).toEqual({
    message: 'the server did not make the transaction',
    notes: ['the server says: Some reason: (secret)'],
  }));

it('says that there is no reason', () =>
  expect(findingOf([], new ApiError('crashed', 'it crashed', { status: 500 }))).toEqual({
    message: 'the server did not make the transaction, and does not say why (status 500)',
    notes: undefined,
  }));

it('hides secrets in what a server says of missing rights', () => {
  const fields = [{ path: [], message: 'not with hunter2-hunter2' }];
  const error = new ApiError('forbidden', 'refused', { status: 403, fields });
  expect(findingOf([], error).notes).toEqual(['the server says: not with (secret)']);
});
