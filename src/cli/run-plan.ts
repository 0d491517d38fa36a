import type { Blueprint } from '../blueprint/blueprint.ts';
import { features } from '../blueprint/features.ts';
import type { Dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { Collector } from '../diagnostics/collector.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { readSnapshot } from '../actual/read.ts';
import { emptySnapshot, type Snapshot } from '../actual/snapshot.ts';
import { buildPlan, type PlanResult } from '../plan/build-plan.ts';
import type { Policy } from '../plan/policy.ts';
import { firstQuestions } from '../plan/questions.ts';
import { asksForLicence, systemContext } from '../plan/system-context.ts';
import { emptyPlan } from './empty-plan.ts';

/** What a plan against a server needs beside the server. */
export interface PlanRequest {
  readonly blueprints: readonly Blueprint[];
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly context: Dict;
  readonly env: (name: string) => string | undefined;
  /** What `!File` reads; missing: nothing can be read. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  readonly me: Snapshot['me'];
}

/** A plan, what it refers to, and what was found while it was made. */
export type Planned = Omit<PlanResult, 'questions'>;

/** What there is when the blueprints have errors. */
export function nothingPlanned(release: string): Planned {
  return {
    plan: emptyPlan(release),
    sources: { secretOf: () => undefined, fileOf: () => undefined },
    diagnostics: [],
  };
}

/**
 * Rounds of reading and planning before we give up: each round reads a link further; real blueprints need
 * two.
 */
const ROUNDS = 12;

/**
 * Plans against a server: reads what can be seen in the text to be needed, plans, reads what the plan lacks,
 * and plans again until it lacks nothing. Lists that the server does not show are the only findings of a plan
 * that is empty otherwise: what is not seen looks as if it did not exist. Sends only GET. Throws an ApiError
 * when the server cannot be read.
 */
export async function planAgainst(client: Client, request: PlanRequest): Promise<Planned> {
  const { catalog } = request;
  const licensed = asksForLicence(request.blueprints, catalog) ? await client.licensed() : undefined;
  const system = systemContext(catalog, licensed);
  let snapshot: Snapshot = { ...emptySnapshot(catalog.release), me: request.me };
  let questions = firstQuestions(request.blueprints, catalog);
  const unseen = new Collector();
  for (let round = 0; round < ROUNDS; round += 1) {
    if (questions.length > 0)
      snapshot = await readSnapshot(client, catalog, questions, snapshot, unseen.report);
    if (unseen.failed) return { ...nothingPlanned(catalog.release), diagnostics: unseen.diagnostics };
    const result = buildPlan({ ...request, system, licensed, snapshot, features: features(catalog.release) });
    if (result.questions.length === 0) return result;
    questions = [...result.questions];
  }
  throw new InternalError(
    `the plan still lacks ${questions.map((question) => question.model).join(', ')} after ${ROUNDS} rounds of reading`,
  );
}
