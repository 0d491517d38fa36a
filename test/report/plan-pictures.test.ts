import { resolve } from 'node:path';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { Change, FieldChange, Plan } from '../../src/plan/value/plan.ts';
import { summarise } from '../../src/plan/value/summarise.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { change as one } from '../apply/setup.ts';
import { expectWhole } from './whole-words.ts';

/* Pictures of plans at four widths, and in a pipe: test/report/pictures. */

const plain = new Chalk({ level: 0 });
const at = (line: number): Change['place'] => ({ path: 'blueprints/grafana.yaml', line, start: 0, end: 1 });
const field = (path: string, before: FieldChange['before'], after: FieldChange['after']): FieldChange => ({
  path,
  before,
  after,
  secret: false,
  leftAlone: false,
});
const uri = (url: string, mode = 'strict') => ({ matching_mode: mode, url });
const change = (row: string, more: Partial<Change>): Change =>
  one(row, { action: 'update', itemKey: 1, before: {}, body: {}, fields: [], ...more });
const planOf = (changes: readonly Change[]): Plan => ({
  target: '2025.12.4',
  digest: '0'.repeat(64),
  changes,
  summary: summarise(changes),
});

const EXPRESSION = `groups = [group.name for group in request.user.ak_groups.all()]
if "grafana-admins" in groups:
    role = "Admin"
elif "grafana-editors" in groups:
    role = "Editor"
else:
    role = "Viewer"
if request.user.is_superuser:
    role = "Admin"
return {"role": role, "groups": groups, "email": request.user.email, "name": request.user.name}
`;

const review = planOf([
  change('provider', {
    model: 'authentik_providers_oauth2.oauth2provider',
    key: 'grafana',
    place: at(14),
    unordered: ['property_mappings'],
    fields: [
      field('access_token_validity', 'minutes=10', 'minutes=5'),
      field(
        'redirect_uris',
        [
          uri('https://grafana.internal.example.com/organisations/main/login/generic_oauth'),
          uri('https://grafana.internal.example.com/organisations/main/logout'),
          uri('https://old.example.com/login'),
        ],
        [
          uri('https://grafana.internal.example.com/organisations/main/login/generic_EVIL'),
          uri('https://new.example.com/.*', 'regex'),
          uri('https://grafana.internal.example.com/organisations/main/logout'),
        ],
      ),
      {
        ...field(
          'property_mappings',
          ['k1', 'k2', 'k3'],
          ['k1', 'k3', { $ref: { row: 'mapping', aspect: 'pk' } }],
        ),
        beforeNames: {
          k1: "authentik default OAuth Mapping: OpenID 'openid'",
          k2: "authentik default OAuth Mapping: OpenID 'email'",
          k3: "authentik default OAuth Mapping: OpenID 'profile'",
          mapping: 'grafana groups, all of them',
        },
      },
      { ...field('client_secret', null, { $secret: { from: 'x' } }), secret: true },
    ],
  }),
  change('mapping', {
    model: 'authentik_providers_oauth2.scopemapping',
    key: 'grafana role',
    place: at(31),
    fields: [
      field(
        'expression',
        EXPRESSION,
        EXPRESSION.replace('role = "Viewer"', 'role = "Editor"').replace(', "email": request.user.email', ''),
      ),
      field(
        'description',
        'Says which role somebody has in Grafana, by the groups that he is a member of; superusers are admins in any case.',
        'Says which role somebody has in Grafana, by the groups that she is a member of; superusers are admins in any case.',
      ),
    ],
  }),
  change('stages', {
    model: 'authentik_stages_prompt.promptstage',
    key: 'enrolment',
    place: at(44),
    fields: [field('fields', ['email', 'name', 'locale', 'phone'], ['phone', 'email', 'name', 'locale'])],
  }),
  change('group', {
    model: 'authentik_core.group',
    key: '監視チーム',
    place: at(52),
    fields: [
      field(
        'attributes',
        { quota: { disk: 10, 'per user': [1, 2] }, notes: '一行目\n二行目\n', old: true },
        { quota: { disk: 20, 'per user': [1, 3] }, notes: '一行目\n別の行\n', tags: ['a', 'b'] },
      ),
      field('parent', null, { $ref: { row: 'new', aspect: 'pk' } }),
    ],
  }),
  change('new', {
    action: 'create',
    model: 'authentik_core.group',
    key: 'everyone who may look at dashboards',
    place: at(60),
    fields: [
      field('name', undefined, 'everyone who may look at dashboards'),
      field('is_superuser', undefined, false),
      field('attributes', undefined, { motd: 'Be kind.\nBe brief.' }),
    ],
  }),
  change('tenant', {
    model: 'authentik_brands.brand',
    key: 'authentik-default',
    place: at(70),
    leftAlone: true,
    reason: {
      kind: 'left-alone',
      why: 'it is the default brand',
      allow: 'authentik_brands.brand:authentik-default',
    },
    fields: [{ ...field('branding_title', 'authentik', 'Example'), leftAlone: true }],
  }),
  change('gone', {
    action: 'delete',
    model: 'authentik_flows.flow',
    key: 'old-enrolment',
    place: { ...at(3)!, path: 'blueprints/old.yaml' },
    cascades: [
      {
        model: 'authentik_flows.flowstagebinding',
        count: 2,
        keys: ['1', '2'],
        names: ['old-enrolment / 10', 'old-enrolment / 20'],
      },
    ],
  }),
]);

