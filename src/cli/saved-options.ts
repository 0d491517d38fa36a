import type { SavedOption } from '../plan/value/saved-plan.ts';

/**
 * The options that a plan does not depend on: which server, how it is reached, shown and done. All others are kept
 * in a saved plan, and are not given again.
 */
const OF_A_RUN: ReadonlySet<string> = new Set([
  'against',
  'atomic',
  'atomicLimit',
  'breakLock',
  'caFile',
  'clientCert',
  'clientKey',
  'compact',
  'context',
  'contextFile',
  'detailedExitcode',
  'expect',
  'format',
  'header',
  'insecure',
  'lock',
  'lockTimeout',
  'logFile',
  'onError',
  'out',
  'parallelism',
  'quiet',
  'record',
  'sandbox',
  'seed',
  'state',
  'store',
  'timeout',
  'tokenFile',
  'unmanaged',
  'url',
  'users',
  'verbose',
  'verify',
  'wait',
  'yes',
]);

/** Whether a plan depends on the option of this name, as commander calls it: `allowProtected`. */
export function isOfThePlan(name: string): boolean {
  return !OF_A_RUN.has(name);
}

/** The options that a plan depends on, to be kept with it. */
export function optionsOfThePlan(options: object): Record<string, SavedOption> {
  const kept: Record<string, SavedOption> = {};
  for (const [name, value] of Object.entries(options) as [string, unknown][])
    if (isOfThePlan(name) && isKept(value)) kept[name] = value;
  return kept;
}

function isKept(value: unknown): value is SavedOption {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return ['boolean', 'number', 'string'].includes(typeof value);
}

/** An option as it is typed: `--allow-protected`. */
export function asTyped(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
