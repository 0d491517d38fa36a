import { createClient } from '../../../src/client/create-client.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { processIo } from '../../../src/cli/io.ts';
import { openSandbox } from '../../../src/cli/open-sandbox.ts';
import type { Policy } from '../../../src/plan/policy.ts';
import { planBlueprints, runBlueprints, type Server } from '../../oracle/run-case.ts';

/* A sandbox with the default blueprints of a release, and a small company on it. */

const G = 'authentik_core.group';
const U = 'authentik_core.user';

/** What the company has on every release. `within`: the field of a group that names those it is within. */
const company = (within: (name: string) => string, invalidation: string): string[] => [
  `{model: ${G}, identifiers: {name: Board}, attrs: {is_superuser: true, attributes: {floor: 1}}}`,
  `{model: ${G}, identifiers: {name: authentik Admins}, attrs: {${within('Board')}}}`,
  `{model: ${G}, identifiers: {name: Helpers}, attrs: {${within('authentik Admins')}}}`,
  `{model: ${U}, identifiers: {username: bob}, attrs: {name: Bob, groups: [!Find [${G}, [name, authentik Admins]]]}}`,
  `{model: ${G}, identifiers: {name: Editors}}`,
  `{model: ${U}, identifiers: {username: eve}, attrs: {name: Eve, groups: [!Find [${G}, [name, Editors]]]}}`,
  `{model: authentik_flows.flow, identifiers: {slug: ours}, attrs: {name: ours, title: ours, designation: authorization}}`,
  `{model: authentik_providers_proxy.proxyprovider, id: proxy, identifiers: {name: internal}, attrs: {authorization_flow: !Find [authentik_flows.flow, [slug, ours]], external_host: "https://a.example.com", internal_host: "http://b.example.com"${invalidation}}}`,
  `{model: authentik_outposts.outpost, identifiers: {managed: goauthentik.io/outposts/embedded}, attrs: {providers: [!KeyOf proxy]}}`,
  `{model: authentik_policies_expression.expressionpolicy, identifiers: {name: at-work}, attrs: {expression: "return request.user.username == 'eve'"}}`,
  `{model: authentik_policies_expression.expressionpolicy, identifiers: {name: anybody}, attrs: {expression: "return True"}}`,
  ...['by-group', 'by-user', 'by-policy', 'by-two', 'by-nobody', 'open'].map(
    (slug) => `{model: authentik_core.application, identifiers: {slug: ${slug}}, attrs: {name: ${slug}}}`,
  ),
  bound('by-group', `group: !Find [${G}, [name, Editors]]`),
  bound('by-user', `user: !Find [${U}, [username, eve]]`),
  bound('by-policy', `policy: !Find [authentik_policies_expression.expressionpolicy, [name, at-work]]`),
  bound('by-two', `group: !Find [${G}, [name, Editors]]`),
  bound('by-two', `user: !Find [${U}, [username, bob]]`, 1),
  bound('by-nobody', `policy: !Find [authentik_policies_expression.expressionpolicy, [name, anybody]]`),
];

/** A binding of an application. */
export function bound(slug: string, to: string, order = 0, attrs = ''): string {
  const target = `!Find [authentik_core.application, [slug, ${slug}]]`;
  return `{model: authentik_policies.policybinding, identifiers: {target: ${target}, order: ${order}, ${to}}, attrs: {${attrs}}}`;
}

/** What only later releases have. */
const LATER = [
  `{model: authentik_rbac.role, identifiers: {name: Operators}, attrs: {permissions: [authentik_core.view_user, authentik_core.view_group]}}`,
  `{model: ${G}, identifiers: {name: Shift}, attrs: {roles: [!Find [authentik_rbac.role, [name, Operators]]]}}`,
  `{model: ${U}, identifiers: {username: akadmin}, attrs: {groups: [!Find [${G}, [name, authentik Admins]], !Find [${G}, [name, Shift]]]}}`,
  `{model: authentik_core.applicationentitlement, identifiers: {name: edit}, attrs: {app: !Find [authentik_core.application, [slug, open]]}}`,
  `{model: authentik_policies.policybinding, identifiers: {target: !Find [authentik_core.applicationentitlement, [name, edit]], order: 0, group: !Find [${G}, [name, Editors]]}}`,
];

/** The text of a blueprint with these entries, each in flow style. */
export const text = (...entries: readonly string[]): string =>
  `version: 1\nentries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;

/** A server that a test plans for. */
export interface World extends Server {
  readonly release: string;
}

/** Opens a sandbox of a release with the company on it. */
export async function openWorld(release: string): Promise<World> {
  const { sandbox, token } = await openSandbox({ target: release, seed: 'default' }, processIo(false));
  const client = createClient({ url: 'http://sandbox.invalid', token, pause: () => 0, fetch: sandbox.fetch });
  const world: World = { release, catalog: loadCatalog(release, () => undefined), client };
  const isLater = release !== '2023.2';
  const invalidation = isLater
    ? ', invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]'
    : '';
  const within = (name: string): string =>
    isLater ? `parents: [!Find [${G}, [name, ${name}]]]` : `parent: !Find [${G}, [name, ${name}]]`;
  const entries = [...company(within, invalidation), ...(isLater ? LATER : [])];
  const made = await runBlueprints(world, [fileOf(text(...entries))], {
    policy: { allowProtected: [`${U}:akadmin`] },
  });
  const wrong = made.diagnostics.filter(({ severity }) => severity !== 'info');
  if (made.stage !== 'done' || wrong.length > 0) throw new Error(JSON.stringify([made.stage, wrong]));
  return world;
}

const fileOf = (content: string): { path: string; bytes: Uint8Array } => ({
  path: 'doors.yaml',
  bytes: Buffer.from(content),
});

/** What a plan would do: its findings that protect, and what it would write. */
export interface Tried {
  readonly codes: readonly string[];
  /** The names that would let it pass, as the findings say them. */
  readonly allowed: readonly string[];
  readonly writes: readonly string[];
  readonly messages: readonly string[];
}

const GUARDS = new Set([
  'protected-left-alone',
  'protected-change',
  'access-opened',
  'too-many-deletes',
  'too-many-updates',
]);

/** Plans a text on a world. Throws where anything else is wrong with it. */
export async function tried(world: World, content: string, policy: Partial<Policy> = {}): Promise<Tried> {
  // What other brakes say is not asked here.
  const others = { allowCascade: Object.keys(world.catalog.models), allowLockout: true };
  const { diagnostics, plan } = await planBlueprints(world, [fileOf(content)], {
    policy: { ...others, ...policy },
  });
  const wrong = diagnostics.filter(({ code, severity }) => severity === 'error' && !GUARDS.has(code));
  if (wrong.length > 0 || !plan)
    throw new Error(`${content}\n${JSON.stringify(wrong.map((one) => one.message))}`);
  const found = diagnostics.filter(({ code }) => GUARDS.has(code));
  return {
    codes: found.map(({ code }) => code),
    allowed: found.flatMap(({ message, hint = '' }) =>
      [...`${message} ${hint}`.matchAll(/--allow-protected ("[^"]*"|[^\s)]+)/gu)].map((one) =>
        (one[1] ?? '').replaceAll('"', ''),
      ),
    ),
    writes: plan.changes
      .filter(({ action, leftAlone }) => action !== 'noop' && !leftAlone)
      .map(({ action, model, key }) => `${action} ${model} ${key}`),
    messages: found.map(({ message }) => message),
  };
}
