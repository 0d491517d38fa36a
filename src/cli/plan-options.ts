import type { Policy } from '../plan/policy.ts';
import type { CheckOptions } from './check.ts';
import type { ServerOptions } from './server.ts';
import type { ContextOptions } from './settings.ts';
import type { InsensitiveOptions } from './variables.ts';

/** Options of `plan` and `apply`. */
export interface PlanOptions extends CheckOptions, ServerOptions, ContextOptions, InsensitiveOptions {
  readonly target?: string;
  /** A snapshot in a file, in place of a server. */
  readonly against?: string;
  readonly allowProtected: readonly string[];
  readonly prune?: boolean;
  readonly allowCascade: readonly string[];
  readonly secrets: Policy['secrets'];
  readonly revokePermissions?: boolean;
  readonly allowLockout?: boolean;
  /** All objects that are in no file are listed, too; with `users`, also users and what is theirs. */
  readonly unmanaged?: boolean;
  readonly users?: boolean;
  /** So many deletes, and so many updates, are meant. */
  readonly allowChanges?: number;
  /** The most objects that may be deleted. */
  readonly maxDeletes?: number;
  /** The files, models, objects and entries that are planned; all, without any. */
  readonly only?: readonly string[];
  /** An overview is shown, and not every value. */
  readonly compact?: boolean;
}

/** The policy that the options define; the project adds its lists, and what it protects. `isWhole`: all its files are planned. */
export function policyOf(options: PlanOptions, isWhole: boolean): Omit<Policy, 'mergedLists' | 'protect'> {
  return {
    allowProtected: options.allowProtected,
    orphans: orphansOf(options, isWhole),
    allowCascade: options.allowCascade,
    allowChanges: options.allowChanges,
    maxDeletes: options.maxDeletes,
    secrets: options.secrets,
    ambiguousFind: 'error',
    revokePermissions: options.revokePermissions ?? false,
    allowLockout: options.allowLockout ?? false,
  };
}

function orphansOf({ prune }: PlanOptions, isWhole: boolean): Policy['orphans'] {
  if (prune) return 'delete';
  return isWhole ? 'name' : 'unknown';
}
