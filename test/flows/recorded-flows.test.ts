import { beforeAll, describe, expect, test } from 'vitest';
import { runFlow } from '../../src/flows/run-flow.ts';
import { AT_THE_DOOR } from '../../src/flows/stages/stage-run.ts';
import type { Person, World } from '../../src/flows/world.ts';
import { hasShared } from '../shared.ts';
import { RecordedFlows, type Run } from './recorded-flows.ts';

/* Each flow that was made on a real server, with the visitors that tried it: who was signed in at the end? */

/** The users who give themselves another name in a prompt: what is typed there is not computed. */
const RENAMED: Readonly<Record<string, string>> = { ren2: 'ren' };

/** Visitors who wait for a captcha: nobody can tell whether it can be solved. */
const OPEN = /^captcha /;

/** Who is not in the list of users. */
const STRANGER: Person = {
  id: 'stranger',
  name: 'a stranger',
  username: '',
  email: '',
  upn: '',
  isActive: true,
  hasPassword: false,
  groups: [],
};

/** The names of those as whom a visitor may be signed in at the end: one, where all is known. */
function endsOf(world: World, { slug, user, session }: Run): readonly string[] {
  const people = world.people() ?? [];
  const named = (name: string): Person => people.find(({ username }) => username === name) ?? STRANGER;
  const flow = world.flows()?.find((one) => one.slug === slug);
  const endings = runFlow(world, flow?.id ?? '', {
    visitor: { person: named(user), knowsSecrets: true },
    state: { ...AT_THE_DOOR, session: session === null ? undefined : named(session) },
    isRedirected: false,
  });
  return [
    ...new Set(
      endings.map(({ kind, session: end }) => {
        if (kind === 'unknown') return '?';
        if (end === 'new') return user;
        return end?.username ?? 'nobody';
      }),
    ),
  ];
}

describe.skipIf(!hasShared).each(['2023.2.3', '2025.12.4'])('flows of %s', (release) => {
  const flows = hasShared ? new RecordedFlows(release) : undefined;
  let world: World;
  beforeAll(async () => {
    if (flows) world = await flows.world();
  }, 120_000);

  test.each(flows?.runs ?? [])('$name', (run) => {
    const end = run.end ?? 'nobody';
    const ends = endsOf(world, run);
    if (OPEN.test(run.name)) expect(ends).toEqual(expect.arrayContaining([end, run.user]));
    else expect(ends).toEqual([RENAMED[end] ?? end]);
  });
});
