import type { Catalog } from '../../catalog/model.ts';
import type { Client } from '../../client/client.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Division } from '../../plan/transaction/division.ts';
import { changeName } from '../../plan/value/change-name.ts';
import { type Change, isWritten, type Plan } from '../../plan/value/plan.ts';
import type { Sources } from '../../plan/value/sources.ts';
import { decodeChange } from '../decode-change.ts';
import { explainRefused } from '../refusal-findings.ts';
import { type Answer, dryRun } from './dry-run.ts';
import { dependantsOf, type Part, partsOf } from './parts.ts';
import type { Refusal } from './read-refusal.ts';
import { type Found, shortestRefused } from './shortest-refused.ts';
import { valuesBlueprint } from './values-blueprint.ts';
import type { Estimate, NotVerified, Verified } from './verified.ts';

/** The most changes in one request: the time that it takes grows with them, and so does what is locked meanwhile. */
const MOST_CHANGES = 300;
/** As many refusals are looked for: each costs some requests, and a person mends them one by one. */
const MOST_REFUSALS = 5;
/** An answer may take so many times as long as was measured, and so many seconds more. */
const PATIENCE = { times: 10, seconds: 60 };

/** What verifying a plan needs. */
export interface VerifyOptions {
  readonly client: Client;
  readonly catalog: Catalog;
  readonly sources: Sources;
  /** Is told before the first request what it will come to. */
  readonly onStart: (estimate: Estimate) => void;
  /** Is told before each part is asked about, from 1. */
  readonly onPart: (part: number, parts: number) => void;
  /** The current time in milliseconds. */
  readonly now: () => number;
}

/**
 * Asks the server's importer about the changes of a plan, in parts, one after the other: it does them in a transaction and
 * takes them back. What it refuses is looked for, taken out with all that depends on it, and the rest is asked about.
 * `division`: which of the changes it can be asked about. Throws an ApiError when the run was interrupted.
 */
export async function verifyPlan(
  plan: Plan,
  division: Division | { readonly impossible: string },
  options: VerifyOptions,
): Promise<Verified> {
  const { catalog, now } = options;
  const started = now();
  const { importer } = catalog;
  const written = plan.changes.filter(isWritten);
  if (written.length === 0) return NOTHING;
  if (!('impossible' in division) && division.together.length === 0) {
    const notVerified = division.afterwards.map(({ change, why }) => ({ change, isRest: false, why }));
    return { ...NOTHING, notVerified, noVerdict: { why: 'its importer can do nothing of it' } };
  }
  if ('impossible' in division || !importer) {
    const why = 'impossible' in division ? division.impossible : 'this release cannot be asked';
    return {
      ...NOTHING,
      notVerified: written.map((change) => ({ change, isRest: false, why })),
      noVerdict: { why },
    };
  }
  const run = new Run(division, options, importer);
  await run.ask();
  return { ...run.result(), seconds: (now() - started) / 1000 };
}

const NOTHING: Verified = { changes: 0, parts: 0, requests: 0, seconds: 0, refused: [], notVerified: [] };

/** One run: what was found so far. */
class Run {
  readonly #options: VerifyOptions;
  readonly #importer: NonNullable<Catalog['importer']>;
  /** What may be asked about, each after what it depends on. */
  readonly #changes: readonly Change[];
  readonly #parts: readonly Part[];
  readonly #notVerified: NotVerified[];
  readonly #refused: Diagnostic[] = [];
  readonly #taken = new Set<string>();
  /** The ids of changes that were refused, and of what depends on them. */
  readonly #out = new Set<string>();
  #refusals = 0;
  #requests = 0;
  #isControlled = false;
  /** Whether it refused once what it took when it was asked again. */
  #hasPassed = false;
  #noVerdict: Verified['noVerdict'];

  constructor(division: Division, options: VerifyOptions, importer: NonNullable<Catalog['importer']>) {
    this.#options = options;
    this.#importer = importer;
    const { together, afterwards, forbidden } = division;
    const outOfOrder = dependantsOf(
      forbidden.map(({ change }) => change),
      together,
    );
    this.#changes = together.filter(({ id }) => !outOfOrder.has(id));
    const isLast = ({ model }: Change): boolean => {
      const resource = options.catalog.models[model];
      return resource?.kind === 'resource' && resource.login?.is === 'user';
    };
    const { parts, tooLarge } = partsOf(this.#changes, { most: MOST_CHANGES, isLast });
    this.#parts = parts;
    this.#notVerified = [
      ...afterwards.map(({ change, part, why }) => ({ change, isRest: part === 'rest', why })),
      ...together
        .filter(({ id }) => outOfOrder.has(id))
        .map((change) => {
          const why = forbidden.find((one) => one.change === change)?.why;
          return notAsked(change, why ?? 'it comes after one that goes afterwards');
        }),
      ...tooLarge.map((change) => notAsked(change, `it needs more than ${MOST_CHANGES} other changes`)),
    ];
  }

