import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ask, startSandbox, type Told } from './start.ts';

/** A flow, a group and a provider to start from. */
async function start(): Promise<{
  sandbox: Sandbox;
  flow: Told['body'];
  group: Told['body'];
  provider: Told['body'];
}> {
  const sandbox = startSandbox();
  const flow = await make(sandbox, '/flows/instances/', {
    name: 'F',
    slug: 'f',
    title: 'F',
    designation: 'authorization',
  });
  const group = await make(sandbox, '/core/groups/', { name: 'g' });
  const provider = await make(sandbox, '/providers/oauth2/', { name: 'p', authorization_flow: flow['pk'] });
  return { sandbox, flow, group, provider };
}

async function make(sandbox: Sandbox, path: string, body: unknown): Promise<Told['body']> {
  const told = await ask(sandbox, 'POST', path, body);
  expect(told.status, told.text).toBe(201);
  return told.body;
}

const text = (value: unknown): string => String(value);

describe('the traps of authentik 2023.2, by their numbers in its facts', () => {
  it('1: a crash is 405 with an empty body and an Allow header that gives it away', async () => {
    const sandbox = startSandbox();
    const flow = await make(sandbox, '/flows/instances/', {
      name: 'F',
      slug: 'f',
      title: 'F',
      designation: 'authentication',
    });
    const crashes: [string, unknown][] = [
      ['/policies/event_matcher/', { name: 'e' }],
      ['/policies/event_matcher/', { name: 'e', app: 'authentik.core' }],
      ['/policies/event_matcher/', { name: 'e', action: '', app: 'authentik.core' }],
      ['/outposts/service_connections/kubernetes/', { name: 'k', kubeconfig: {} }],
      ['/outposts/service_connections/kubernetes/', { name: 'k', local: true }],
      [
        '/sources/saml/',
        { name: 's', slug: 's', pre_authentication_flow: flow['pk'], sso_url: 'https://i.example.com/sso' },
      ],
      ['/managed/blueprints/', { name: 'b', content: '{{{' }],
      ['/stages/identification/', { name: 'i' }],
      ['/stages/dummy/', { name: 'd', flow_set: [] }],
    ];
    for (const [path, body] of crashes) {
      const told = await ask(sandbox, 'POST', path, body);
      expect(
        [told.status, told.text, told.headers['allow'], told.headers['content-type']],
        `${path} ${JSON.stringify(body)}`,
      ).toEqual([405, '', 'GET, HEAD, OPTIONS', 'text/html; charset=utf-8']);
    }
    expect(
      (
        await ask(sandbox, 'POST', '/policies/event_matcher/', {
          name: 'e',
          action: '',
          client_ip: '',
          app: '',
        })
      ).status,
    ).toBe(400);
  });

  it('2: the plain list of applications is kept and ignores later filters; the full one is right', async () => {
    const { sandbox } = await start();
    for (const slug of ['a', 'b']) await make(sandbox, '/core/applications/', { name: slug, slug });
    const slugs = async (query: string): Promise<unknown> =>
      (await ask(sandbox, 'GET', `/core/applications/?${query}`)).body.results.map((one) => one['slug']);
    expect(await slugs('slug=a')).toEqual(['a']);
    expect(await slugs('slug=b')).toEqual(['a']);
    expect(await slugs('slug=b&superuser_full_list=true')).toEqual(['b']);
    expect(await slugs('search=b')).toEqual(['b']);
  });

  it('3: PATCH and PUT of a token without user and intent give it to the caller', async () => {
    const { sandbox } = await start();
    const user = await make(sandbox, '/core/users/', { username: 'u', name: 'u', groups: [] });
    for (const [method, body] of [
      ['PATCH', { description: 'd' }],
      ['PUT', { identifier: 't' }],
    ] as const) {
      await ask(sandbox, 'DELETE', '/core/tokens/t/');
      await make(sandbox, '/core/tokens/', { identifier: 't', intent: 'app_password', user: user['pk'] });
      expect((await ask(sandbox, method, '/core/tokens/t/', body)).body).toMatchObject({
        user: 1,
        intent: 'api',
      });
    }
  });

  it('4: a PATCH without its companions is refused', async () => {
    const { sandbox, flow, group } = await start();
    const app = await make(sandbox, '/core/applications/', { name: 'a', slug: 'a' });
    const binding = await make(sandbox, '/policies/bindings/', {
      target: app['pk'],
      group: group['pk'],
      order: 0,
    });
    const proxy = await make(sandbox, '/providers/proxy/', {
      name: 'x',
      authorization_flow: flow['pk'],
      external_host: 'https://x.example.com',
      mode: 'forward_single',
    });
    await make(sandbox, '/sources/oauth/', {
      name: 's',
      slug: 's',
      provider_type: 'github',
      consumer_key: 'k',
      consumer_secret: 's',
    });
    const refused: [string, unknown][] = [
      [`/policies/bindings/${text(binding['pk'])}/`, { order: 5 }],
      [`/providers/proxy/${text(proxy['pk'])}/`, { name: 'y' }],
      ['/sources/oauth/s/', { enabled: false }],
    ];
    for (const [path, body] of refused)
      expect(await ask(sandbox, 'PATCH', path, body), path).toMatchObject({
        status: 400,
        body: { non_field_errors: [expect.any(String)] },
      });
    expect(
      (
        await ask(sandbox, 'PATCH', `/policies/bindings/${text(binding['pk'])}/`, {
          order: 5,
          group: group['pk'],
        })
      ).status,
    ).toBe(200);
    expect(
      (await ask(sandbox, 'PATCH', '/sources/oauth/s/', { enabled: false, provider_type: 'github' })).status,
    ).toBe(200);
  });

  it('5: PUT clears some fields and keeps others', async () => {
    const sandbox = startSandbox();
    const group = await make(sandbox, '/core/groups/', { name: 'g', users: [1], attributes: { a: 1 } });
    expect(
      (await ask(sandbox, 'PUT', `/core/groups/${text(group['pk'])}/`, { name: 'g' })).body,
    ).toMatchObject({ users: [], attributes: { a: 1 } });
  });

  it('6: a user needs groups', async () => {
    expect((await ask(startSandbox(), 'POST', '/core/users/', { username: 'u', name: 'u' })).body).toEqual({
      groups: ['This field is required.'],
    });
  });

  it('7: some names are unique, others are not', async () => {
    const { sandbox, flow } = await start();
    const twice: [string, Record<string, unknown>, number][] = [
      ['/core/groups/', { name: 'x' }, 201],
      ['/providers/oauth2/', { name: 'x', authorization_flow: flow['pk'] }, 201],
      ['/policies/expression/', { name: 'x', expression: 'return 1' }, 201],
      ['/core/tenants/', { domain: 'x.example.com' }, 201],
      ['/outposts/service_connections/docker/', { name: 'x', url: 'http://x' }, 201],
      ['/stages/deny/', { name: 'x' }, 400],
      ['/stages/prompt/prompts/', { name: 'x', field_key: 'x', label: 'x', type: 'text' }, 400],
      ['/events/rules/', { name: 'x' }, 400],
      ['/core/tokens/', { identifier: 'x' }, 400],
      ['/core/users/', { username: 'x', name: 'x', groups: [] }, 400],
    ];
    for (const [path, body, status] of twice) {
      await make(sandbox, path, body);
      expect((await ask(sandbox, 'POST', path, body)).status, path).toBe(status);
    }
    expect(
      (await ask(sandbox, 'POST', '/stages/dummy/', { name: 'x' })).body,
      'all kinds of stages share their names',
    ).toEqual({ name: ['stage with this name already exists.'] });
  });

  it('8: unknown filters are ignored, and names are case-sensitive', async () => {
    const { sandbox } = await start();
    const count = async (path: string): Promise<number> =>
      (await ask(sandbox, 'GET', path)).body.pagination['count'] ?? -1;
    expect(await count('/core/groups/?pk=nonsense')).toBe(2);
    expect(await count('/outposts/instances/?name=nonsense')).toBe(1);
    expect(await count('/outposts/instances/?name__iexact=AUTHENTIK%20embedded%20outpost')).toBe(1);
    expect(await count('/core/groups/?name=G')).toBe(0);
    expect(await count('/core/groups/?name=g')).toBe(1);
  });

  it('9: a filter with an unknown object, or an unknown managed name, is refused', async () => {
    const sandbox = startSandbox();
    const refused = [
      '/flows/bindings/?target=8c7dbcfb-f58e-4475-b005-967899f9a18a',
      '/flows/bindings/?target=nope',
      '/propertymappings/saml/?managed=nope',
      '/propertymappings/ldap/?managed=nope',
      '/flows/instances/?designation=nope',
    ];
    for (const path of refused) expect((await ask(sandbox, 'GET', path)).status, path).toBe(400);
    expect((await ask(sandbox, 'GET', '/propertymappings/notification/?managed=nope')).status).toBe(200);
  });

  it('10: a policy binding takes a target by both its ids, shows its pk, and is found by the other one only', async () => {
    const { sandbox, flow, group } = await start();
    const ptr = text(flow['policybindingmodel_ptr_id']);
    for (const [order, target] of [flow['pk'], ptr].entries())
      expect(
        (await make(sandbox, '/policies/bindings/', { target, group: group['pk'], order }))['target'],
      ).toBe(flow['pk']);
    expect((await ask(sandbox, 'GET', `/policies/bindings/?target=${text(flow['pk'])}`)).status).toBe(400);
    expect((await ask(sandbox, 'GET', `/policies/bindings/?target=${ptr}`)).body.results).toHaveLength(2);
    const app = await make(sandbox, '/core/applications/', { name: 'a', slug: 'a' });
    expect((await ask(sandbox, 'GET', `/policies/bindings/?target=${text(app['pk'])}`)).status).toBe(200);
  });

  it('11: the list of oauth2 providers also has the proxies, and a PATCH there changes them', async () => {
    const { sandbox, flow } = await start();
    const proxy = await make(sandbox, '/providers/proxy/', {
      name: 'x',
      authorization_flow: flow['pk'],
      external_host: 'https://x.example.com',
      mode: 'forward_single',
    });
    expect((await ask(sandbox, 'GET', '/providers/oauth2/?name=x')).body.results).toMatchObject([
      { pk: proxy['pk'], meta_model_name: 'authentik_providers_oauth2.oauth2provider' },
    ]);
    expect(
      (await ask(sandbox, 'PATCH', `/providers/oauth2/${text(proxy['pk'])}/`, { name: 'y' })).status,
    ).toBe(200);
    expect((await ask(sandbox, 'GET', `/providers/all/${text(proxy['pk'])}/`)).body).toMatchObject({
      name: 'y',
      meta_model_name: 'authentik_providers_proxy.proxyprovider',
      component: 'ak-provider-proxy-form',
    });
  });

  it('12: pages', async () => {
    const sandbox = startSandbox();
    for (let index = 0; index < 104; index += 1) await make(sandbox, '/core/groups/', { name: `n${index}` });
    const page = async (query: string): Promise<Told> => ask(sandbox, 'GET', `/core/groups/?${query}`);
    expect((await page('')).body.pagination).toEqual({
      next: 2,
      previous: 0,
      count: 105,
      current: 1,
      total_pages: 2,
      start_index: 1,
      end_index: 100,
    });
    expect((await page('page=last')).body.pagination).toMatchObject({
      next: 0,
      previous: 1,
      start_index: 101,
      end_index: 105,
    });
    expect((await page('page_size=1000')).body.results).toHaveLength(105);
    for (const query of ['page=3', 'page=0', 'page=abc']) expect((await page(query)).status, query).toBe(404);
    for (const query of ['page_size=0', 'page_size=-1', 'page_size=abc', 'ordering=bogus'])
      expect((await page(query)).body.results, query).toHaveLength(100);
    expect((await page('ordering=-name&page_size=1')).body.results).toMatchObject([{ name: 'n99' }]);
  });

  it('13: who may not is told 403, or sees nothing', async () => {
    const { sandbox } = await start();
    for (const authorization of ['', 'Bearer nope', 'Bearer ', 'nope', 'Basic eDp5'])
      expect(
        (await ask(sandbox, 'GET', '/core/groups/', undefined, { authorization })).status,
        authorization,
      ).toBe(403);
    const user = await make(sandbox, '/core/users/', { username: 'u', name: 'u', groups: [] });
    await make(sandbox, '/core/tokens/', { identifier: 't', user: user['pk'], expiring: false });
    await ask(sandbox, 'POST', '/core/tokens/t/set_key/', { key: 'weak' });
    const weak = { authorization: 'Bearer weak' };
    expect((await ask(sandbox, 'GET', '/core/groups/', undefined, weak)).body.results).toEqual([]);
    expect((await ask(sandbox, 'POST', '/core/groups/', { name: 'x' }, weak)).status).toBe(403);
    expect((await ask(sandbox, 'GET', '/core/users/me/', undefined, weak)).body['user']).toMatchObject({
      username: 'u',
      is_superuser: false,
    });
    await ask(sandbox, 'PATCH', `/core/users/${text(user['pk'])}/`, { is_active: false });
    expect((await ask(sandbox, 'GET', '/core/users/me/', undefined, weak)).status).toBe(403);
  });

  it('14: what is unknown or read-only is ignored, values are coerced, text is trimmed', async () => {
    const sandbox = startSandbox();
    expect(
      await make(sandbox, '/core/groups/', { name: '  x  ', is_superuser: 'yes', bogus: 1, pk: 'mine' }),
    ).toMatchObject({ name: 'x', is_superuser: true });
    expect(await make(sandbox, '/core/groups/', { name: 12345 })).toMatchObject({ name: '12345' });
    expect(
      await make(sandbox, '/policies/expression/', { name: 'e', expression: '\n  return True\n\n' }),
    ).toMatchObject({ expression: 'return True' });
    expect(await make(sandbox, '/policies/dummy/', { name: 'd', wait_min: '7' })).toMatchObject({
      wait_min: 7,
    });
  });

  it('15: lists of links have no duplicates, JSON is replaced, a mapping of another kind is fine', async () => {
    const { sandbox, flow } = await start();
    const mapping = await make(sandbox, '/propertymappings/saml/', {
      name: 'm',
      saml_name: 'm',
      expression: 'return 1',
    });
    expect(
      await make(sandbox, '/providers/oauth2/', {
        name: 'x',
        authorization_flow: flow['pk'],
        property_mappings: [mapping['pk'], mapping['pk']],
      }),
    ).toMatchObject({ property_mappings: [mapping['pk']] });
    const group = await make(sandbox, '/core/groups/', { name: 'j', attributes: { a: 1 } });
    expect(
      (await ask(sandbox, 'PATCH', `/core/groups/${text(group['pk'])}/`, { attributes: { b: 2 } })).body[
        'attributes'
      ],
    ).toEqual({ b: 2 });
  });

  it('16: secrets are made, and some never shown', async () => {
    const { sandbox, provider, flow } = await start();
    expect(text(provider['client_id'])).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(text(provider['client_secret'])).toHaveLength(128);
    for (const [path, secret] of [
      ['/propertymappings/scope/', 'openid'],
      ['/propertymappings/scope/', 'email'],
    ] as const)
      await make(sandbox, path, {
        name: secret,
        scope_name: secret,
        expression: 'return {}',
        managed: `goauthentik.io/providers/oauth2/scope-${secret}`,
      });
    const proxy = await make(sandbox, '/providers/proxy/', {
      name: 'x',
      authorization_flow: flow['pk'],
      external_host: 'https://x.example.com',
      mode: 'forward_single',
    });
    expect(proxy).not.toHaveProperty('client_secret');
    expect(proxy['property_mappings']).toHaveLength(2);
    expect(proxy['redirect_uris']).toBe(
      String.raw`https://x.example.com/outpost.goauthentik.io/callback\?X-authentik-auth-callback=true` +
        '\n' +
        String.raw`https://x.example.com\?X-authentik-auth-callback=true`,
    );
    expect(
      await make(sandbox, '/sources/oauth/', {
        name: 's',
        slug: 's',
        provider_type: 'github',
        consumer_key: 'k',
        consumer_secret: 's',
      }),
    ).not.toHaveProperty('consumer_secret');
  });

  it('17: icons and backgrounds have paths of their own', async () => {
    const { sandbox } = await start();
    await make(sandbox, '/core/applications/', { name: 'a', slug: 'a', meta_icon: 'ignored' });
    for (const [sent, shown] of [
      ['https://x/i.png', 'https://x/i.png'],
      ['icons/x.png', '/media/icons/x.png'],
      ['/static/i.png', '/static/i.png'],
      // Measured on a real 2023.2.3.
      ['icons/a b.png', '/media/icons/a%20b.png'],
      ['/media/x.png', '/media/media/x.png'],
      ['fa://fa-rocket', 'fa://fa-rocket'],
      ['a:b.png', '/media/a%3Ab.png'],
      ['a/../b.png', '/media/b.png'],
      ['x?y=1#z', '/media/x%3Fy%3D1%23z'],
      ['a//b.png', '/media/a/b.png'],
      ['', null],
    ]) {
      expect(await ask(sandbox, 'POST', '/core/applications/a/set_icon_url/', { url: sent })).toMatchObject({
        status: 200,
        text: '{}',
      });
      expect((await ask(sandbox, 'GET', '/core/applications/a/')).body['meta_icon']).toBe(shown);
    }
    expect(await ask(sandbox, 'POST', '/core/applications/a/set_icon_url/', {})).toMatchObject({
      status: 400,
      text: '',
    });
    await ask(sandbox, 'POST', '/flows/instances/f/set_background_url/', { url: 'https://x/bg.png' });
    expect((await ask(sandbox, 'GET', '/flows/instances/f/')).body['background']).toBe('https://x/bg.png');
  });

  it('18: passwords and keys; AnonymousUser is hidden', async () => {
    const { sandbox } = await start();
    expect((await ask(sandbox, 'POST', '/core/users/1/set_password/', {})).status).toBe(204);
    await make(sandbox, '/core/tokens/', { identifier: 't', key: 'ignored' });
    expect(text((await ask(sandbox, 'GET', '/core/tokens/t/view_key/')).body['key'])).toHaveLength(60);
    expect((await ask(sandbox, 'POST', '/core/tokens/t/set_key/', { key: 'mine' })).status).toBe(204);
    expect((await ask(sandbox, 'GET', '/core/tokens/t/view_key/')).body).toEqual({ key: 'mine' });
    expect((await ask(sandbox, 'POST', '/core/tokens/t/set_key/', {})).status).toBe(400);
    expect((await ask(sandbox, 'GET', '/core/users/')).body.results.map((one) => one['pk'])).toEqual([1]);
    expect((await ask(sandbox, 'GET', '/core/users/2/')).status).toBe(404);
  });

  it('19: outposts', async () => {
    const { sandbox, flow, provider } = await start();
    const proxy = await make(sandbox, '/providers/proxy/', {
      name: 'x',
      authorization_flow: flow['pk'],
      external_host: 'https://x.example.com',
      mode: 'forward_single',
    });
    const answers: [Record<string, unknown>, number][] = [
      [{ providers: [proxy['pk']], config: { bogus: 1 } }, 201],
      [{ providers: [proxy['pk']], config: { authentik_host: 5 } }, 400],
      [{ providers: [], config: {} }, 400],
      [{ providers: [provider['pk']], config: {} }, 400],
      [{ providers: [proxy['pk']] }, 400],
    ];
    for (const [body, status] of answers)
      expect(
        (await ask(sandbox, 'POST', '/outposts/instances/', { name: 'o', type: 'proxy', ...body })).status,
        JSON.stringify(body),
      ).toBe(status);
    const embedded = (
      await ask(sandbox, 'GET', '/outposts/instances/?managed__iexact=goauthentik.io/outposts/embedded')
    ).body.results[0];
    expect(
      (await ask(sandbox, 'PATCH', `/outposts/instances/${text(embedded?.['pk'])}/`, { name: 'renamed' }))
        .status,
    ).toBe(200);
    expect((await ask(sandbox, 'DELETE', `/outposts/instances/${text(embedded?.['pk'])}/`)).status).toBe(204);
  });

  it('20: Python is checked in some places', async () => {
    const sandbox = startSandbox();
    const answers: [string, Record<string, unknown>, number][] = [
      ['/policies/expression/', {}, 400],
      ['/propertymappings/scope/', { scope_name: 'x' }, 400],
      ['/propertymappings/saml/', { saml_name: 'x' }, 400],
      ['/propertymappings/ldap/', { object_field: 'x' }, 400],
      ['/propertymappings/notification/', {}, 201],
    ];
    for (const [path, more, status] of answers)
      expect(
        (await ask(sandbox, 'POST', path, { name: 'x', expression: 'return (', ...more })).status,
        path,
      ).toBe(status);
  });

  it('24: a delete takes others along, or empties their links', async () => {
    const { sandbox, flow, group, provider } = await start();
    await make(sandbox, '/core/applications/', { name: 'a', slug: 'a', provider: provider['pk'] });
    const child = await make(sandbox, '/core/groups/', { name: 'c', parent: group['pk'] });
    const tenant = await make(sandbox, '/core/tenants/', { domain: 'd', flow_authentication: flow['pk'] });
    const stage = await make(sandbox, '/stages/deny/', { name: 's' });
    await make(sandbox, '/flows/bindings/', { target: flow['pk'], stage: stage['pk'], order: 0 });
    const usedBy = async (path: string): Promise<unknown> =>
      (await ask(sandbox, 'GET', `${path}used_by/`)).body;
    expect(await usedBy(`/core/groups/${text(group['pk'])}/`)).toMatchObject([
      { model_name: 'group', pk: child['pk'], action: 'SET_NULL' },
    ]);
    expect(await usedBy(`/providers/oauth2/${text(provider['pk'])}/`)).toEqual([]);
    expect((await ask(sandbox, 'DELETE', `/core/groups/${text(group['pk'])}/`)).status).toBe(204);
    expect((await ask(sandbox, 'GET', `/core/groups/${text(child['pk'])}/`)).body['parent']).toBeNull();
    expect((await ask(sandbox, 'DELETE', '/flows/instances/f/')).status).toBe(204);
    expect((await ask(sandbox, 'GET', `/providers/oauth2/${text(provider['pk'])}/`)).status).toBe(404);
    expect((await ask(sandbox, 'GET', '/core/applications/a/')).body['provider']).toBeNull();
    expect(
      (await ask(sandbox, 'GET', `/core/tenants/${text(tenant['tenant_uuid'])}/`)).body[
        'flow_authentication'
      ],
    ).toBeNull();
    expect((await ask(sandbox, 'GET', '/flows/bindings/')).body.results).toEqual([]);
    expect((await ask(sandbox, 'GET', `/stages/deny/${text(stage['pk'])}/`)).status).toBe(200);
  });

  it('25, 26: keys in paths, slashes, unknown endpoints, media types', async () => {
    const { sandbox, flow } = await start();
    expect((await ask(sandbox, 'GET', `/flows/instances/${text(flow['pk'])}/`)).status).toBe(404);
    expect((await ask(sandbox, 'POST', '/core/groups', { name: 'x' })).status).toBe(301);
    expect(await ask(sandbox, 'GET', '/core/nothing/')).toMatchObject({
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    expect((await ask(sandbox, 'DELETE', '/core/groups/')).body).toEqual({
      detail: 'Method "DELETE" not allowed.',
    });
    expect(
      (await ask(sandbox, 'GET', '/core/groups/', undefined, { accept: 'application/yaml' })).status,
    ).toBe(406);
    expect((await ask(sandbox, 'POST', '/core/groups/', {}, { 'content-type': 'text/plain' })).status).toBe(
      415,
    );
    const broken = await sandbox.respond(
      'POST',
      '/api/v3/core/groups/',
      { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      '{"name":',
    );
    expect(broken.status).toBe(400);
  });
});

describe('the same over a port and through fetch', () => {
  it('gives the same answers', async () => {
    const sandbox = startSandbox();
    const listening = await sandbox.listen();
    try {
      const headers = { authorization: `Bearer ${sandbox.token}` };
      const path = '/api/v3/core/groups/';
      const [far, near] = await Promise.all([
        fetch(`${listening.url}${path}`, { headers }),
        sandbox.fetch(`${listening.url}${path}`, { headers }),
      ]);
      expect([far.status, await far.json()]).toEqual([near.status, await near.json()]);
    } finally {
      await listening.close();
    }
  });
});
