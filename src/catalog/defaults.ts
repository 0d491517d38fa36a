import { releaseAge, shortRelease } from './release.ts';

/**
 * What a fresh server has before anybody applies a blueprint of their own: names only, in the fields that
 * name an object.
 */
export interface Defaults {
  /** Whether a server of just this release was looked at; otherwise what its neighbours have. */
  readonly exact: boolean;
  /** By the name of the model. */
  readonly objects: Readonly<Record<string, readonly DefaultObject[]>>;
  /** authentik's own blueprints. */
  readonly blueprints: readonly DefaultBlueprint[];
}

/** The fields that name an object: `{slug: default-authentication-flow, name: Welcome to authentik!}`. */
export type DefaultObject = Readonly<Record<string, string>>;

interface DefaultBlueprint {
  readonly name: string;
  readonly path: string;
}

/** Something that is so in some of the releases that were looked at; without `in`, in all. */
type Seen<T> = T & { readonly in?: readonly string[] };

/** The generated file `schemas/defaults.json`. */
export interface DefaultsTable {
  /** The releases that were looked at, oldest first: `2023.2`. */
  readonly releases: readonly string[];
  readonly objects: Readonly<Record<string, readonly Seen<{ readonly names: DefaultObject }>[]>>;
  readonly blueprints: readonly Seen<DefaultBlueprint>[];
}

/**
 * The defaults of a release: those of its own where it was looked at, else what the nearest older and the
 * nearest newer one have.
 */
export function defaultsOf(table: DefaultsTable, release: string): Defaults {
  const short = shortRelease(release);
  const exact = table.releases.includes(short);
  const older = table.releases.filter((one) => releaseAge(one) < releaseAge(short)).at(-1);
  const newer = table.releases.find((one) => releaseAge(one) > releaseAge(short));
  const seen = exact ? [short] : [older, newer].filter((one) => one !== undefined);
  const isThere = (one: { readonly in?: readonly string[] }): boolean =>
    one.in === undefined || one.in.some((name) => seen.includes(name));
  return {
    exact,
    objects: Object.fromEntries(
      Object.entries(table.objects).map(([model, objects]) => [
        model,
        objects.filter(isThere).map(({ names }) => names),
      ]),
    ),
    blueprints: table.blueprints.filter(isThere).map(({ name, path }) => ({ name, path })),
  };
}
