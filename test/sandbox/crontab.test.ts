import { expect, test } from 'vitest';
import { hasShared } from '../shared.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { ask, partsOf, recordedState } from './start.ts';

/* What the importer of 2025.12.4 said of the crontab of a schedule, each asked of it. */

const path = '/tasks/schedules/';

test.skipIf(!hasShared).each([
  ['0 3 * * *', undefined],
  ['0 0 * * 7', undefined],
  ['0 0 * * MON-FRI', undefined],
  ['61 * * * *', '61 * * * * is not a valid crontab'],
  ['* * * *', '* * * * is not a valid crontab'],
  ['@daily', '@daily is not a valid crontab'],
  ['a b c d e', 'a b c d e is not a valid crontab'],
  ['*/5 * * * 8', '*/5 * * * 8 is not a valid crontab'],
  ['', 'This field may not be blank.'],
])('%s', async (crontab, problem) => {
  const sandbox = createSandbox({ ...partsOf('2025.12.4'), state: recordedState('2025.12.4') });
  const listed = await ask(sandbox, 'GET', path);
  const told = await ask(sandbox, 'PATCH', `${path}${String(listed.body.results[0]?.['id'])}/`, { crontab });
  expect(told.body['crontab']).toEqual(problem === undefined ? crontab : [problem]);
});
