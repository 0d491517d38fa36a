import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PyFloat, type Value } from '../../src/blueprint/value.ts';
import type { Field } from '../../src/catalog/model.ts';
import { keepsItsOwn } from '../../src/catalog/volatile.ts';
import { accept } from '../../src/forms/accept.ts';
import { keysAsWritten, sameValue } from '../../src/forms/normal.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { lines, planOf } from './setup.ts';

/*
 * Two spellings of one value are the same, whichever of them the server has; two values are not. A value
 * comes first into the form that `accept` gives, as in a plan.
 */

const same = (field: Omit<Field, 'required'>, one: Value, other: Value): boolean => {
  const [a, b] = [accept(field, one), accept(field, other)];
  if (!a.ok || !b.ok) throw new Error(`${JSON.stringify(a)} ${JSON.stringify(b)}`);
  return sameValue(field, a.value, b.value, keysAsWritten);
};

const DURATION: Omit<Field, 'required'> = { type: 'string', format: 'duration' };
const TIME: Omit<Field, 'required'> = { type: 'string', format: 'date-time' };
const LINK: Omit<Field, 'required'> = {
  type: 'string',
  format: 'uuid',
  references: ['authentik_core.group'],
  nullable: true,
};
const SET: Omit<Field, 'required'> = {
  type: 'array',
  set: true,
  items: { type: 'string', format: 'uuid' },
  references: ['authentik_core.group'],
};
const LIST: Omit<Field, 'required'> = { type: 'array', items: { type: 'string', trim: true } };
const URIS: Omit<Field, 'required'> = {
  type: 'array',
  items: {
    type: 'object',
    members: {
      matching_mode: { type: 'string', enum: ['strict', 'regex'], required: true },
      url: { type: 'string', trim: true, required: true },
    },
  },
};
/** As since 2026.5. */
const TYPED_URIS: Omit<Field, 'required'> = {
  type: 'array',
  items: {
    type: 'object',
    members: {
      ...URIS.items?.members,
      redirect_uri_type: { type: 'string', enum: ['authorization', 'logout'], default: 'authorization' },
    },
  },
};
const COUNTRIES: Omit<Field, 'required'> = {
  type: 'array',
  set: true,
  forms: ['upper'],
  items: { type: 'string', enum: ['DE', 'FR', 'AT'] },
};
const ADDS: Omit<Field, 'required'> = { ...SET, forms: ['adds'] };
const a = '00000000-0000-4000-8000-00000000000a';
const b = '00000000-0000-4000-8000-00000000000b';

