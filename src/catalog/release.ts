/** A catalog file for a release, and whether it is exactly that release's. */
export interface CatalogChoice {
  readonly file: string;
  readonly exact: boolean;
}

/**
 * The file among these (`catalog-2023.2.json`, …) for a release (`2023.2` or `2023.2.3`): its own, else that
 * of the newest older release, else the oldest there is. `kind`: what the file's name starts with. Patches of
 * one release share a file.
 */
export function catalogFileFor(
  release: string,
  files: readonly string[],
  kind = 'catalog',
): CatalogChoice | undefined {
  const known = files
    .flatMap((file) => {
      const match = /^(\w+)-(\d+)\.(\d+)\.json$/.exec(file);
      return match?.[1] === kind ? [{ file, rank: rank(match[2], match[3]) }] : [];
    })
    .sort((a, b) => a.rank - b.rank);
  const [year, month] = release.split('.');
  const wanted = rank(year, month);
  const exact = known.find((one) => one.rank === wanted);
  if (exact) return { file: exact.file, exact: true };
  const nearest = known.filter((one) => one.rank < wanted).at(-1) ?? known[0];
  return nearest && { file: nearest.file, exact: false };
}

function rank(year: string | undefined, month: string | undefined): number {
  return Number(year ?? 0) * 100 + Number(month ?? 0);
}

/**
 * Whether a text is a release: year and month, with or without a patch (`2024.8`, `2024.8.3`,
 * `2024.8.0-rc1`).
 */
export function isRelease(text: string): boolean {
  return /^20\d\d\.\d{1,2}(\.\d+)?(-\w+)?$/.test(text);
}

/** Months since the year 0: what is greater is newer; a patch does not count. */
export function releaseAge(release: string): number {
  const [year = 0, month = 0] = release.split('.').map(Number);
  return year * 12 + month;
}

/** Whether a release has what came with another one. */
export function isSince(release: string, since: string): boolean {
  return releaseAge(release) >= releaseAge(since);
}

/** The first and the last release in which something is so; without one, there is no such limit. */
export interface ReleaseSpan {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Whether a release lies within a span, its ends included. */
export function isWithin(release: string, { since, until }: ReleaseSpan): boolean {
  return (since === undefined || isSince(release, since)) && (until === undefined || isSince(until, release));
}

/** Year and month of a release, as file names have it: `2023.2.3` → `2023.2`. */
export function shortRelease(release: string): string {
  return release.split('.').slice(0, 2).join('.');
}