  /** Asks about all parts, until the server gives no verdict or has refused enough. */
  async ask(): Promise<void> {
    const { onStart, onPart } = this.#options;
    const entries = this.#parts.reduce((sum, { changes }) => sum + changes.length, 0);
    const changes = this.#parts.reduce((sum, { own }) => sum + own.size, 0);
    if (changes === 0) return;
    onStart({ changes, parts: this.#parts.length, seconds: entries * this.#importer.seconds.dry });
    for (const [index, part] of this.#parts.entries()) {
      onPart(index + 1, this.#parts.length);
      await this.#askPart(part);
      if (this.#isEnough()) break;
    }
  }

  result(): Verified {
    const left = this.#changes.filter(
      ({ id }) =>
        !this.#taken.has(id) &&
        !this.#out.has(id) &&
        !this.#notVerified.some(({ change, isRest }) => !isRest && change.id === id),
    );
    const why = this.#noVerdict
      ? 'the server gave no verdict'
      : `${MOST_REFUSALS} refusals were found before it was asked about`;
    const isNothingAsked = this.#parts.length === 0 && this.#notVerified.length > 0;
    return {
      changes: this.#taken.size,
      parts: this.#parts.length,
      requests: this.#requests,
      seconds: 0,
      refused: this.#refused,
      notVerified: [...this.#notVerified, ...left.map((change) => notAsked(change, why))],
      noVerdict: this.#noVerdict ?? (isNothingAsked ? { why: NOTHING_TO_ASK } : undefined),
    };
  }

  #isEnough(): boolean {
    return this.#noVerdict !== undefined || this.#refusals >= MOST_REFUSALS;
  }

  /** Asks about a part, without what was refused, until the server takes what is left of it. */
  async #askPart(part: Part): Promise<void> {
    let changes = this.#leftOf(part.changes);
    let taken = changes.findIndex(({ id }) => !this.#taken.has(id));
    while (taken !== -1 && taken < changes.length && !this.#isEnough()) {
      const answer = await this.#ask(changes);
      if (answer.kind === 'good') {
        for (const { id } of changes) this.#taken.add(id);
        return;
      }
      const found = answer.kind === 'bad' ? await this.#find(changes, answer.refusal, taken) : answer;
      if (found.kind === 'none') {
        this.#noVerdict = { why: found.why, hint: found.hint };
        return;
      }
      if (found.kind === 'passed') {
        if (this.#hasPassed) this.#noVerdict = { why: UNSTEADY };
        this.#hasPassed = true;
        continue;
      }
      for (const { id } of changes.slice(0, found.index)) this.#taken.add(id);
      this.#takeOut(changes[found.index] as Change, found.refusal);
      changes = this.#leftOf(changes);
      taken = found.index;
    }
  }

  #leftOf(changes: readonly Change[]): readonly Change[] {
    return changes.filter(({ id }) => !this.#out.has(id));
  }

  /** Finds what was refused. Who refuses a blueprint of nothing as well gives no verdict. */
  async #find(changes: readonly Change[], refusal: Refusal, from: number): Promise<Found> {
    if (!this.#isControlled) {
      const control = await this.#ask([]);
      if (control.kind === 'none') return control;
      if (control.kind === 'bad')
        return { kind: 'none', why: 'the server refuses a blueprint without entries as well' };
      this.#isControlled = true;
    }
    return shortestRefused(changes, refusal, {
      from,
      ask: (some) => this.#ask(some),
      isLikely: ({ model: name }, { messages }) => {
        const model = this.#options.catalog.models[name];
        return (
          messages.length > 0 &&
          model?.kind === 'resource' &&
          messages.every(({ path: [field] }) => field === undefined || Object.hasOwn(model.fields, field))
        );
      },
    });
  }

  /** Reports a refused change; what depends on it is not asked about. */
  #takeOut(change: Change, refusal: Refusal): void {
    const { catalog, sources } = this.#options;
    this.#refusals += 1;
    this.#refused.push(
      ...explainRefused({ change, sources }, refusal, {
        model: catalog.models[change.model],
        writes: decodeChange(change, sources),
      }),
    );
    for (const id of dependantsOf([change], this.#changes)) {
      this.#out.add(id);
      const other = this.#changes.find((one) => one.id === id);
      if (other && other !== change)
        this.#notVerified.push(notAsked(other, `it needs ${changeName(change)}, which the server refuses`));
    }
  }

  async #ask(changes: readonly Change[]): Promise<Answer> {
    this.#requests += 1;
    const { client, sources } = this.#options;
    const { dryRun: path, seconds } = this.#importer;
    const { text } = valuesBlueprint(changes, this.#options);
    const patience = PATIENCE.seconds + PATIENCE.times * changes.length * seconds.dry;
    const answer = await dryRun(text, { client, path, seconds: patience });
    return answer.kind === 'none' ? { ...answer, why: sources.secrets.mask(answer.why) } : answer;
  }
}

function notAsked(change: Change, why: string): NotVerified {
  return { change, isRest: false, why };
}

const UNSTEADY = 'the server refuses a blueprint, and takes the same one when it is asked again';
const NOTHING_TO_ASK = 'nothing of the plan can be asked about';
