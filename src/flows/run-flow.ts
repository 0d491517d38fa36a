import { mayInterfere } from './expression/evaluate-expression.ts';
import type { Subject } from './expression/python-value.ts';
import { isSuperuser } from './membership.ts';
import { type PolicyContext, policiesPass } from './policy-engine.ts';
import { ordersOf } from './stage-orders.ts';
import { runStage } from './stages/run-stage.ts';
import type { EndKind, Ending, Pending, Place, State, Visitor } from './stages/stage-run.ts';
import type { Flow, Id, StageBinding, World } from './world.ts';

/** More flows than these, each led to by the one before, are not followed. */
const MOST_FLOWS = 5;

/** A visitor at the beginning of a flow. */
export interface Start {
  readonly visitor: Visitor;
  readonly state: State;
  /** A stage of another flow has led here. */
  readonly isRedirected: boolean;
}

/**
 * Every way in which a flow may end for a visitor: one where all is known, several where something is not. Stages
 * are asked for in their order; policies on them only take stages out (facts, proofs.md: 2).
 */
export function runFlow(world: World, id: Id, start: Start, depth = 0): readonly Ending[] {
  const { state } = start;
  const flow = world.flow(id);
  const ending = (kind: EndKind, why: string): Ending => ({
    kind,
    session: state.session,
    at: { flow: flow?.name },
    why,
  });
  if (!flow) return [ending('unknown', 'the flow is not known')];
  if (depth > MOST_FLOWS) return [ending('unknown', 'too many flows lead to each other')];
  const begins = mayBegin(world, flow, start);
  if (begins === false) return [ending('denied', denialOf(flow))];
  const asked = policiesPass(world, flow, askedAt(state), contextOf(state, false));
  if (asked === false) return [ending('denied', `its policies do not pass for ${whoAsks(state)}`)];
  const ends: Ending[] = [];
  if (begins === undefined) ends.push(ending('unknown', 'who may begin it is not known'));
  if (asked === undefined) ends.push(ending('unknown', 'what its policies say is not known'));
  const bindings = world.stagesOf(id);
  const orders = bindings && ordersOf(bindings);
  readAhead(world, bindings ?? []);
  if (!orders) return [...ends, ending('unknown', 'the order of its stages is not known')];
  for (const order of orders) ends.push(...new Run(world, flow, start, depth).through(order));
  return ends;
}

/** Asks for all that the stages of a flow are, so that what must be read is read at once. */
function readAhead(world: World, bindings: readonly StageBinding[]): void {
  for (const { id, stage } of bindings) {
    if (stage !== undefined) world.stage(stage);
    for (const { asks } of world.policiesOf(id) ?? []) if (asks?.kind === 'policy') world.policy(asks.id);
  }
}

/** Whom policies are asked about at the beginning: the user of the login, else the visitor. */
function askedAt({ pending, session }: State): Subject {
  const user = pending ?? session;
  if (user === undefined) return 'nobody';
  return typeof user === 'string' ? 'pretended' : user;
}

function contextOf(state: State, hasPlan: boolean): PolicyContext {
  return {
    pending: asSubject(state.pending),
    hasBackend: state.hasBackend,
    method: state.method,
    hasPromptData: state.hasPromptData,
    hasPlan,
  };
}

function asSubject(pending: Pending | undefined): Subject | undefined {
  return typeof pending === 'string' ? 'pretended' : pending;
}

/** Whether a flow begins for a visitor, whoever he will say that he is. */
function mayBegin(world: World, flow: Flow, { state, isRedirected }: Start): boolean | undefined {
  const { session } = state;
  switch (flow.authentication) {
    case 'none':
      return true;
    case 'require_unauthenticated':
      return session === undefined;
    case 'require_authenticated':
      return session !== undefined;
    case 'require_superuser':
      if (session === undefined || session === 'new') return false;
      return isSuperuser(world, session);
    case 'require_redirect':
      return isRedirected;
    case 'require_outpost':
      return false;
    default:
      return undefined;
  }
}

function denialOf({ authentication }: Flow): string {
  return `it only begins for others (authentication: ${String(authentication)})`;
}

function whoAsks(state: State): string {
  return askedAt(state) === 'nobody' ? 'somebody who is not signed in yet' : 'this user';
}

