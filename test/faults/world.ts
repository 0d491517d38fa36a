import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { describedOf } from '../../src/cli/open-sandbox.ts';
import { seedSandbox } from '../../src/cli/seed.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Store, StoreFile } from '../../src/sandbox/store.ts';
import { runHere as runInProcess } from '../run-here.ts';

/*
 * The server of the cases: a sandbox that is set back before each of them, and the secrets of the plan.
 */

/** The release of the server: the newest that the sandbox was recorded from; it has permissions. */
const RELEASE = '2025.12';
const BLUEPRINTS = resolve(import.meta.dirname, 'blueprints');
/** The files whose plan is run in every case. */
export const PLAN = join(BLUEPRINTS, 'plan');

/**
 * What the plan's `!Env` read: no two of one length, since the sandbox keeps only how long a password is, and
 * nothing that names contain, as it would be masked there.
 */
const SECRETS: Readonly<Record<string, string>> = {
  FAULTS_PASSWORD_1: 'Qm7-vXr2kTz9',
  FAULTS_PASSWORD_2: 'Wp4-hYc8nBd1sJ',
  FAULTS_PASSWORD_3: 'Ks6-tGf3wLq0mNz5',
  FAULTS_KEY_1: 'Zb1-rUj7xPe4vAo2Hy',
  FAULTS_KEY_2: 'Fd8-mCk5gWi3sTq9RlXb',
  FAULTS_KEY_3: 'Ny2-pLv6zEh0dJu8KwGc4s',
  FAULTS_SECRET_1: 'Tx9-bSo1fMa7qVr3YkDnUj5z',
  FAULTS_SECRET_2: 'Hg3-wIe6cPl8kXt0BvZs4mRyQf',
};

/** A sandbox, and the state that each case starts from. */
export interface World {
  readonly sandbox: Sandbox;
  readonly catalog: Catalog;
  readonly base: Store;
}

/** A world of its own. `base`: what it starts with; without it, it is made from the blueprints of `before`. */
export async function openWorld(base?: StoreFile): Promise<World> {
  const catalog = loadCatalog(RELEASE, () => undefined);
  const sandbox = createSandbox({
    catalog,
    ...describedOf(catalog),
    state: base && { kind: 'store', file: base },
  });
  if (!base) {
    await seedSandbox(sandbox, catalog);
    const server = await sandbox.listen();
    const ran = await runHere(
      ['apply', '--yes', '--lock', 'none', join(BLUEPRINTS, 'before')],
      server.url,
      sandbox.token,
    );
    await server.close();
    if (ran.code !== 0) throw new Error(`the state before the plan cannot be made:\n${ran.out}${ran.err}`);
  }
  return { sandbox, catalog, base: sandbox.snapshot() };
}

/** The environment of a run against a server. */
export function environment(url: string, token: string): Record<string, string> {
  return { ...SECRETS, AUTHENTIK_URL: url, AUTHENTIK_TOKEN: token, NO_COLOR: '1' };
}

/** How a run ended. `code`: null when it was killed. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program in this process. */
export function runHere(args: readonly string[], url: string, token: string): Promise<Ran> {
  // Not in this repository, which has a project file.
  return runInProcess(args, { cwd: tmpdir(), env: environment(url, token) });
}

/** The secrets, so that reports can be searched for them. */
export function secretsIn(text: string): string[] {
  return Object.values(SECRETS).filter((secret) => text.includes(secret));
}

/** The program as users run it. */
export const BINARY = resolve(import.meta.dirname, '../../bin/ak-blueprint.js');
