import { expect, test } from 'vitest';
import { StartOrder } from '../../src/apply/start-order.ts';
import type { Change } from '../../src/plan/value/plan.ts';
import { change } from './setup.ts';

/* In which order changes are begun when one is done at a time, and those named in `failing` fail. */

const create = (id: string, ...dependsOn: string[]): Change => change(id, { dependsOn });
const remove = (id: string, ...dependsOn: string[]): Change =>
  change(id, { action: 'delete', itemKey: id, body: {}, fields: [], dependsOn });

function begun(changes: readonly Change[], failing: readonly string[] = []): string {
  const order = new StartOrder(changes);
  const ids: string[] = [];
  const settled = new Set<string>();
  const settle = (one: Change, isApplied: boolean): void => {
    if (settled.has(one.id)) return;
    settled.add(one.id);
    order.settle(one, isApplied);
    if (!isApplied) for (const later of order.dependantsOf(one)) settle(later, false);
  };
  for (let next = order.next(); next; next = order.next()) {
    ids.push(next.id);
    settle(next, !failing.includes(next.id));
  }
  return ids.join(' ');
}

test.each<[what: string, changes: Change[], order: string, failing?: string[]]>([
  ['deletes come last', [remove('d'), create('a'), create('b')], 'a b d'],
  ['and after each other as they must', [remove('d'), remove('e', 'd'), create('a')], 'a d e'],
  ['one that something waits for comes before it', [remove('d'), create('a'), create('b', 'd')], 'a d b'],
  ['and the others after that', [remove('d'), remove('e'), create('a'), create('b', 'd')], 'a d b e'],
  [
    'so do those that such a delete waits for',
    [remove('c'), remove('d', 'c'), remove('e'), create('b', 'd'), create('a')],
    'a c d b e',
  ],
  // Each of two deletes frees a name for something: to wait for the other's would be a circle.
  [
    'two that free something do not wait for each other',
    [remove('d'), remove('e'), create('a', 'd'), create('b', 'e')],
    'd a e b',
  ],
  [
    'they are done where something else has failed',
    [remove('d'), create('a'), create('b', 'a')],
    'a d',
    ['a'],
  ],
  ['one whose own dependency has failed is not', [create('a'), remove('d', 'a')], 'a', ['a']],
])('%s', (_, changes, order, failing) => {
  expect(begun(changes, failing).split(' ').sort()).toEqual(order.split(' ').sort());
  expect(begun(changes, failing)).toBe(order);
});
