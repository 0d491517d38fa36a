import type { SkipReason } from '../apply/outcome.ts';
import type { ApplyReason, Cascaded, ChangeReason } from '../plan/value/plan.ts';

/* Texts for people for reasons in plans and outcomes. */

/** The reason of a change. */
export function reasonWords(reason: ChangeReason): string {
  switch (reason.kind) {
    case 'circle':
      return 'the objects refer to each other';
    case 'orphan':
      return 'the project made or adopted it, and no entry declares it any more';
    case 'unfinished':
      return `a run was cut off before its ${reason.fields.join(' and ')} was set`;
    case 'along':
      return `known after apply: the server makes it along with ${reason.model} ${reason.key}`;
    case 'left-alone':
      return `left alone: ${reason.why} (--allow-protected ${reason.allow})`;
  }
}

/** Why the server must apply one of its blueprints. */
export function applyReasonWords(reason: ApplyReason): string {
  switch (reason.kind) {
    case 'new':
      return 'it is new';
    case 'never-applied':
      return 'it was never applied';
    case 'content-changed':
      return 'its content changed since it was applied';
    case 'written':
      return `${reason.fields.join(', ')} ${reason.fields.length === 1 ? 'changes' : 'change'}`;
    case 'failed-last':
      return `when it was applied last, the outcome was "${reason.status}"`;
    case 'file-changed':
      return `the file ${reason.path} changed since it was applied`;
  }
}

/** As many names of objects of one model are shown. */
const MOST_NAMES = 10;

/**
 * Objects that are deleted along with another: `authentik_providers_oauth2.oauth2provider grafana, wiki`; of
 * more than ten, how many there are as well.
 */
export function cascadeWords({ model, count, names }: Cascaded): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return count > MOST_NAMES ? `${count} ${model}: ${shown}, …` : `${model} ${shown}`;
}

/** Why a change was not started. `names`: the names of changes, by id. */
export function skipWords(because: SkipReason, names?: ReadonlyMap<string, string>): string {
  switch (because.kind) {
    case 'lock-lost':
      return `the lock was lost (${because.why}), so another run may write`;
    case 'stopped':
      return `--on-error stops the run after ${names?.get(because.by) ?? because.by}`;
    case 'interrupted':
      return 'interrupted before it was started';
    case 'transaction':
      return because.isKnown
        ? 'comes after the transaction, which was not made'
        : 'comes after the transaction, of which nothing is known';
    case 'bug':
      return 'a bug in ak-blueprint stopped the run';
    case 'unreachable':
      return 'the server was gone';
    case 'waited':
      return `waits for ${names?.get(because.for) ?? because.for}`;
  }
}
