import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { SavedSnapshot } from '../actual/saved-snapshot.ts';
import { formatJson, parseJson } from '../catalog/exact-json.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import type { Catalog, Json } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import type { Dump } from '../sandbox/seed/dump.ts';
import type { StartState } from '../sandbox/seed/seed-store.ts';
import { createSandbox, type Sandbox, type Installation } from '../sandbox/sandbox.ts';
import { BEHAVIOURS, describeRelease, type Described } from '../sandbox/described.ts';
import type { RecordedList } from '../sandbox/seed/lists.ts';
import { parseRules } from '../sandbox/rules.ts';
import { bundledIn } from '../catalog/bundled.ts';
import { loadBundled, loadCatalog, SANDBOX_RELEASE, SCHEMAS } from './catalogs.ts';
import type { Io } from './io.ts';
import { asSnapshot, looksLikeSnapshot } from './read-saved-snapshot.ts';
import { seedSandbox } from './seed.ts';
import { stateOfSnapshot } from './snapshot-state.ts';
import { clean } from '../source/clean.ts';
import { putInPlace } from './write-file.ts';

/** The state that a sandbox starts from, and the file that it keeps its state in. */
export interface SandboxOptions {
  readonly seed?: 'default';
  readonly state?: string;
  readonly store?: string;
  readonly target?: string;
  /** The key of the administrator's token; by default that of the store file, else a new one. */
  readonly token?: string;
}

/** An open sandbox; `save` writes its state to the store file, if there is one. */
export interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly token: string;
  readonly release: string;
  readonly save: () => Promise<void>;
}

/**
 * Opens a sandbox: from its store file when that exists, else from a state, else bare, and then seeded.
 * `installation`: what it has that no request makes.
 */
export async function openSandbox(
  options: SandboxOptions,
  io: Io,
  installation: Installation = {},
): Promise<OpenSandbox> {
  const path = options.state === undefined ? undefined : resolve(io.cwd, options.state);
  const snapshot = path === undefined ? undefined : snapshotIn(path);
  const target = releaseFor(options, snapshot?.release) ?? SANDBOX_RELEASE;
  const catalog = loadCatalog(target, ({ message }) => io.err(clean(message)));
  const store = options.store === undefined ? undefined : resolve(io.cwd, options.store);
  const kept = store !== undefined && existsSync(store);
  // Before anything is done: a state that cannot be kept would be found out after it.
  if (store !== undefined) mustBeWritable(store);
  let state = kept ? readStore(store) : namedState(path, snapshot, catalog);
  // Nobody on this machine can know it: what a sandbox holds may be a copy of a real server.
  const token = options.token ?? (kept ? undefined : randomBytes(32).toString('base64url'));
  const files = bundledIn(loadBundled(), catalog.release);
  if (options.seed === 'default') state ??= { kind: 'fresh' };
  const sandbox = createSandbox({ files, ...installation, catalog, ...describedOf(catalog), state, token });
  if (snapshot && !kept && sandbox.token === '')
    throw new UsageError(
      'the snapshot has no API token of an administrator, so nobody could use the sandbox',
      'take it with a token of a superuser',
    );
  if (options.seed === 'default' && !kept) await seedSandbox(sandbox, catalog);
  const save = async (): Promise<void> => {
    if (store !== undefined) await writeStore(store, sandbox);
  };
  return { sandbox, url: 'http://sandbox.invalid', token: sandbox.token, release: catalog.release, save };
}

let read: readonly Described[] | undefined;

/** The releases whose behaviour the sandbox has been described for. */
function readDescribed(): readonly Described[] {
  read ??= BEHAVIOURS.map((behaviour) => ({
    behaviour,
    rules: parseRules(readFileSync(join(SCHEMAS, `sandbox-${behaviour.release}.json`), 'utf8')),
  }));
  return read;
}

const described = new WeakMap<Catalog, Described>();

/** The rules and behaviour of the release of a catalog; the same for every sandbox of this process. */
export function describedOf(catalog: Catalog): Described {
  const before = described.get(catalog);
  if (before) return before;
  const made = describeRelease(catalog, readDescribed());
  described.set(catalog, made);
  return made;
}

