import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { NOT_JSON, TAG } from '../../src/forms/plain.ts';
import { buildSchema } from '../../src/schema/build-schema.ts';
import { formatSchema } from '../../src/catalog/format-catalog.ts';
import type { Field, Json } from '../../src/catalog/model.ts';
import { catalog, resources } from '../catalog/generated.ts';
import { exchanges, isObject, resourceAt, shownObjects } from '../catalog/recordings.ts';
import { hasShared } from '../shared.ts';
import { faultsOf } from './whole-model.ts';

const schema = buildSchema(catalog);

/** What is wrong with the attributes of a model: `path keyword`. */
function faults(model: string, attrs: unknown, identifiers: unknown = {}): string[] {
  return faultsOf(schema, model, { identifiers, attrs });
}

describe('the schema of blueprints', () => {
  test('is a valid schema of draft-07', () => {
    const ajv = new Ajv({ strict: false });
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });

  test('has no sentence of the document', () => {
    expect(formatSchema(schema)).not.toMatch(/"description": ?"/);
  });

  test.each<[string, string, unknown, string[]]>([
    ['text is text', 'authentik_core.group', { name: 'a' }, []],
    ['a number is taken for text', 'authentik_core.group', { name: 5 }, []],
    ['a boolean is no text', 'authentik_core.group', { name: true }, ['attrs.name type']],
    ['null where it is allowed', 'authentik_core.group', { parent: null }, []],
    ['null where it is not', 'authentik_core.group', { name: null }, ['attrs.name type']],
    ['an empty text where one is needed', 'authentik_core.group', { name: '' }, ['attrs.name minLength']],
    ['a text that is too long', 'authentik_core.group', { name: 'x'.repeat(81) }, ['attrs.name maxLength']],
    ['a boolean as text', 'authentik_core.group', { is_superuser: 'yes' }, []],
    [
      'a word that is no boolean',
      'authentik_core.group',
      { is_superuser: 'maybe' },
      ['attrs.is_superuser enum'],
    ],
    ['a list for a mapping', 'authentik_core.group', { attributes: [1] }, ['attrs.attributes type']],
    ['a choice', 'authentik_flows.flow', { designation: 'enrollment' }, []],
    ['no choice', 'authentik_flows.flow', { designation: 'signup' }, ['attrs.designation enum']],
    [
      'a number among choices',
      'authentik_stages_authenticator_totp.authenticatortotpstage',
      { digits: 6 },
      [],
    ],
    [
      'a number among choices, as text',
      'authentik_stages_authenticator_totp.authenticatortotpstage',
      { digits: '8' },
      [],
    ],
    [
      'a number that is no choice',
      'authentik_stages_authenticator_totp.authenticatortotpstage',
      { digits: 7 },
      ['attrs.digits enum'],
    ],
    [
      'an item that is no choice',
      'authentik_stages_password.passwordstage',
      { backends: ['x'] },
      ['attrs.backends.0 enum'],
    ],
    ['a whole number as text', 'authentik_flows.flowstagebinding', { order: '10' }, []],
    ['no whole number', 'authentik_flows.flowstagebinding', { order: 1.5 }, ['attrs.order type']],
    ['a slug with a space', 'authentik_flows.flow', { slug: 'a b' }, ['attrs.slug pattern']],
    ['an e-mail address that is none', 'authentik_core.user', { email: 'nope' }, ['attrs.email format']],
    ['no e-mail address', 'authentik_core.user', { email: '' }, []],
    ['a date where there is none', 'authentik_core.group', { name: NOT_JSON }, ['attrs.name type']],
    ["an unknown attribute is not the schema's business", 'authentik_core.group', { nam: 1 }, []],
    ['no attributes', 'authentik_core.group', null, []],
  ])('%s', (_, model, attrs, expected) => {
    expect(faults(model, attrs)).toEqual(expected);
  });

  test('takes a tag wherever a value is, at any depth, of every field', () => {
    const tag = { [TAG]: '!Find' };
    for (const { name, fields } of resources) {
      const writable = Object.entries(fields).filter(([, field]) => !field.readOnly);
      expect(faults(name, Object.fromEntries(writable.map(([field]) => [field, tag]))), name).toEqual([]);
      expect(
        faults(
          name,
          Object.fromEntries(
            writable.filter(([, field]) => field.type === 'array').map(([field]) => [field, [tag]]),
          ),
        ),
        name,
      ).toEqual([]);
      expect(
        faults(name, {}, Object.fromEntries(writable.map(([field]) => [field, tag]))).filter(
          (fault) => !fault.endsWith('pattern'),
        ),
        name,
      ).toEqual([]);
    }
  });

  test('limits identifiers to fields that can identify, and look-ups of them', () => {
    for (const { name, lookups } of resources)
      expect(
        faults(
          name,
          {},
          Object.fromEntries(
            Object.keys(lookups).flatMap((key) => [
              [`${key}__in`, []],
              [`${key}__x__y`, 'z'],
            ]),
          ),
        ),
        name,
      ).toEqual([]);
    expect(faults('authentik_core.group', {}, { nam: 'a' })).toEqual(['identifiers pattern']);
    expect(faults('authentik_core.group', {}, { users_obj: [] })).toEqual(['identifiers pattern']);
    expect(
      faults('authentik_core.group', {}, { pk: 'x', name__icontains: 'a', parent: { pk: 'x' } }),
    ).toEqual([]);
  });

  test('refuses a model that does not exist or that cannot be managed', () => {
    const check = new Ajv({
      strict: false,
      formats: {
        url: true,
        uri: true,
        uris: true,
        email: true,
        uuid: true,
        'date-time': true,
        duration: true,
      },
    }).compile(schema);
    const blueprint = (model: string): unknown => ({
      version: 1,
      entries: [{ model, identifiers: { name: 'a' } }],
    });
    expect(check(blueprint('authentik_core.group'))).toBe(true);
    expect(check(blueprint('authentik_core.grup'))).toBe(false);
    expect(check(blueprint('authentik_stages_consent.userconsent'))).toBe(false);
    expect(check(blueprint('authentik_flows.stage'))).toBe(false);
    expect(
      check({ version: 1, entries: [{ model: 'authentik_blueprints.metaapplyblueprint', attrs: {} }] }),
    ).toBe(false);
  });
});

describe.skipIf(!hasShared)('the schema agrees with a real server', () => {
  test('on every object that it showed: what is shown can be written', () => {
    const seen = new Map<string, string[]>();
    for (const { model, row } of shownObjects()) {
      const writable = Object.fromEntries(
        Object.entries(row).filter(
          ([name, value]) =>
            isWritable(model.fields[name]) && !isEmptyAgainstTheRule(model.fields[name], value),
        ),
      );
      const found = faults(model.name, writable);
      if (found.length)
        seen.set(`${model.name} ${JSON.stringify(writable[found[0]?.split(/[. ]/)[1] ?? ''])}`, found);
    }
    expect(Object.fromEntries(seen)).toEqual({});
  });

  test('on every body that it took', () => {
    for (const { path, method, status, request_body: body, name } of exchanges) {
      const model = resourceAt(path)?.model;
      if (!model || !['POST', 'PATCH', 'PUT'].includes(method) || status > 201 || !isObject(body)) continue;
      // An icon in the body is ignored: it has an endpoint of its own.
      const written = Object.fromEntries(
        Object.entries(body).filter(([field]) => !model.fields[field]?.setter),
      );
      expect(faults(model.name, written), name).toEqual([]);
    }
  });

  test('on every value that it refused for its type, choice or form', () => {
    let seen = 0;
    const missed: string[] = [];
    for (const { path, method, status, request_body: body, response_body: answer, name } of exchanges) {
      const at = resourceAt(path);
      if (
        !at ||
        (method === 'POST' && at.one) ||
        !['POST', 'PATCH'].includes(method) ||
        status !== 400 ||
        !isObject(body) ||
        !isObject(answer)
      )
        continue;
      for (const [field, texts] of Object.entries(answer)) {
        const text = JSON.stringify(texts);
        if (
          !/not a valid choice|may not be null|may not be blank|no more than|valid URL|valid email|valid \\"slug\\"|dictionary|not in the correct format|may not be empty/.test(
            text,
          ) ||
          !(field in body) ||
          // A rule about the object as a whole says it, and no schema of the field.
          at.model.rules?.some((rule) => rule.at.includes(field))
        )
          continue;
        seen += 1;
        if (!faults(at.model.name, body).some((fault) => fault.startsWith(`attrs.${field}`)))
          missed.push(`${name}: ${field} = ${JSON.stringify(body[field])} ${text}`);
      }
    }
    expect(missed).toEqual([]);
    expect(seen).toBeGreaterThan(25);
  });
});

/** The embedded outpost starts without a provider, which nobody may write. */
function isEmptyAgainstTheRule(field: Field | undefined, value: Json): boolean {
  return Array.isArray(value) && value.length === 0 && (field?.minLength ?? 0) > 0;
}

function isWritable(field: Field | undefined): boolean {
  return field !== undefined && !field.readOnly && !field.setter;
}
