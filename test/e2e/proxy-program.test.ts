import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opened, proxying } from '../cli/networks/demanding.ts';
import { ak } from './binary.ts';

/* What the program is bundled into has no undici in it: it is loaded where a proxy is. */

let proxy: Opened;
beforeAll(async () => {
  proxy = await proxying({ to: 1, status: 403 });
});
afterAll(() => proxy.close());

test('the program as it is installed goes through a proxy', async () => {
  const { code, err } = await ak(['flow', 'export', 'login', '--url', 'https://id.example.test'], {
    env: { AUTHENTIK_TOKEN: 'a-token', HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
  });
  expect([code, err]).toEqual([4, expect.stringMatching(/the proxy http:\S+ \(HTTPS_PROXY\) does not let/)]);
});