describe('spellings of one value', () => {
  test.each<[string, Omit<Field, 'required'>, Value, Value]>([
    ['minutes and hours', DURATION, 'minutes=60', 'hours=1'],
    ['parts in another order, and white space', DURATION, 'hours=1;minutes= 30', 'MINUTES=90'],
    ['parts of an hour', DURATION, 'hours=0.5', 'minutes=30'],
    ['a unit that is overlooked', DURATION, 'hours=1;months=3', 'hours=1'],
    ['a unit that comes twice', DURATION, 'hours=7;hours=1', 'hours=1'],
    ['nothing, in any unit', DURATION, 'seconds=-0', 'weeks=0'],
    ['a zone', TIME, '2030-01-01T02:00:00+02:00', '2030-01-01T00:00:00Z'],
    ['no zone is UTC', TIME, '2030-01-01 00:00:00', '2030-01-01T00:00:00.000000Z'],
    ['a day is its beginning', TIME, '2030-01-01', '2030-01-01T00:00:00Z'],
    ['a UUID without dashes', LINK, a.replaceAll('-', '').toUpperCase(), a],
    ['no link', LINK, '', null],
    ['a set', SET, [a, b, a], [b, a]],
    ['an empty set', SET, [], []],
    ['texts in a list', LIST, [' x', 'y\n'], ['x', 'y']],
    [
      'a key that the server fills in',
      TYPED_URIS,
      [{ url: 'a', matching_mode: 'strict' }],
      [{ matching_mode: 'strict', url: 'a', redirect_uri_type: 'authorization' }],
    ],
    [
      'a key that is not kept',
      URIS,
      [{ matching_mode: 'strict', url: ' https://a ', extra: 1 }],
      [{ url: 'https://a', matching_mode: 'strict' }],
    ],
    ['lower case', COUNTRIES, ['de', 'FR'], ['FR', 'DE']],
    ['a text of a number', { type: 'string' }, 12345, '12345'],
    ['a text of a float', { type: 'string' }, new PyFloat(1e20), '1e+20'],
    ['a number of a text', { type: 'integer' }, '007', 7],
    ['a word of a boolean', { type: 'boolean' }, 'yes', true],
    ['white space', { type: 'string', trim: true }, '\u001c a\n', 'a'],
    [
      'keys of JSON in another order, and a float',
      { type: 'object' },
      { x: new PyFloat(1), y: [1, { z: null }] },
      { y: [1, { z: null }], x: 1 },
    ],
  ])('%s', (_, field, one, other) => {
    expect([same(field, one, other), same(field, other, one)]).toEqual([true, true]);
  });

  test.each<[string, Omit<Field, 'required'>, Value, Value]>([
    ['a second', DURATION, 'minutes=60', 'seconds=3601'],
    ['a microsecond', TIME, '2030-01-01T00:00:00.000001Z', '2030-01-01T00:00:00Z'],
    ['the order of a list', LIST, ['x', 'y'], ['y', 'x']],
    ['one item more', SET, [a], [a, b]],
    ['a link and none', LINK, a, null],
    ['a byte order mark', { type: 'string', trim: true }, '\ufeffa', 'a'],
    ['white space where it is kept', { type: 'string' }, ' a', 'a'],
    ['a text and null', { type: 'string', nullable: true }, '', null],
    [
      'a known key',
      URIS,
      [{ matching_mode: 'strict', url: 'https://a' }],
      [{ matching_mode: 'regex', url: 'https://a' }],
    ],
    ['a key of JSON that is null, and one that is not there', { type: 'object' }, { x: null }, {}],
    ['a text of JSON and a number', { type: 'json' }, '1', 1],
    ['JSON in another case', { type: 'json' }, 'A', 'a'],
  ])('are not: %s', (_, field, one, other) => {
    expect([same(field, one, other), same(field, other, one)]).toEqual([false, false]);
  });

  test('what the server adds to a list is not missed, and what it lacks is', () => {
    expect([
      sameValue(ADDS, [a], [b, a], keysAsWritten),
      sameValue(ADDS, [a, b], [b], keysAsWritten),
    ]).toEqual([true, false]);
  });

  // As a real 2023.2.3 shows what was written, and as the sources of later releases do.
  test.each<[string, string, string]>([
    ['picture', 'icons/a b.png', '/media/icons/a%20b.png'],
    ['picture', 'a:b.png', '/media/a%3Ab.png'],
    ['picture', 'ü.png', '/media/%C3%BC.png'],
    ['picture', 'a/../b.png', '/media/b.png'],
    ['picture', 'x?y=1#z', '/media/x%3Fy%3D1%23z'],
    ['picture', 'a//b.png', '/media/a/b.png'],
    ['picture', '/static/x y.png', '/static/x y.png'],
    ['picture', 'fa://fa-rocket', 'fa://fa-rocket'],
    ['picture', 'fa://fa-rocket', '/media/fa%3A/fa-rocket'],
    ['picture', '', '/static/dist/assets/images/flow_background.jpg'],
    ['public-picture', 'a.png', '/media/public/a.png'],
    ['public-picture', 'a.png', '/media/t_two/a.png'],
    ['public-picture', 'a.png', '/below/media/public/a.png'],
    ['public-picture', '/static/a.png', '/below/static/a.png'],
    ['public-picture', 'a.png', 'https://s3.example.com/b/media/public/a.png?X-Amz-Date=1&X-Amz-Signature=f'],
    ['rooted-picture', 'a.png', '/media/public/a.png'],
    ['rooted-picture', '/icons/a.png', '/icons/a.png'],
  ])('a %s %s is what the server shows of it: %s', (format, address, shown) =>
    expect(sameValue({ type: 'string', format }, address, shown, keysAsWritten)).toBe(true),
  );

  test.each<[string, string, string]>([
    ['picture', 'a.png', '/media/icons/a.png'],
    ['picture', 'a.png', '/media/ba.png'],
    ['picture', 'a.png', 'https://x/media/a.png'],
    ['picture', 'a.png', '/static/a.png'],
    ['picture', '/static/a.png', '/static/ba.png'],
    ['picture', '', '/media/a.png'],
    ['public-picture', 'a.png', '/media/a.png'],
    ['public-picture', 'a.png', '/media/public/%zz/a.png'],
    ['rooted-picture', '/icons/a.png', '/media/public/a.png'],
  ])('a %s %s is not: %s', (format, address, shown) =>
    expect(sameValue({ type: 'string', format }, address, shown, keysAsWritten)).toBe(false),
  );
});

