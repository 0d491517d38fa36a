import type { Flow, Id, Person, Stage, StageBinding, World } from '../world.ts';

/** Who tries to sign in: the person he says he is, and whether he knows that one's secrets. */
export interface Visitor {
  readonly person: Person;
  readonly knowsSecrets: boolean;
}

/** Whose login it is: somebody, a name that nobody has, or somebody whom the flow has just made, active or not. */
export type Pending = Person | 'pretended' | 'new' | 'inactive';

/** How far a login has come. */
export interface State {
  readonly pending: Pending | undefined;
  /** He has proved himself to a stage that leaves its mark on him. */
  readonly hasBackend: boolean;
  /** The way in which he has; null: none. */
  readonly method: string | null;
  readonly hasPromptData: boolean;
  /** Whom the visitor is signed in as. */
  readonly session: Person | 'new' | undefined;
}

/** The state of a visitor who is not signed in. */
export const AT_THE_DOOR: State = {
  pending: undefined,
  hasBackend: false,
  method: null,
  hasPromptData: false,
  session: undefined,
};

/**
 * How a login ends: `over`: all stages are done; `away`: the visitor is sent elsewhere; `denied`; `stuck`: it goes
 * on when something is given that he does not have; `failed`: the server fails; `unknown`: nobody can tell.
 */
export type EndKind = 'over' | 'away' | 'denied' | 'stuck' | 'failed' | 'unknown';

/** The end of a login, and where and why it ended. */
export interface Ending {
  readonly kind: EndKind;
  readonly session: State['session'];
  readonly at: Place;
  /** What happened, for people: `the stage denies everybody`. */
  readonly why: string;
}

/** Where in a flow something happens. */
export interface Place {
  /** The name of the flow, for people. */
  readonly flow: string | undefined;
  readonly binding?: Id | undefined;
  /** The name of the stage, and the place that it has in its flow. */
  readonly stage?: string | undefined;
  readonly order?: number | undefined;
}

/** A stage, when its turn comes. */
export interface Turn {
  readonly world: World;
  readonly visitor: Visitor;
  readonly flow: Flow;
  readonly binding: StageBinding;
  readonly stage: Stage;
  readonly state: State;
  /** Runs another flow from here on. */
  readonly go: (flow: Id, state: State) => readonly Ending[];
}

/** What may come of a stage: the states that the login goes on with, and the ways in which it ends there. */
export interface Result {
  readonly states: readonly State[];
  readonly ends: readonly Ending[];
}

/** The login goes on. */
export function goOn(...states: readonly State[]): Result {
  return { states, ends: [] };
}

/** The login ends here. */
export function end(turn: Turn, kind: EndKind, why: string): Result {
  return { states: [], ends: [{ kind, session: turn.state.session, at: placeOf(turn), why }] };
}

/** Either may be. */
export function either(...results: readonly Result[]): Result {
  return { states: results.flatMap(({ states }) => states), ends: results.flatMap(({ ends }) => ends) };
}

/** A stage that nobody can tell here whether it lets people pass; of those with bad intentions it is supposed. */
export function mayPass(turn: Turn, why: string): Result {
  const passed = goOn(turn.state);
  return turn.visitor.knowsSecrets ? either(passed, end(turn, 'stuck', why)) : passed;
}

/** What comes of a question whose answer may not be known. */
export function by(answer: boolean | undefined, yes: () => Result, no: () => Result): Result {
  if (answer === undefined) return either(yes(), no());
  return answer ? yes() : no();
}

function placeOf({ flow, binding, stage }: Turn): Place {
  return { flow: flow.name, binding: binding.id, stage: stage.name, order: binding.order };
}
