import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Io } from '../../src/cli/io.ts';
import { describedOf } from '../../src/cli/open-sandbox.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Ran, runOnTerminal } from '../run-here.ts';
import { type Fate, openProxy, type Proxy } from '../faults/proxy.ts';

/*
 * A sandbox of a release behind a proxy in which writes go wrong, with some objects that are changed and deleted, and a
 * blueprint of as many changes as is wanted.
 */

/** A server, and a folder with blueprints. */
export interface World {
  readonly sandbox: Sandbox;
  readonly catalog: Catalog;
  readonly proxy: Proxy;
  readonly folder: string;
  /** What the server has before each run. */
  readonly base: ReturnType<Sandbox['snapshot']>;
  readonly write: (name: string, text: string) => void;
  readonly run: (
    args: readonly string[],
    more?: Partial<Io>,
    env?: Readonly<Record<string, string>>,
  ) => Promise<Ran>;
  /** Everything that the server has, as text; events are none of it. */
  readonly dump: () => string;
  /** The uploads to the importer in the last run. */
  readonly uploads: () => number;
  readonly close: () => Promise<void>;
}

/** Opens a world. */
export async function openWorld(release: string): Promise<World> {
  const catalog = loadCatalog(release, () => undefined);
  const sandbox = createSandbox({ catalog, ...describedOf(catalog), reaches: () => false });
  const proxy = await openProxy(sandbox, catalog);
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-atomic-'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const env = { AUTHENTIK_URL: proxy.url, AUTHENTIK_TOKEN: sandbox.token, NO_COLOR: '1', PASSWORD: SECRET };
  const run: World['run'] = (args, more = {}, own = {}) =>
    runOnTerminal(args, { env: { ...env, ...own }, cwd: folder, more });
  write('before.yaml', blueprint(BEFORE));
  const made = await run(['apply', '--yes', '--lock', 'none', 'before.yaml']);
  if (made.code !== 0) throw new Error(`what the server has cannot be made: ${made.out}${made.err}`);
  return {
    sandbox,
    catalog,
    proxy,
    folder,
    base: sandbox.snapshot(),
    write,
    run,
    dump: () =>
      JSON.stringify(sandbox.export().rows.filter(({ model }) => model !== 'authentik_events.event')),
    uploads: () => proxy.writes.filter(({ label }) => label.includes('/import/')).length,
    close: async () => {
      await proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The only write that goes wrong is the transaction. */
export function atTheTransaction(fate: Fate): (write: { readonly label: string }) => Fate | undefined {
  return ({ label }) => (label.includes('/import/') ? fate : undefined);
}

/** The password of a new user. */
export const SECRET = 'Vx7-kQr2mTz9wLp4';

/** A blueprint of these entries. */
export function blueprint(entries: readonly string[]): string {
  return `version: 1\nentries:\n${entries.map((one) => `- ${one}\n`).join('')}`;
}

const G = 'model: authentik_core.group';
const U = 'model: authentik_core.user';
const P = 'model: authentik_policies_expression.expressionpolicy';
const A = 'model: authentik_core.application';
const B = 'model: authentik_policies.policybinding';

const BEFORE = [
  ...[0, 1, 2, 3, 4, 5, 6, 7].map(
    (n) => `{${G}, identifiers: {name: old-${n}}, attrs: {attributes: {n: ${n}}}}`,
  ),
  ...[0, 1, 2, 3].map((n) => `{${A}, identifiers: {slug: app-${n}}, attrs: {name: App ${n}}}`),
  `{${G}, identifiers: {name: gone}}`,
  `{${P}, identifiers: {name: gone}, attrs: {expression: return True}}`,
];

/** An entry that the server refuses, and of which nobody else knows: it cannot reach the address. */
export const REFUSED =
  '{model: authentik_sources_oauth.oauthsource, identifiers: {slug: refused}, attrs: {name: Refused, provider_type: openidconnect, consumer_key: !Env PASSWORD, consumer_secret: !Env PASSWORD, oidc_well_known_url: "https://id.example.org/x"}}';
/** What a release up to 2025.6 deletes afterwards. */
export const DELETES = [
  `{${G}, identifiers: {name: gone}, state: absent}`,
  `{${P}, identifiers: {name: gone}, state: absent}`,
];
/** A user whose password is set afterwards. */
export const USER = `{${U}, identifiers: {username: grace}, attrs: {name: Grace, groups: [], password: !Env PASSWORD}}`;

/** Entries that say nothing any more once they are done, of a new object and of one that there is. */
export const ONCE = [
  `{${G}, conditions: [!Condition [NOR, !Find [authentik_core.group, [name, once]]]], identifiers: {name: once}}`,
  `{${A}, conditions: [!Find [authentik_core.application, [name, App 3]]], identifiers: {slug: app-3}, attrs: {name: Other}}`,
];
export const USER_ONCE = `{${U}, conditions: [!Condition [NOR, !Find [authentik_core.user, [username, grace]]]], identifiers: {username: grace}, attrs: {name: Grace, password: !Env PASSWORD}}`;

/** So many entries, each of which makes or changes one object. */
export function entries(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    switch (n % 6) {
      case 0:
        return `{${P}, id: p${n}, identifiers: {name: policy-${n}}, attrs: {expression: return True}}`;
      case 1:
        return `{${G}, id: g${n}, identifiers: {name: new-${n}}, attrs: {attributes: {flag: true, f: 1.0, n: 1, "1": 1}}}`;
      case 2:
        return `{${U}, identifiers: {username: user-${n}}, attrs: {name: User ${n}, groups: [!KeyOf g${n - 1}]}}`;
      case 3:
        return n < 48
          ? `{${G}, identifiers: {name: old-${(n - 3) / 6}}, attrs: {attributes: {n: ${n + 100}}}}`
          : `{${G}, identifiers: {name: extra-${n}}}`;
      case 4:
        return n < 24
          ? `{${A}, identifiers: {slug: app-${(n - 4) / 6}}, attrs: {name: Application ${n}}}`
          : `{${A}, identifiers: {slug: new-app-${n}}, attrs: {name: New ${n}}}`;
      default:
        return `{${B}, identifiers: {target: !Find [authentik_core.application, [slug, app-0]], policy: !KeyOf p${n - 5}, order: ${n}}}`;
    }
  });
}
