import { readFileSync } from 'node:fs';
import { readSnapshot } from '../../src/actual/read.ts';
import { emptySnapshot } from '../../src/actual/snapshot.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { World } from '../../src/flows/world.ts';
import { readWorld } from '../../src/plan/logins/read-world.ts';
import { View } from '../../src/plan/logins/view.ts';
import { Overlay } from '../../src/plan/overlay/overlay.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import { applySaved } from '../apply/apply-saved.ts';
import { shared } from '../shared.ts';

/* Flows that were made on real servers, and what became of visitors in a browser without a head. */

interface Fixtures {
  readonly kind: 'fixtures';
  readonly users: Readonly<Record<string, Fixture>>;
}

interface Fixture {
  readonly password: string | null;
  readonly active: boolean;
  readonly devices: readonly string[];
  readonly groups: readonly string[];
}

interface RecordedFlow {
  readonly kind: 'flow';
  readonly case: string;
  readonly slug: string;
  /** Whether the server took the blueprint. */
  readonly imported: boolean;
  readonly blueprint: string;
  readonly runs?: readonly RecordedRun[];
}

interface RecordedRun {
  readonly user: string;
  readonly session_before: string | null;
  readonly given_answers: unknown;
  readonly note?: string;
  readonly logged_in_as: string | null;
}

/** A run in which the visitor gives everything that he is asked for, if he has it. */
export interface Run {
  readonly name: string;
  readonly slug: string;
  readonly user: string;
  readonly session: string | null;
  /** The name of the user that he was signed in as at the end; null: none. */
  readonly end: string | null;
}

/** Answers that are wrong, or withheld: what becomes of them is not computed. */
const NOT_RIGHT = /"(bad|wrong|nobody|x|ALICE)"|""|\[\]|\{\}|same code again/;

/** A flow to which a recorded one leads, and which was not recorded itself: by what it asked, it begins with a password. */
const LED_TO = [
  '{model: authentik_flows.flow, id: led-to, identifiers: {slug: f-redir-target}, ' +
    'attrs: {name: led-to, title: led-to, designation: authentication}}',
  '{model: authentik_stages_password.passwordstage, id: led-to-password, identifiers: {name: led-to-password}, ' +
    'attrs: {backends: [authentik.core.auth.InbuiltBackend]}}',
  '{model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf led-to, stage: !KeyOf led-to-password, ' +
    'order: 0}}',
];

/** All that was recorded of a release. */
export class RecordedFlows {
  readonly users: Fixtures['users'];
  readonly runs: readonly Run[];
  readonly #release: string;
  readonly #flows: readonly RecordedFlow[];

  constructor(release: string) {
    this.#release = release.split('.').slice(0, 2).join('.');
    const rows = readFileSync(shared(`data/proofs/flows-${release}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Fixtures | RecordedFlow);
    this.users = rows.find((row) => row.kind === 'fixtures')?.users ?? {};
    this.#flows = rows.filter((row) => row.kind === 'flow').filter(({ imported }) => imported);
    this.runs = this.#flows.flatMap((flow) =>
      (flow.runs ?? [])
        .filter(({ given_answers, note = '' }) => !NOT_RIGHT.test(JSON.stringify(given_answers) + note))
        .map((run, index) => ({
          name: `${flow.case} ${index}: ${run.user}`,
          slug: flow.slug,
          user: run.user,
          session: run.session_before,
          end: run.logged_in_as,
        })),
    );
  }

  /** Makes the users and the flows on a sandbox, through its API, and reads what logins depend on. */
  async world(): Promise<World> {
    const catalog = loadCatalog(this.#release, new Collector().report);
    const { sandbox } = await openSandbox(
      { seed: 'default', target: this.#release },
      {
        ...processIo(false),
        env: {},
      },
    );
    const client = createClient({
      url: 'http://sandbox.invalid',
      token: sandbox.token,
      fetch: sandbox.fetch,
    });
    const collector = new Collector();
    const can = features(catalog.release);
    const blueprints = [this.#fixtures(), ...this.#flows.map(({ blueprint }) => blueprint)].flatMap(
      (text, index) =>
        parseBlueprint({ path: `${index}.yaml`, text }, collector.report, { features: can }) ?? [],
    );
    const planned = await planAgainst(client, {
      blueprints,
      catalog,
      policy: { ...DEFAULT_POLICY, allowLockout: true },
      context: dict(),
      env: () => undefined,
      me: await client.me(),
    });
    const outcome = await applySaved(planned, { client, catalog, parallelism: 4, now: () => 0 });
    const failed = [...planned.diagnostics, ...outcome.diagnostics].find(
      ({ severity }) => severity === 'error',
    );
    if (failed) throw new Error(`${failed.place?.file.text ?? ''}\n${failed.message}`);
    const questions = Object.values(catalog.models)
      .filter(({ kind }) => kind === 'resource' || kind === 'base')
      .map(({ name }) => ({ model: name }));
    const snapshot = await readSnapshot(client, catalog, questions, emptySnapshot(catalog.release));
    const world = readWorld(new View(new Overlay(catalog, snapshot), () => true));
    return {
      ...world,
      people: () =>
        world.people()?.map((one) => ({ ...one, hasPassword: this.#of(one.username)?.password !== null })),
      devicesOf: ({ username }) =>
        this.#of(username)?.devices.map((device) => device.split(' ')[0] ?? '') ?? [],
    };
  }

  #of(username: string | undefined): Fixture | undefined {
    return this.users[username ?? ''];
  }

  #fixtures(): string {
    const users = Object.entries(this.users).filter(([name]) => name !== 'akadmin');
    const groups = [...new Set(users.flatMap(([, { groups: names }]) => names))];
    const entries = [
      ...groups.map((name) => `{model: authentik_core.group, id: ${name}, identifiers: {name: ${name}}}`),
      ...users.map(
        ([name, { active, groups: names }]) =>
          `{model: authentik_core.user, identifiers: {username: ${name}}, attrs: {name: ${name}, ` +
          `email: ${name}@example.org, is_active: ${active}, ` +
          `groups: [${names.map((group) => `!KeyOf ${group}`).join(', ')}]}}`,
      ),
    ];
    return `version: 1\nentries:\n${[...entries, ...LED_TO].map((entry) => `- ${entry}\n`).join('')}`;
  }
}
