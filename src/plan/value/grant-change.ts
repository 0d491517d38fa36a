import type { HolderKind } from '../../catalog/model.ts';
import type { FilePlace } from '../../source/file-place.ts';
import type { PlanValue } from './plan-value.ts';

/** What happens to a permission. */
export interface GrantChange {
  /**
   * `grant` and `revoke` are written; `kept`: the server has it, and it stays; `undeclared`: the server has
   * it, and no entry declares it.
   */
  readonly action: 'grant' | 'revoke' | 'kept' | 'undeclared';
  /** `view_application` on the object, `authentik_core.view_application` everywhere. */
  readonly permission: string;
  /** Whether the object itself holds it, for all objects; else it is a permission on the object. */
  readonly everywhere: boolean;
  readonly holder: HolderKind;
  readonly key: PlanValue;
  /** The holder's name for people. */
  readonly name: string;
  /** Whether it must be granted again because the write of the object removes it. */
  readonly again: boolean;
  /** The item in the file that declares it. */
  readonly place?: FilePlace | undefined;
}

/** What is written for a permission; undefined for one that stays as it is. */
export function writtenGrant({
  action,
  again,
}: Pick<GrantChange, 'action' | 'again'>): 'grant' | 'revoke' | undefined {
  if (action === 'revoke') return 'revoke';
  return action === 'grant' || again ? 'grant' : undefined;
}
