import type { ServerCheck } from './server-check.ts';

/** Providers. */
export const PROVIDER_CHECKS: readonly ServerCheck[] = [
  {
    name: 'proxy-internal-host',
    models: ['authentik_providers_proxy.proxyprovider'],
    fields: ['mode', 'internal_host'],
    refuses: 'a proxy provider in mode proxy without the address behind it',
    seen: 'probe proxy_provider_proxy_no_internal',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'mode', is: ['proxy'], otherwise: 'proxy' },
            { field: 'internal_host', empty: true, otherwise: '' },
          ],
        },
        at: ['mode', 'internal_host'],
        message: 'mode proxy needs internal_host, the address behind the proxy',
        hint: 'add internal_host, or use forward_single or forward_domain',
      },
    },
  },
];