/**
 * Throws a UsageError where a store file could not be written, and for a symbolic link: what it leads to would be
 * read, and the link replaced.
 */
function mustBeWritable(store: string): void {
  if (isLink(store))
    throw new UsageError(`the store ${store} is a symbolic link`, '--store names the file itself');
  try {
    accessSync(join(dirname(store), sep), constants.W_OK);
  } catch (error) {
    throw new UsageError(
      `the store ${store} cannot be written: its folder: ${messageOf(error)}`,
      '--store names a file in a folder that is there',
    );
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    // There is nothing, or it cannot be looked at, which is told when it is written.
    return false;
  }
}

async function writeStore(store: string, sandbox: Sandbox): Promise<void> {
  try {
    // It has the token and passwords, so nobody else may read it.
    await putInPlace(store, formatJson(sandbox.export()), 0o600);
  } catch (error) {
    throw new UsageError(
      `the store ${store} cannot be written, so what the sandbox holds is lost: ${messageOf(error)}`,
    );
  }
}

/** The state that a sandbox has stored. */
function readStore(path: string): StartState {
  return readJson(path, (file) => ({ kind: 'store', file }) as StartState);
}

/** The release that a sandbox is of. Throws a UsageError for another one than that of its snapshot. */
function releaseFor({ target }: SandboxOptions, ofSnapshot: string | undefined): string | undefined {
  if (target !== undefined && ofSnapshot !== undefined && shortRelease(target) !== shortRelease(ofSnapshot))
    throw new UsageError(
      `the snapshot is of authentik ${ofSnapshot}, and --target says ${target}`,
      'leave --target out',
    );
  return target ?? ofSnapshot;
}

/** The state that the options name; undefined: none. */
function namedState(
  path: string | undefined,
  snapshot: SavedSnapshot | undefined,
  catalog: Catalog,
): StartState | undefined {
  if (snapshot) return stateOfSnapshot(snapshot, catalog);
  return path === undefined ? undefined : readState(path);
}

/** The snapshot in a file; undefined where it holds another state, or there is none. */
function snapshotIn(path: string): SavedSnapshot | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const value = readJson(path, (json) => json as Json);
  return looksLikeSnapshot(value) ? asSnapshot(path, value) : undefined;
}

/**
 * Reads a state: a folder of recorded lists, or a file with a dump. Throws a UsageError when there is none.
 */
export function readState(path: string): StartState {
  if (!existsSync(path)) throw new UsageError(`there is no state at ${path}`);
  if (!statSync(path).isDirectory()) return readJson(path, dumpOf);
  const files = namesIn(path).filter((name) => name.endsWith('.json'));
  // A file is named after the path of its list: core-users.json or core__users.json is /core/users/.
  const separator = files.some((name) => name.includes('__')) ? '__' : '-';
  const lists = files.flatMap((name): RecordedList[] => {
    const content = readJson(
      join(path, name),
      (value) => value as RecordedList['results'] | { results?: RecordedList['results'] },
    );
    const results = Array.isArray(content)
      ? content.filter((item) => typeof item === 'object' && item !== null)
      : (content as { results?: RecordedList['results'] }).results;
    return results
      ? [
          {
            path: `/${name.replace(/\.json$/, '').replaceAll(separator, '/')}/`,
            results: results as RecordedList['results'],
          },
        ]
      : [];
  });
  return { kind: 'lists', lists };
}

/** A dump as a state. Throws for anything else: of a file of another kind a sandbox would start with nothing at all. */
function dumpOf(value: unknown): StartState {
  const isDump =
    isObject(value) &&
    Object.entries(value).every(([model, objects]) => /^\w+\.\w+$/.test(model) && isObject(objects));
  if (!isDump) throw new TypeError('it is neither a snapshot nor objects by model');
  return { kind: 'dump', dump: value as Dump };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`the state ${folder} cannot be read: ${messageOf(error)}`);
  }
}

function readJson<T>(path: string, make: (value: unknown) => T): T {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`the state ${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    return make(parseJson(text));
  } catch (error) {
    throw new UsageError(`${path} is not a state of a sandbox: ${messageOf(error)}`);
  }
}
