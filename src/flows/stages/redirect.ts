import { end, type Result, type Turn } from './stage-run.ts';

/** A stage that leads elsewhere: to an address, which ends the flow, or to another flow. */
export function runRedirect(turn: Turn): Result {
  const { stage, state } = turn;
  const mode = stage.value('mode');
  if (mode === 'static') {
    const address = stage.value('target_static');
    // An address may be that of another flow.
    return typeof address !== 'string' || address.includes('/if/flow/')
      ? end(turn, 'unknown', 'where it leads is not known')
      : end(turn, 'away', 'it leads elsewhere before the flow is over');
  }
  const [target] = stage.links('target_flow') ?? [];
  const keeps = stage.value('keep_context');
  if (mode !== 'flow' || target === undefined || typeof keeps !== 'boolean')
    return end(turn, 'unknown', 'where it leads is not known');
  const carried = keeps
    ? state
    : { ...state, pending: undefined, hasBackend: false, method: null, hasPromptData: false };
  return { states: [], ends: turn.go(target, carried) };
}
