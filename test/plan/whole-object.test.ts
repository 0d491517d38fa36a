import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { checkFiles } from '../validate/check.ts';
import { planWith, type Server, uuid } from './setup.ts';

/*
 * `!FindObject` gives what authentik's serializer of the model makes of an object, which is what its list shows
 * (measured on a real 2025.12.4: cases d1 and d2, and the rows below).
 */

const catalog = loadCatalog('2025.12', () => undefined);
const G = 'authentik_core.group';
const SERVER: Server = {
  [G]: [
    { pk: uuid(1), name: 'staff', is_superuser: false, parents: [], users: [2], attributes: { a: { b: 1 } } },
  ],
  'authentik_flows.flow': [{ pk: uuid(2), policybindingmodel_ptr_id: uuid(3), slug: 'f', name: 'F' }],
  'authentik_providers_oauth2.oauth2provider': [
    { pk: 5, name: 'p', client_id: 'id', client_secret: 'hush-hush' },
  ],
};
const STAFF = `!FindObject [${G}, [name, staff]]`;
const PROVIDER = '!FindObject [authentik_providers_oauth2.oauth2provider, [name, p]]';

const text = (attrs: string, before = ''): string =>
  `version: 1\nentries:\n${before}- model: ${G}\n  identifiers: {name: new}\n  attrs: ${attrs}\n`;

/** What a plan writes into \`attributes\` of the last group, or the codes of what it found. */
function attributesOf(attrs: string, before?: string): unknown {
  const { plan, codes } = planWith([text(attrs, before)], SERVER, { catalog });
  const field = plan.changes.at(-1)?.fields.find(({ path }) => path === 'attributes');
  return codes.length > 0 ? codes : field?.after;
}

describe('a whole object', () => {
  test.each<[string, string, unknown]>([
    ['is written into JSON', `{attributes: {o: ${STAFF}}}`, { o: SERVER[G]?.[0] }],
    ['gives a part of it', `{attributes: {n: !AtIndex [${STAFF}, name]}}`, { n: 'staff' }],
    [
      'gives a part of a part',
      `{attributes: {n: !AtIndex [!AtIndex [${STAFF}, attributes], a]}}`,
      { n: { b: 1 } },
    ],
    ['has no other part', `{attributes: {n: !AtIndex [${STAFF}, nosuch]}}`, ['tag-failed']],
    ['has a part or a default', `{attributes: {n: !AtIndex [${STAFF}, nosuch, 7]}}`, { n: 7 }],
    ['decides a condition', `{attributes: {n: !If [${STAFF}, yes, no]}}`, { n: true }],
    ['that there is not is no value', `{attributes: {o: !FindObject [${G}, [name, x]]}}`, ['find-no-match']],
    ['is no link', `{parents: [${STAFF}]}`, ['attribute-type']],
    ['has a key, which is a link', `{attributes: {}, parents: [!AtIndex [${STAFF}, pk]]}`, {}],
    [
      'of a base class cannot be told',
      '{attributes: {o: !FindObject [authentik_flows.stage, [name, x]]}}',
      ['find-undecidable'],
    ],
  ])('%s', (_, attrs, expected) => {
    expect(attributesOf(attrs)).toEqual(expected);
  });

  test('is what an earlier entry makes of it, as far as the server works nothing out', () => {
    const made = `- model: ${G}\n  identifiers: {name: a}\n  attrs: {attributes: {x: 1}}\n`;
    const a = `!FindObject [${G}, [name, a]]`;
    expect(
      attributesOf(`{attributes: {n: !AtIndex [${a}, name], x: !AtIndex [${a}, attributes]}}`, made),
    ).toEqual({
      n: 'a',
      x: { x: 1 },
    });
    expect(attributesOf(`{attributes: {n: !AtIndex [${a}, num_pk]}}`, made)).toEqual(['value-unknown']);
    const changed = `- model: ${G}\n  identifiers: {name: staff}\n  attrs: {is_superuser: true}\n`;
    expect(attributesOf(`{attributes: {n: !AtIndex [${STAFF}, is_superuser]}}`, changed)).toEqual({
      n: true,
    });
  });

  test('has no value where an answer depends on who asks, but where that is none', () => {
    const app = (url: string | null): Server => ({
      'authentik_core.application': [{ pk: uuid(7), slug: 'app', name: 'App', launch_url: url }],
    });
    const attrs =
      '{attributes: {u: !AtIndex [!FindObject [authentik_core.application, [slug, app]], launch_url]}}';
    const codes = (url: string | null) => planWith([text(attrs)], app(url), { catalog }).codes;
    expect(codes('https://app.example.org/ada')).toEqual(['value-unknown']);
    expect(codes(null)).toEqual([]);
  });

  test('identifies by its key', () => {
    const bound = `version: 1\nentries:\n- model: authentik_policies.policybinding\n  identifiers: {target: !Find [authentik_flows.flow, [slug, f]], group: ${STAFF}, order: 0}\n`;
    const found = checkFiles([{ path: 'b.yaml', bytes: Buffer.from(bound) }], catalog);
    expect(found.filter(({ severity }) => severity !== 'info')).toEqual([]);
    const { plan, codes } = planWith([bound], SERVER, { catalog });
    expect(codes).toEqual([]);
    expect(JSON.stringify(plan.changes[0]?.body)).toContain(uuid(1));
  });

  test('that holds secrets is not shown, but for a part that is none', () => {
    const { plan } = planWith([text(`{attributes: {o: ${PROVIDER}}}`)], SERVER, { catalog });
    expect(JSON.stringify(plan)).not.toContain('hush-hush');
    expect(attributesOf(`{attributes: {n: !AtIndex [${PROVIDER}, client_id]}}`)).toEqual({ n: 'id' });
    const part = planWith([text(`{attributes: {n: !AtIndex [${PROVIDER}, client_secret]}}`)], SERVER, {
      catalog,
    });
    expect(JSON.stringify(part.plan)).not.toContain('hush-hush');
  });

  test.each([
    [`{parents: [${STAFF}]}`, ['attribute-type']],
    ['{attributes: {o: !FindObject [authentik_flows.stage, [name, x]]}}', ['find-undecidable']],
    [`{attributes: {o: ${STAFF}}}`, []],
  ])('is checked offline: %s', (attrs, codes) => {
    const found = checkFiles([{ path: 'b.yaml', bytes: Buffer.from(text(attrs)) }], catalog);
    expect(found.filter(({ severity }) => severity !== 'info').map(({ code }) => code)).toEqual(codes);
  });
});
