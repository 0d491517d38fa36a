import type { Change, Plan, Unverified } from './plan.ts';

/** Counts changes, ours by action, and what is only said. */
export function summarise(changes: readonly Change[]): Plan['summary'] {
  const count = (action: Change['action']): number =>
    changes.filter((change) => change.action === action && !change.leftAlone && change.by === undefined)
      .length;
  return {
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    unchanged: count('noop'),
    unverified: changes.filter(
      ({ action, by, unverified }) => action === 'noop' && by === undefined && unverified !== undefined,
    ).length,
    uncompared: uncomparedIn(changes).length,
    leftAlone: changes.filter(({ reason }) => reason?.kind === 'left-alone').length,
    byServer: changes.filter(({ by }) => by !== undefined).length,
    undeclared: changes.flatMap(({ grants }) => grants).filter((grant) => grant.action === 'undeclared')
      .length,
  };
}

/** The values that we set, or would, and that cannot be compared, with their changes. */
export function uncomparedIn(changes: readonly Change[]): { change: Change; value: Unverified }[] {
  return changes
    .filter(({ by }) => by === undefined)
    .flatMap((change) => (change.unverified ?? []).map((value) => ({ change, value })));
}
