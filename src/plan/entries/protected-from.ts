import type { Me } from '../../actual/snapshot.ts';
import type { Cascade } from '../overlay/cascade.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Policy } from '../policy.ts';
import { allowName, isNamed, protectionOf } from './protect.ts';

/** Why a delete is not done, and the value of `--allow-protected` that would allow it. */
export interface Guard {
  readonly why: string;
  readonly allow: string;
}

/** The protected objects that a delete would take along, or take something from. */
export function protectedFrom(
  overlay: Overlay,
  { gone, cleared }: Cascade,
  policy: Policy,
  me: Me | undefined,
): Guard[] {
  const [root] = gone;
  const taken = gone.flatMap((one) => {
    const protection = protectionOf(overlay, one, policy, me);
    if (!protection) return [];
    const along = `${one.model} ${describeRow(overlay, one)} would go with it: `;
    return [
      { why: `${one === root ? '' : along}${protection.why}`, allow: allowName(overlay, one, protection) },
    ];
  });
  const less = cleared.flatMap(({ row: one, field, goes }) => {
    // Who names what goes means the other end of its links as well.
    const isMeant = isNamed(overlay, goes, policy) || protectionOf(overlay, goes, policy, me) !== undefined;
    const protection = isMeant ? undefined : protectionOf(overlay, one, policy, me);
    if (!protection || protection.guard === 'keep') return [];
    const why = `it would clear ${field} of ${one.model} ${describeRow(overlay, one)}: ${protection.why}`;
    return [{ why, allow: allowName(overlay, one, protection) }];
  });
  return [...taken, ...less];
}
