import type { Blueprint } from '../blueprint/blueprint.ts';
import { features } from '../blueprint/features.ts';
import type { Refusal } from '../blueprint/refusal.ts';
import type { Dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { Collector } from '../diagnostics/collector.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { readSnapshot } from '../actual/read.ts';
import { emptySnapshot, type ReadAnswers, type Snapshot } from '../actual/snapshot.ts';
import { buildPlan, type PlanResult } from '../plan/build-plan.ts';
import type { Inventory } from '../ownership/inventory.ts';
import type { HashSecret } from '../plan/changes/encode-change.ts';
import { EntryTrace } from '../plan/entries/entry-trace.ts';
import type { OnlyEntries } from '../plan/only/only.ts';
import type { Policy } from '../plan/policy.ts';
import type { Question } from '../catalog/question.ts';
import { firstQuestions } from '../plan/questions.ts';
import type { UnmanagedInput } from '../plan/unmanaged/find-unmanaged.ts';
import { asksForLicence, systemContext } from '../plan/system-context.ts';
import { KnownSecrets } from '../source/known-secrets.ts';
import { loadBundled } from './catalogs.ts';
import { refuseUnmatched } from './only.ts';
import { emptyPlan } from './empty-plan.ts';
import { withOfferedLists } from './offered-lists.ts';
import { readShown } from './read-shown.ts';

/** What planning needs besides the server. */
export interface PlanRequest {
  readonly blueprints: readonly Blueprint[];
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly context: Dict;
  readonly env: (name: string) => string | Refusal | undefined;
  /** Gives the text of a file that `!File` names; undefined: no file can be read. */
  readonly readFile?: ((path: string) => string | Refusal | undefined) | undefined;
  readonly me: Snapshot['me'];
  /** Where answers come from; undefined: they are read from the server. */
  readonly read?: ReadAnswers | undefined;
  /** Whether a variable, a file or a key of the context may be shown; without it none may. */
  readonly isInsensitive?: ((name: string) => boolean) | undefined;
  /** What the project owns; undefined where there is no inventory. */
  readonly owned?: Inventory | undefined;
  /** The objects that other projects own, as `ownedKey` writes them. */
  readonly ownedByOthers?: ReadonlySet<string> | undefined;
  /** `AK_BLUEPRINT_KEY`, with which hashes of values are made; undefined: none are. */
  readonly hashKey?: string | undefined;
  /** The secrets that the run knows so far; those of the plan are added. */
  readonly secrets?: KnownSecrets | undefined;
  /** Whether it is also judged what would be so if the run failed in the middle. */
  readonly judgesBetween?: boolean | undefined;
  /** The entries that are planned; undefined: all. */
  readonly only?: OnlyEntries | undefined;
  /** Gives the keyed hash of a secret, for the digest; undefined: there is no key. */
  readonly hash?: HashSecret | undefined;
  /** How it is looked for what is in no file; undefined: it is not. */
  readonly unmanaged?: Omit<UnmanagedInput, 'unseen'> | undefined;
}

/** A plan, its sources, and what was found while it was made. */
export type Planned = Omit<PlanResult, 'questions' | 'wishes'>;

/** The empty result for blueprints with errors. */
export function nothingPlanned(release: string, secrets = new KnownSecrets()): Planned {
  return {
    plan: emptyPlan(release),
    sources: { secretOf: () => undefined, fileOf: () => undefined, secrets },
    diagnostics: [],
    unmanaged: undefined,
    children: [],
  };
}

/**
 * The most rounds of reading and planning: each round follows links one step further; real blueprints need
 * two.
 */
const ROUNDS = 12;

/**
 * Plans against a server: answers the first questions, plans, answers the questions of the plan, and repeats
 * until it has none. When the server does not show a list, the plan is empty and that is its only finding, as
 * what cannot be seen looks as if it did not exist. Of some entries, all are planned first to learn which these are. Sends only
 * GET. Throws an ApiError when the server cannot be read, a UsageError where a wish means no entry.
 */
export async function planAgainst(client: Client, request: PlanRequest): Promise<Planned> {
  const { catalog } = request;
  const read: ReadAnswers =
    request.read ?? ((asked, before, report) => readSnapshot(client, catalog, asked, before, report));
  // What an installation has no list of, it has no objects of.
  const offered = withOfferedLists(client);
  const readOffered: ReadAnswers =
    request.read ?? ((asked, before, report) => readSnapshot(offered, catalog, asked, before, report));
  const nothing: Snapshot = { ...emptySnapshot(catalog.release), me: request.me };
  const licensed = asksForLicence(request.blueprints, catalog)
    ? (await read([{ model: '', licence: true }], nothing)).licensed
    : undefined;
  const system = systemContext(catalog, licensed ?? undefined);
  let snapshot: Snapshot = { ...nothing, licensed };
  let questions = firstQuestions(request.blueprints, catalog);
  let wishes: readonly Question[] = [];
  const hidden = new Set<string>();
  const unseen = new Collector();
  const { only } = request;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (questions.length > 0) snapshot = await read(questions, snapshot, unseen.report);
    if (unseen.failed)
      return { ...nothingPlanned(catalog.release, request.secrets), diagnostics: unseen.diagnostics };
    const trace = only && !only.isChosen ? new EntryTrace() : undefined;
    snapshot = await readShown({ catalog, read: readOffered, hidden }, wishes, snapshot);
    const result = buildPlan({
      ...request,
      blueprints: only?.of(request.blueprints) ?? request.blueprints,
      // Of some entries it is not known what no entry declares.
      policy: only?.isChosen ? { ...request.policy, orphans: 'unknown' } : request.policy,
      isPart: only?.isChosen,
      trace,
      system,
      snapshot,
      features: features(catalog.release),
      bundled: loadBundled,
      host: new URL(client.url).host,
      unmanaged: only ? undefined : request.unmanaged && { ...request.unmanaged, unseen: hidden },
    });
    ({ wishes } = result);
    questions = [...result.questions];
    if (questions.length + wishes.length > 0) continue;
    if (!only) return result;
    if (!trace) return { ...result, plan: only.counted(result.plan) };
    refuseUnmatched(only.choose(request.blueprints, result.plan, trace));
  }
  throw new InternalError(
    `the plan still lacks ${questions.map((question) => question.model).join(', ')} after ${ROUNDS} rounds of reading`,
  );
}
