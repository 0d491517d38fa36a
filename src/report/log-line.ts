import type { Json } from '../catalog/model.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';

/** What a line of a run's log says besides its event; undefined values are left out. */
export type Facts = Readonly<Record<string, Json | undefined>>;

/**
 * A line of a run's log: JSON with the time (ISO 8601, UTC), the id of the run and the event first, and without
 * secrets in any value.
 */
export function logLine(time: Date, run: string, event: string, facts: Facts, secrets: KnownSecrets): string {
  const masked = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, maskJson(value, secrets)] as const],
  );
  return JSON.stringify({ time: time.toISOString(), run, event, ...Object.fromEntries(masked) });
}

function maskJson(value: Json, secrets: KnownSecrets): Json {
  if (typeof value === 'string') return secrets.mask(value);
  if (Array.isArray(value)) return value.map((item) => maskJson(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [secrets.mask(name), maskJson(item, secrets)]),
  );
}
