import { describe, expect, test } from 'vitest';
import { isSince } from '../../src/catalog/release.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { reasonWords } from '../../src/report/change-words.ts';
import { decodeDict } from '../../src/plan/value/plan-value.ts';
import { file, planOf } from './setup.ts';

/*
 * Objects of which a run was cut off before it had written what nobody can read: a plan finds the mark that the
 * run left, and writes the value again.
 */

const USER = 'authentik_core.user';
const TOKEN = 'authentik_core.token';
const ada = (attributes: Record<string, string | string[]>) => ({
  pk: 7,
  username: 'ada',
  name: 'Ada',
  groups: [],
  attributes,
});
const token = (description: string) => ({ pk: 'u', identifier: 't', user: 7, intent: 'api', description });
const MARKED = { 'ak-blueprint.unfinished': ['password'] };
const MARKED_TEXT = 'ak-blueprint.unfinished: key';
const entry = (attrs: string, more = ''): string =>
  file(`{model: ${USER}, identifiers: {username: ada}, attrs: {name: Ada, ${attrs}}${more}}`);
const PASSWORD = 'password: !Env PASSWORD';
const env = { PASSWORD: 'correct-horse' };

const planned = (text: string, server: Parameters<typeof planOf>[1], policy = {}) => {
  const { plan, codes } = planOf([text], server, policy, env);
  const [change] = plan.changes;
  return {
    action: change?.action,
    body: change && { ...decodeDict(change.body) },
    setters: change?.setters.map(({ field }) => field),
    reason: change?.reason && reasonWords(change.reason),
    summary: plan.summary,
    codes,
  };
};

describe('a user without the password that was to be set', () => {
  test('gets it, and loses the mark, which nothing else of the object is changed for', () => {
    const { action, body, setters, reason } = planned(entry(PASSWORD), {
      [USER]: [ada({ team: 'a', ...MARKED })],
    });
    expect([action, setters, reason]).toEqual([
      'update',
      ['password'],
      'a run was cut off before its password was set',
    ]);
    expect(body).toEqual({ attributes: { team: 'a' } });
  });

  test('has the attributes that the entry says', () => {
    const { body } = planned(entry(`${PASSWORD}, attributes: {team: b}`), { [USER]: [ada(MARKED)] });
    expect(body).toEqual({ attributes: { team: 'b' } });
  });

  test('is finished where the entry only creates it', () => {
    const text = entry(`${PASSWORD}, email: "a@b.example"`, ', state: created');
    const { body, setters } = planned(text, { [USER]: [ada(MARKED)] });
    expect([body, setters]).toEqual([{ attributes: {} }, ['password']]);
    expect(planned(text, { [USER]: [ada({})] }).action).toBe('noop');
  });

  test('is finished where secrets are never written to those that exist, too: the mark is not lost alone', () => {
    const { body, setters } = planned(
      entry(`${PASSWORD}, attributes: {team: b}`),
      { [USER]: [ada(MARKED)] },
      { secrets: 'never' },
    );
    expect([body, setters]).toEqual([{ attributes: { team: 'b' } }, ['password']]);
  });

  test('is no business of an entry without a password', () => {
    expect(planned(entry('groups: []'), { [USER]: [ada(MARKED)] }).action).toBe('noop');
  });
});

describe('a token without the key that was to be set', () => {
  const text = (attrs: string): string =>
    file(`{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {key: !Env PASSWORD${attrs}}}`);

  test.each([
    ['loses the mark', '', ''],
    ['has the description that the entry says', ', description: mine', 'mine'],
  ])('gets it, and %s', (_, attrs, description) => {
    const server = { [TOKEN]: [token(MARKED_TEXT)], [USER]: [ada({})] };
    const { body, setters, reason } = planned(text(attrs), server);
    expect([setters, reason]).toEqual([['key'], 'a run was cut off before its key was set']);
    expect(body).toEqual({ description });
  });

  test('is known from one whose description only speaks of it', () => {
    const server = { [TOKEN]: [token('see ak-blueprint.unfinished: key')], [USER]: [ada({})] };
    expect(planned(text(''), server).action).toBe('noop');
  });
});

describe('what is planned for a new one', () => {
  test('says where it is marked', () => {
    const { plan } = planOf([entry(`groups: [], ${PASSWORD}`)], {}, {}, env);
    expect(plan.changes[0]?.markedIn).toBe('attributes');
    expect(planOf([entry('groups: []')], {}, {}, env).plan.changes[0]?.markedIn).toBeUndefined();
  });

  test('is not marked in what it is known by', () => {
    const text = `{model: ${TOKEN}, identifiers: {identifier: t, description: d}, attrs: {key: !Env PASSWORD}}`;
    const [change] = planOf([file(text)], {}, {}, env).plan.changes;
    expect([change?.action, change?.markedIn]).toEqual(['create', undefined]);
  });
});

describe('a value that nobody can read', () => {
  test('makes an object unverified, under every policy that does not write it', () => {
    const server = { [USER]: [ada({})] };
    const plain = entry('groups: []');
    expect(planned(entry(PASSWORD), server).summary).toMatchObject({ unchanged: 1, unverified: 1 });
    expect(planned(entry(PASSWORD), server, { secrets: 'never' })).toMatchObject({
      summary: { unchanged: 1, unverified: 1 },
      codes: [],
    });
    expect(planned(plain, server).summary).toMatchObject({ unchanged: 1, unverified: 0, uncompared: 0 });
  });

  test('is counted, also where the object changes otherwise', () => {
    const { summary, action } = planned(entry(`${PASSWORD}, email: "a@b.example"`), { [USER]: [ada({})] });
    expect([action, summary.unverified, summary.uncompared]).toEqual(['update', 0, 1]);
  });
});

describe('a password that is null', () => {
  test.each(['null', '""'])('gives a new user none: %s', (value) => {
    const made = planned(entry(`groups: [], password: ${value}`), {});
    expect([made.action, made.setters, made.codes]).toEqual(['create', [], []]);
  });

  test.each(['null', '""'])('leaves the one that a user has, which is said: %s', (value) => {
    for (const secrets of ['on-change', 'always']) {
      const found = planned(entry(`password: ${value}`), { [USER]: [ada({})] }, { secrets });
      expect([found.action, found.setters, found.summary.uncompared, found.codes]).toEqual([
        'noop',
        [],
        0,
        ['secret-not-compared'],
      ]);
    }
  });

  test('is none of a token, whose key cannot be null', () => {
    const text = `{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {key: null}}`;
    expect(planOf([file(text)], { [TOKEN]: [token('')] }).codes).toEqual(['attribute-null']);
  });
});

test('every release takes a mark in a field that is written and shown', () => {
  for (const release of releases()) {
    const { models } = loadCatalog(release, new Collector().report);
    const marks = Object.values(models).flatMap((model) =>
      model.kind === 'resource'
        ? Object.entries(model.fields).flatMap(([name, { setter, secret, writeOnly }]) =>
            setter && secret && writeOnly
              ? [[model.name, name, setter.mark, setter.mark && model.fields[setter.mark]] as const]
              : [],
          )
        : [],
    );
    expect(
      marks.map(([model, name, mark]) => [model, name, mark]),
      release,
    ).toEqual([
      [TOKEN, 'key', 'description'],
      [USER, 'password', 'attributes'],
      ...(isSince(release, '2026.5') ? [[USER, 'password_hash', 'attributes']] : []),
    ]);
    for (const [, , , field] of marks) {
      expect(field, release).toBeDefined();
      expect(field && typeof field === 'object' && (field.readOnly ?? field.writeOnly), release).toBeFalsy();
    }
  }
});