/** One run of a flow by its stages in one order. */
class Run {
  readonly #world: World;
  readonly #flow: Flow;
  readonly #start: Start;
  readonly #depth: number;
  readonly #ends: Ending[] = [];
  /** The names of login stages that policies take out. */
  readonly #without = new Set<string>();

  constructor(world: World, flow: Flow, start: Start, depth: number) {
    this.#world = world;
    this.#flow = flow;
    this.#start = start;
    this.#depth = depth;
  }

  through(order: readonly StageBinding[]): readonly Ending[] {
    let states: readonly State[] = [this.#start.state];
    for (const binding of order) states = different(states.flatMap((state) => this.#step(binding, state)));
    const at = { flow: this.#flow.name };
    const [taken] = this.#without;
    const signsNobody =
      taken === undefined ? 'its stages sign nobody in' : `policies take out its stage ${taken}`;
    const why = order.length === 0 ? 'it has no stages' : signsNobody;
    return [...this.#ends, ...states.map(({ session }): Ending => ({ kind: 'over', session, at, why }))];
  }

  /** The states with which a login goes on after a stage, or without it. */
  #step(binding: StageBinding, state: State): readonly State[] {
    const runs = this.#isRun(binding, state);
    const without = runs === true ? [] : [state];
    if (runs === false) this.#takeOut(binding);
    if (runs === undefined && this.#mayInterfere(binding))
      this.#unknown(binding, state, 'a policy may change the login, and what it does is not known');
    return runs === false ? without : [...without, ...this.#run(binding, state)];
  }

  #takeOut({ stage: id }: StageBinding): void {
    const stage = id === undefined ? undefined : this.#world.stage(id);
    if (stage?.kind === 'login') this.#without.add(stage.name);
  }

  #run(binding: StageBinding, state: State): readonly State[] {
    const stage = binding.stage === undefined ? undefined : this.#world.stage(binding.stage);
    if (!stage) {
      this.#unknown(binding, state, 'a stage is not known');
      return [];
    }
    const { states, ends } = runStage({
      world: this.#world,
      visitor: this.#start.visitor,
      flow: this.#flow,
      binding,
      stage,
      state,
      go: (flow, next) =>
        runFlow(this.#world, flow, { ...this.#start, state: next, isRedirected: true }, this.#depth + 1),
    });
    this.#ends.push(...ends);
    return states;
  }

  /** Whether a stage is in the plan when its turn comes. */
  #isRun(binding: StageBinding, state: State): boolean | undefined {
    const { onPlan, again } = binding;
    const atFirst = (): boolean | undefined =>
      policiesPass(this.#world, binding, askedAt(this.#start.state), contextOf(this.#start.state, true));
    const now = (): boolean | undefined =>
      policiesPass(this.#world, binding, askedAt(state), contextOf(state, true));
    // Asked neither before nor when its turn comes, a stage always runs.
    const values = [asked(onPlan, atFirst), asked(again, now)];
    if (values.includes(false)) return false;
    return values.includes(undefined) ? undefined : true;
  }

  #mayInterfere({ id }: StageBinding): boolean {
    return (this.#world.policiesOf(id) ?? []).some(({ asks }) => {
      const policy = asks?.kind === 'policy' ? this.#world.policy(asks.id) : undefined;
      const text = policy?.value('expression');
      return typeof text === 'string' && mayInterfere(text);
    });
  }

  #unknown(binding: StageBinding, { session }: State, why: string): void {
    const at: Place = { flow: this.#flow.name, binding: binding.id, order: binding.order };
    this.#ends.push({ kind: 'unknown', session, at, why });
  }
}

/** The answer where it is asked; true where it is not. */
function asked(isAsked: boolean | undefined, answer: () => boolean | undefined): boolean | undefined {
  if (isAsked === false) return true;
  const value = answer();
  return isAsked === true || value === true ? value : undefined;
}

function different(states: readonly State[]): readonly State[] {
  const seen = new Map<string, State>();
  for (const state of states)
    seen.set(
      JSON.stringify(state, (_, part: unknown) =>
        typeof part === 'object' && part !== null && 'id' in part ? part.id : part,
      ),
      state,
    );
  return [...seen.values()];
}