const many = planOf(
  Array.from({ length: 300 }, (_, index) =>
    change(`u${index}`, {
      model: index % 3 === 0 ? 'authentik_core.group' : 'authentik_policies_expression.expressionpolicy',
      key: `object number ${index}`,
      place: { ...at(index + 1)!, path: `blueprints/${index < 150 ? 'first' : 'second'}.yaml` },
      fields: [field('name', `object number ${index}`, `object number ${index + 300}`)],
    }),
  ),
);

const WIDTHS = [40, 60, 80, 200, Infinity];

describe.each(WIDTHS)('at %d columns', (columns) => {
  const picture = (name: string): string =>
    resolve(import.meta.dirname, `pictures/${name}-${columns === Infinity ? 'pipe' : columns}.txt`);

  test('a plan is as its picture', async () => {
    const shown = formatPlan(review, plain, { columns });
    await expect(shown).toMatchFileSnapshot(picture('review'));
    expectWhole(shown, columns);
  });

  test('an overview is as its picture', async () => {
    const shown = formatPlan(review, plain, { columns, compact: true });
    await expect(shown).toMatchFileSnapshot(picture('compact'));
    expectWhole(shown, columns);
  });

  test('of 300 changes each is there, with both its values', () => {
    const shown = formatPlan(many, plain, { columns });
    expectWhole(shown, columns);
    const words = shown.replace(/\s+│? */g, ' ');
    const isShown = ({ key, fields: [one] }: Change): boolean => {
      const [before, after] = [`"${one?.before as string}"`, `"${one?.after as string}"`];
      const at = words.indexOf(` ${key} `);
      const from = words.indexOf(before, at);
      return at > 0 && from > at && words.slice(from + before.length, from + 60).includes(after);
    };
    expect(many.changes.filter((one) => !isShown(one)).map(({ key }) => key)).toEqual([]);
  });
});

test('300 changes at 80 columns are as their picture', async () => {
  const few = { ...many, changes: many.changes.filter((_, index) => index % 15 === 0) };
  await expect(formatPlan(few, plain, { columns: 80 })).toMatchFileSnapshot(
    resolve(import.meta.dirname, 'pictures/many-80.txt'),
  );
});

test('colours tell the words that differ, without marks below', () => {
  const shown = formatPlan(review, new Chalk({ level: 1 }), { columns: 80 });
  expect(shown).toContain('\u001b[7mgeneric_EVIL\u001b[27m');
  expect(shown).not.toMatch(/\? *\^/);
});

test('a value of a million characters is there, whole', () => {
  const [before, after] = ['a'.repeat(1_000_000), 'é'.repeat(10_000)];
  const shown = formatPlan(planOf([change('x', { fields: [field('x', before, after)] })]), plain, {
    columns: 80,
  });
  expect([before, after].every((value) => shown.includes(`"${value}"`))).toBe(true);
});
