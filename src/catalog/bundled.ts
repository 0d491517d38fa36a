import type { Json, ModelName } from './model.ts';
import { releaseAge, shortRelease } from './release.ts';

/**
 * What a blueprint sets a field to, as JSON. Texts are hashed where they are long or code: facts are kept, and
 * no text of authentik's. `$hash`: the beginning of a SHA-256; `$of`: the key of the object of a model that has
 * these values; `$unknown`: what is only known where it is applied.
 */
export type Fact = Json;

/** An entry of a blueprint: which object it means, and what it sets. */
export interface SetObject {
  readonly model: ModelName;
  /** `state:`; undefined: the object is made or changed. */
  readonly state?: string | undefined;
  /** Whether it is done depends on something. */
  readonly conditional?: true | undefined;
  readonly identifiers: Readonly<Record<string, Fact>>;
  readonly attrs: Readonly<Record<string, Fact>>;
}

/** One of authentik's own blueprints. */
export interface BundledBlueprint {
  /** `metadata.name`, which its instance on a fresh server has. */
  readonly name: string;
  readonly path: string;
  /** The SHA-512 of its text, which the server shows of what it applied last. */
  readonly hash: string;
  /** Whether every server makes an instance of it. */
  readonly instantiated: boolean;
  /** Whether what it sets depends on its context, which an instance can change. */
  readonly context: boolean;
  /** The identifiers of the blueprints that it has applied first. */
  readonly applies: readonly Readonly<Record<string, Json>>[];
  readonly objects: readonly SetObject[];
}

/** The generated file `schemas/bundled-blueprints.json`. */
export interface BundledTable {
  /** The releases that were looked at, oldest first: `2023.2`. */
  readonly releases: readonly string[];
  readonly files: readonly BundledFile[];
}

/** A file in all releases: each version has some of the entries. */
interface BundledFile {
  readonly path: string;
  readonly versions: readonly BundledVersion[];
  readonly entries: readonly SetObject[];
}

/** A file as it is in some releases; what is left out is false or empty. */
interface BundledVersion {
  readonly in: readonly string[];
  readonly hash: string;
  readonly name: string;
  readonly example?: true | undefined;
  readonly context?: true | undefined;
  readonly applies?: readonly Readonly<Record<string, Json>>[] | undefined;
  /** Indexes into `entries`. */
  readonly has: readonly number[];
}

/** How much is kept of the hash of a text that an entry sets. */
export const HASH_LENGTH = 32;

/**
 * Since when the server applies a blueprint that another one wants applied first although its instance is
 * switched off (measured: 2023.2.3 does not, 2025.12.4 does; the sources of 2025.10.4 do not).
 */
export const APPLIES_SWITCHED_OFF = '2025.12';

/** authentik's own blueprints of a release, or of the nearest older one that was looked at. */
export function bundledIn(table: BundledTable, release: string): BundledBlueprint[] {
  const short = shortRelease(release);
  const last = table.releases.filter((one) => releaseAge(one) <= releaseAge(short)).at(-1);
  return table.files.flatMap((file) =>
    file.versions
      .filter((one) => last !== undefined && one.in.includes(last))
      .map((one) => asBlueprint(file, one)),
  );
}

/** The blueprint whose text has this hash, of any release; undefined where none is known. */
export function bundledByHash(table: BundledTable, path: string, hash: string): BundledBlueprint | undefined {
  const file = table.files.find((one) => one.path === path);
  const version = file?.versions.find((one) => hash === one.hash);
  return file && version && asBlueprint(file, version);
}

function asBlueprint({ path, entries }: BundledFile, version: BundledVersion): BundledBlueprint {
  return {
    name: version.name,
    path,
    hash: version.hash,
    instantiated: version.example !== true,
    context: version.context === true,
    applies: version.applies ?? [],
    objects: version.has.flatMap((index) => entries[index] ?? []),
  };
}
