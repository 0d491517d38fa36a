import { clean } from '../source/clean.ts';
import { count } from './format-diagnostics.ts';

/** What became of `ak-blueprint snapshot`. */
export interface SnapshotReport {
  /** The file, as it was named. */
  readonly file: string;
  readonly server: string;
  readonly release: string;
  readonly user: string;
  /** How many objects of each model. */
  readonly objects: readonly { readonly model: string; readonly count: number }[];
  /** How many secrets were masked. */
  readonly masked: number;
  /** Whether masks hold keyed hashes. */
  readonly isKeyed: boolean;
  /** What is not in it, and why. */
  readonly notHeld: readonly string[];
  readonly requests: {
    readonly total: number;
    readonly byMethod: Readonly<Record<string, number>>;
    readonly bytes: number;
  };
  readonly seconds: number;
}

/** For people: what was saved, and what not. */
export function formatSnapshot(report: SnapshotReport): string {
  const { file, server, release, objects, masked, isKeyed, notHeld, requests, seconds } = report;
  const models = objects.filter((one) => one.count > 0);
  const all = models.reduce((sum, one) => sum + one.count, 0);
  const masks = isKeyed ? 'with keyed hashes' : 'without hashes: AK_BLUEPRINT_KEY is not set';
  return [
    `Wrote ${clean(file)}: ${count(all, 'object')} of ${count(models.length, 'model')} of ${clean(server)} (authentik ${clean(release)}).`,
    `${count(masked, 'secret')} masked, ${masks}.  ${count(requests.total, 'request')}, ${seconds.toFixed(1)} s`,
    ...notHeld.map((one) => `Not in it: ${clean(one)}`),
  ].join('\n');
}

/** For programs (schemas/snapshot-output-1.json). */
export function formatSnapshotJson(report: SnapshotReport): string {
  const { file, server, release, user, objects, masked, isKeyed, notHeld, requests, seconds } = report;
  return JSON.stringify(
    {
      formatVersion: 1,
      file,
      server,
      target: release,
      user,
      models: Object.fromEntries(objects.map((one) => [one.model, one.count])),
      secrets: { masked, keyed: isKeyed },
      notHeld,
      requests,
      seconds,
    },
    null,
    2,
  );
}
