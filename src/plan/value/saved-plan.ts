import { createHash, createHmac } from 'node:crypto';
import type { Plan } from './plan.ts';
import type { PlanHead } from './plan-head.ts';
import { canonicalText, type Part } from './written-part.ts';

/** An option of the command line, as it is kept. */
export type SavedOption = boolean | number | string | readonly string[];

/**
 * A plan in a file (schemas/saved-plan-1.json): what is to be done, and all that must be as it was for it to be done.
 * It holds no secret, and nothing that another run of the same plan would write differently.
 */
export interface SavedPlan extends Omit<PlanHead, 'project'> {
  readonly formatVersion: 1;
  /** The program that wrote it, and its version. */
  readonly tool: string;
  readonly project: PlanHead['project'] | null;
  /** The paths of the command line; none: what the project file names. */
  readonly paths: readonly string[];
  /** The options that the plan depends on. */
  readonly options: Readonly<Record<string, SavedOption>>;
  /** The keys of what `--context` and `--context-file` gave. Their values may be secrets and must be given again. */
  readonly contextKeys: readonly string[];
  /** Whether the digest covers the values of secrets. */
  readonly secretsCovered: boolean;
  /** That of the plan, see `digestOf`. */
  readonly digest: string;
  readonly plan: Plan;
  /** Of all the rest, see `checksumOf`. */
  readonly checksum: string;
}

/**
 * The checksum (hexadecimal) of all else in a saved plan, whatever its layout: an HMAC-SHA-256 with
 * `AK_BLUEPRINT_KEY`, which nobody without the key can make, else a SHA-256.
 */
export function checksumOf(saved: Omit<SavedPlan, 'checksum'>, key: string | undefined): string {
  const rest = Object.entries(saved).filter(([name]) => name !== 'checksum');
  const text = canonicalText(Object.fromEntries(rest) as Part);
  return (key === undefined ? createHash('sha256') : createHmac('sha256', key))
    .update(text, 'utf8')
    .digest('hex');
}

/** The text of the file of a plan; the same for the same plan. */
export function savedPlanText(saved: Omit<SavedPlan, 'checksum'>, key: string | undefined): string {
  // As it will be read: without what is undefined.
  const plain = JSON.parse(JSON.stringify(saved)) as Omit<SavedPlan, 'checksum'>;
  return `${JSON.stringify({ ...plain, checksum: checksumOf(plain, key) }, null, 1)}\n`;
}
