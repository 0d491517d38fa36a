import type { Report } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Draft } from './draft.ts';
import { grantWords } from './grant-words.ts';
import type { Policy } from '../policy.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { changeName } from '../value/change-name.ts';

/* Findings about changes, once all of them are known. */

/** Reports changes that wait for each other in a circle that cannot be broken. */
export function reportStuck(report: Report, stuck: readonly Draft[]): void {
  const names = new Map(stuck.map((draft) => [draft.id, changeName(draft)]));
  for (const draft of stuck) {
    const others = draft.dependsOn.flatMap((id) => names.get(id) ?? []).join(', ');
    report({
      code: 'order-cycle',
      message: `${changeName(draft)} waits for ${others}, which waits for it`,
      hint: 'split the change over two runs',
      place: draft.place,
      entry: draft.entry,
    });
  }
}

/** Reports a change that a protection prevents. `notes`: what in it is meant. */
export function reportLeftAlone(report: Report, draft: Draft, notes: Diagnostic['notes']): void {
  const { reason } = draft;
  if (reason?.kind !== 'left-alone') return;
  report({
    code: 'protected-left-alone',
    message: `${changeName(draft)} is left alone: ${reason.why} (--allow-protected ${reason.allow})`,
    place: draft.place,
    entry: draft.entry,
    notes,
  });
}

/**
 * Reports values that cannot be read back: at severity info, and as a warning where other fields of the
 * object change, as the secret may have changed with them.
 */
export function reportNotCompared(report: Report, overlay: Overlay, draft: Draft, policy: Policy): void {
  if (policy.secrets === 'never') return;
  for (const [name, provenance] of overlay.row(draft.row)?.uncompared ?? []) {
    const isMasked = !overlay.resource(draft.model).fields[name]?.writeOnly;
    report({
      code: 'secret-not-compared',
      severity: draft.action === 'update' && !draft.leftAlone ? 'warning' : 'info',
      message: isMasked
        ? `${name} of ${changeName(draft)} is masked in the snapshot, so it is not compared`
        : `${name} of ${changeName(draft)} cannot be read back, so it is not compared and not written again`,
      hint: isMasked
        ? 'set AK_BLUEPRINT_KEY when the snapshot is taken and here, or plan against the server'
        : 'run with --secrets always to write it',
      place: provenance.place,
      entry: provenance.entry,
    });
  }
}

/** Reports permissions that no entry declares, once per object. */
export function reportUndeclared(report: Report, draft: Draft): void {
  const found = draft.grants.filter(({ action }) => action === 'undeclared').map(grantWords);
  if (found.length === 0) return;
  report({
    code: 'permission-not-declared',
    message: `the server grants on ${changeName(draft)} what no entry declares: ${found.join(', ')}`,
    hint: 'declare it in permissions, or take it away with --revoke-permissions',
    place: draft.place,
    entry: draft.entry,
  });
}
