import { describe, expect, test } from 'vitest';
import { proxyOf } from '../../../src/cli/proxy-of.ts';
import { explainFailure } from '../../../src/client/explain-failure.ts';

const PROXY = 'http://proxy.example.test:3128';

function chosen(address: string, env: Readonly<Record<string, string>>): string | undefined {
  return proxyOf(new URL(address), env).proxy?.variable;
}

describe('the proxy for an address', () => {
  test.each<[address: string, variables: string, chosen: string | undefined]>([
    ['https://id.example.test', 'HTTPS_PROXY', 'HTTPS_PROXY'],
    ['https://id.example.test', 'HTTPS_PROXY https_proxy HTTP_PROXY http_proxy', 'https_proxy'],
    ['https://id.example.test', 'HTTP_PROXY', 'HTTP_PROXY'],
    ['http://id.example.test', 'HTTP_PROXY http_proxy', 'http_proxy'],
    ['http://id.example.test', 'HTTPS_PROXY ALL_PROXY', undefined],
    ['https://localhost', 'HTTPS_PROXY', undefined],
    ['http://ak.localhost:9000', 'HTTP_PROXY', undefined],
    ['http://127.0.0.1:9000', 'HTTP_PROXY', undefined],
    ['https://[::1]', 'HTTPS_PROXY', undefined],
  ])('%s with %s is that of %s', (address, variables, expected) => {
    const env = Object.fromEntries(variables.split(' ').map((name) => [name, PROXY]));
    expect(chosen(address, env)).toBe(expected);
  });

  test('is not that of a variable that is set to nothing', () => {
    expect(chosen('https://id.example.test', { https_proxy: '', HTTPS_PROXY: ' ', HTTP_PROXY: PROXY })).toBe(
      'HTTP_PROXY',
    );
  });

  test('needs no scheme', () => {
    const { proxy } = proxyOf(new URL('https://a.test'), { HTTPS_PROXY: 'proxy.example.test:3128' });
    expect(proxy?.url.href).toBe(`${PROXY}/`);
  });
});

describe('NO_PROXY', () => {
  const HOSTS = [
    'https://id.example.test',
    'https://example.test',
    'https://badexample.test',
    'http://id.example.test:9000',
    'https://10.1.2.3',
    'https://[fd00::1]',
  ];

  test.each<[list: string, past: number[]]>([
    ['', []],
    ['*', [0, 1, 2, 3, 4, 5]],
    ['other.test, *', [0, 1, 2, 3, 4, 5]],
    ['example.test', [0, 1, 3]],
    ['.example.test', [0, 1, 3]],
    ['*.EXAMPLE.test', [0, 1, 3]],
    ['id.example.test other.test', [0, 3]],
    ['id.example.test:9000', [3]],
    ['id.example.test:443', [0]],
    ['10.1.2.3', [4]],
    ['10.0.0.0/8', [4]],
    ['10.0.0.0/33,10.0.0.0/x', []],
    ['1.2.3', []],
    ['.3', []],
    ['fd00::1', [5]],
    ['[FD00:0::1]:443', [5]],
    ['[fd00::1]:80', []],
    ['fd00::/8', [5]],
    ['.', []],
    [':443', []],
  ])('%j keeps from it %j', (NO_PROXY, past) => {
    const env = { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, NO_PROXY };
    const found = HOSTS.flatMap((address, index) => (chosen(address, env) ? [] : [index]));
    expect(found).toEqual(past);
  });

  test('in small letters comes first', () => {
    const env = { HTTPS_PROXY: PROXY, no_proxy: 'other.test', NO_PROXY: '*' };
    expect(chosen('https://id.example.test', env)).toBe('HTTPS_PROXY');
  });

  test('is named where the server cannot be reached then, and a proxy where there is none', () => {
    const error = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
    const url = new URL('https://id.example.test');
    const { past } = proxyOf(url, { HTTPS_PROXY: PROXY, no_proxy: '*' });
    expect(explainFailure(url.href, error, { past }).hint).toMatch(
      /no proxy is used for it, as no_proxy says/,
    );
    expect(explainFailure(url.href, error).hint).toMatch(/where this network has a proxy, set HTTPS_PROXY/);
  });
});