const UNITS: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86400,
  weeks: 604800,
};

describe('for any value', () => {
  test('durations are the same when they last as long', () => {
    const duration = fc.dictionary(
      fc.constantFrom(...Object.keys(UNITS)),
      fc.integer({ min: -50, max: 50 }),
      { minKeys: 1 },
    );
    const text = (parts: Record<string, number>): string =>
      Object.entries(parts)
        .map(([unit, number]) => `${unit}=${number}`)
        .join(';');
    const seconds = (parts: Record<string, number>): number =>
      Object.entries(parts).reduce((sum, [unit, number]) => sum + number * (UNITS[unit] ?? 0), 0);
    fc.assert(
      fc.property(duration, duration, (one, other) => {
        expect(same(DURATION, text(one), text(other))).toBe(seconds(one) === seconds(other));
        expect(same(DURATION, text(one), `seconds=${seconds(one)}`)).toBe(true);
      }),
    );
  });

  test('time stamps are the same when they are the same moment, in any zone', () => {
    const moment = fc.integer({ min: 0, max: 4_000_000_000 });
    const zoned = (seconds: number, minutes: number): string => {
      const sign = minutes < 0 ? '-' : '+';
      const two = (number: number): string => String(Math.abs(number)).padStart(2, '0');
      return `${new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 19)}${sign}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
    };
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: -720, max: 840 }), (one, other, zone) => {
        expect(same(TIME, zoned(one, zone), new Date(one * 1000).toISOString())).toBe(true);
        expect(same(TIME, zoned(one, zone), new Date(other * 1000).toISOString())).toBe(one === other);
      }),
    );
  });

  test('sets are the same when they hold the same, JSON when it says the same', () => {
    const items = fc.array(fc.uuid(), { maxLength: 4 });
    fc.assert(
      fc.property(items, items, (one, other) => {
        expect(same(SET, one, [...one].reverse().concat(one))).toBe(true);
        expect(same(SET, one, other)).toBe(
          [...new Set(one)].sort().join() === [...new Set(other)].sort().join(),
        );
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(same({ type: 'object' }, value as Value, JSON.parse(JSON.stringify(turned)) as Value)).toBe(
          true,
        );
        expect(same({ type: 'object' }, value as Value, { ...value, 'one more': 1 })).toBe(
          Object.hasOwn(value, 'one more') && value['one more'] === 1,
        );
      }),
    );
  });

  test('two values that are the same to the server are no change in a plan, whichever it has', () => {
    const S = 'authentik_stages_user_login.userloginstage';
    const stage = { pk: a, name: 'login', session_duration: 'hours=1' };
    const change = (text: string): string[] =>
      lines(
        planOf(
          [
            `version: 1\nentries:\n- {model: ${S}, identifiers: {name: " login "}, attrs: {session_duration: "${text}"}}\n`,
          ],
          { [S]: [stage] },
        ).plan,
      );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (minutes) => {
        expect(change(`minutes=${minutes};seconds=${(60 - minutes) * 60}`)).toEqual([]);
        expect(change(`minutes=${minutes}`)).toEqual(
          minutes === 60 ? [] : [`update ${S} login: session_duration`],
        );
      }),
    );
  });
});

describe('what the server keeps of its own', () => {
  const catalog = loadCatalog('2025.12', new Collector().report);
  const kept = (model: string, field: string, wanted: Value, others: Record<string, Value> = {}): boolean => {
    const found = catalog.models[model];
    const about = found?.kind === 'resource' ? found.fields[field] : undefined;
    if (!about) throw new Error(`there is no ${model}.${field}`);
    return keepsItsOwn(about, wanted, (name) => others[name]) !== undefined;
  };
  const TOKEN = 'authentik_core.token';
  const SOURCE = 'authentik_sources_oauth.oauthsource';

  test.each<[boolean, string, string, Value, Record<string, Value>]>([
    [true, TOKEN, 'expires', '2030-01-01T00:00:00Z', { intent: 'api', expiring: true }],
    [false, TOKEN, 'expires', '2030-01-01T00:00:00Z', { intent: 'app_password', expiring: true }],
    [true, TOKEN, 'expires', null, { intent: 'app_password', expiring: true }],
    [false, TOKEN, 'expires', null, { intent: 'app_password', expiring: false }],
    [true, 'authentik_stages_invitation.invitation', 'expires', null, {}],
    [false, 'authentik_stages_invitation.invitation', 'expires', '2030-01-01T00:00:00Z', {}],
    [true, 'authentik_core.user', 'last_login', null, {}],
    [true, SOURCE, 'oidc_jwks', {}, { oidc_jwks_url: 'https://x/jwks' }],
    [false, SOURCE, 'oidc_jwks', {}, { oidc_jwks_url: '' }],
    [
      true,
      SOURCE,
      'authorization_url',
      '',
      { oidc_well_known_url: 'https://x', provider_type: 'openidconnect' },
    ],
    [
      false,
      SOURCE,
      'authorization_url',
      'https://mine',
      { oidc_well_known_url: 'https://x', provider_type: 'openidconnect' },
    ],
    [true, SOURCE, 'authorization_url', null, { oidc_well_known_url: '', provider_type: 'github' }],
    [false, SOURCE, 'authorization_url', null, { oidc_well_known_url: '', provider_type: 'discord' }],
    [
      true,
      'authentik_providers_saml.samlprovider',
      'logout_method',
      'backchannel',
      { sls_binding: 'redirect' },
    ],
    [false, 'authentik_providers_saml.samlprovider', 'logout_method', 'backchannel', { sls_binding: 'post' }],
  ])('%s: %s.%s as %s beside %o', (expected, model, field, wanted, others) => {
    expect(kept(model, field, wanted, others)).toBe(expected);
  });

  test('keys that the server writes into the attributes of a user stay, and are no change', () => {
    const U = 'authentik_core.user';
    const user = {
      pk: 5,
      username: 'u',
      name: 'U',
      groups: [],
      attributes: {
        team: 'a',
        settings: { locale: 'de' },
        'goauthentik.io/user/sources': ['LDAP'],
        other: 1,
      },
    };
    const bodyFor = (attributes: string): unknown =>
      planOf(
        [
          `version: 1\nentries:\n- {model: ${U}, identifiers: {username: u}, attrs: {attributes: ${attributes}}}\n`,
        ],
        { [U]: [user] },
      ).plan.changes[0]?.body['attributes'];
    expect([bodyFor('{team: a, other: 1}'), bodyFor('{team: b}')]).toEqual([
      undefined,
      { team: 'b', settings: { locale: 'de' }, 'goauthentik.io/user/sources': ['LDAP'] },
    ]);
  });
});
