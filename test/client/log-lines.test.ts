import { expect, test } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { logLines } from '../../src/client/log-lines.ts';

const entry: Json = {
  model: 'authentik_core.user',
  identifiers: { username: 'u' },
  attrs: { password: 'geheim' },
};

test.each<[what: string, log: Json | undefined, texts: string[]]>([
  ['nothing', undefined, []],
  ['null', null, []],
  ['a text that is no list', 'failed', []],
  ['an empty list', [], []],
  ['texts', ['one', ' two '], ['one', 'two']],
  ['a text twice, once', ['one', 'one'], ['one']],
  ['the letters of a text', ['F', 'a', 'i', 'l', ' ', '😀'], ['Fail 😀']],
  ['one letter', ['F'], ['F']],
  ['letters among words', ['F', 'ai'], ['F', 'ai']],
  ['an event', [{ event: ' failed ', log_level: 'error' }], ['failed']],
  [
    'events that are chatter only beside others',
    [
      { event: 'a', log_level: 'info' },
      { event: 'b', log_level: 'warning' },
      { event: 'c', log_level: 'debug' },
      { event: 'd', log_level: 'trace' },
    ],
    ['b'],
  ],
  ['chatter, when there is nothing else', [{ event: 'a', log_level: 'info' }], ['a']],
  ['an event with its reason', [{ event: 'failed', error: ' why ' }], ['failed: why']],
  ['an event with its exception', [{ event: 'failed', error: '', exc: 'why' }], ['failed: why']],
  ['a reason among the attributes', [{ event: 'failed', attributes: { error: 'why' } }], ['failed: why']],
  ['an event that says its reason already', [{ event: 'failed: why', error: 'why' }], ['failed: why']],
  ['a reason that is no text', [{ event: 'failed', error: 7 }], ['failed']],
  ['an event without a text', [{ event: '' }, { event: 7 }, 8, null], []],
  ['the model of an event', [{ event: 'failed', app: 'core', model: 'group' }], ['core.group: failed']],
  ['an app without a model', [{ event: 'failed', app: 'core' }], ['failed']],
  [
    'the entry of an event, without its attributes',
    [{ event: 'failed', attributes: { entry } }],
    ['authentik_core.user {"username":"u"}: failed'],
  ],
  [
    'an entry without identifiers',
    [{ event: 'failed', entry: { model: 'authentik_core.user' } }],
    ['authentik_core.user null: failed'],
  ],
  ['an entry that is none', [{ event: 'failed', entry: { model: 7 } }], ['failed']],
])('a log of %s', (_, log, texts) => expect(logLines(log).map(({ text }) => text)).toEqual(texts));

test('an entry comes along as its model and identifiers, and with no secret', () => {
  const lines = logLines([{ event: 'failed', entry }, 'other']);
  expect(lines.map((line) => line.entry)).toEqual([
    { model: 'authentik_core.user', identifiers: { username: 'u' } },
    undefined,
  ]);
  expect(JSON.stringify(lines)).not.toContain('geheim');
});

test('a log without end, of long lines or of tracebacks is short, a line each', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ event: `failed ${index}` }));
  expect(logLines(many)).toHaveLength(100);
  expect(logLines(['x'.repeat(100_000)])[0]?.text).toHaveLength(1001);
  const traceback = 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: why\n';
  expect(logLines([{ event: 'failed\n::error::x', exc: traceback }])).toMatchObject([
    { text: 'failed ::error::x: ValueError: why' },
  ]);
});
