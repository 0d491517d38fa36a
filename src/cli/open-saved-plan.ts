import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseJson } from '../catalog/exact-json.ts';
import { messageOf, StaleError, UsageError } from '../diagnostics/errors.ts';
import { digestOf } from '../plan/value/digest.ts';
import type { PlanHead } from '../plan/value/plan-head.ts';
import { checksumOf, type SavedPlan } from '../plan/value/saved-plan.ts';
import { newAjv } from '../schema/compile.ts';
import { SCHEMAS } from './catalogs.ts';
import type { Io } from './io.ts';

/** A saved plan, and the file that it was read from. */
export interface OpenSavedPlan {
  readonly path: string;
  readonly saved: SavedPlan;
}

/** What a file of a saved plan starts with. */
const START = /^\s*\{\s*"formatVersion"/;
const AGAIN = 'plan again, and approve of that plan';

/**
 * The saved plan that the command line names, which is told by its content; undefined where it names none. Throws a
 * UsageError where it cannot be read or is not alone, and a StaleError where somebody has changed it. `key`: that of
 * `AK_BLUEPRINT_KEY`.
 */
export function openSavedPlan(
  paths: readonly string[],
  key: string | undefined,
  io: Pick<Io, 'cwd'>,
): OpenSavedPlan | undefined {
  const path = paths.find((one) => one !== '-' && startsLikePlan(resolve(io.cwd, one)));
  if (path === undefined) return undefined;
  if (paths.length > 1)
    throw new UsageError(
      `${path} is a saved plan, and other files are named beside it`,
      'apply it by itself: it says of which files it was made',
    );
  return { path, saved: readPlan(path, readFileSync(resolve(io.cwd, path), 'utf8'), key) };
}

function startsLikePlan(absolute: string): boolean {
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) return false;
  const fd = openSync(absolute, 'r');
  try {
    const start = Buffer.alloc(256);
    return START.test(start.toString('utf8', 0, readSync(fd, start)));
  } finally {
    closeSync(fd);
  }
}

function readPlan(path: string, text: string, key: string | undefined): SavedPlan {
  const noPlan = (why: string): UsageError =>
    new UsageError(`${path} is no saved plan: ${why}`, 'save one with: ak-blueprint plan --out plan.json');
  const value = parsed(text, noPlan);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw noPlan('it is no mapping');
  if (!('plan' in value && 'checksum' in value))
    throw noPlan('it has no plan in it; what --format json prints is a report');
  if (value['formatVersion'] !== 1)
    throw new StaleError(
      `${path} was saved by another version (${String(value['tool'])}), in format ${String(value['formatVersion'])}; this one reads format 1`,
      AGAIN,
    );
  const saved = value as unknown as SavedPlan;
  refuseEdited(path, saved, key);
  const validate = newAjv().compile(
    JSON.parse(readFileSync(join(SCHEMAS, 'saved-plan-1.json'), 'utf8')) as object,
  );
  if (!validate(saved)) {
    const [first] = validate.errors ?? [];
    throw noPlan(`${first?.instancePath ?? ''} is not as it is saved (${first?.keyword ?? 'unknown'})`);
  }
  if (digestOf(saved.plan) !== saved.digest || saved.plan.digest !== saved.digest)
    throw new StaleError(`${path} is not as it was saved: its digest does not match its changes`, AGAIN);
  return saved;
}

/** Throws a StaleError where a plan is not as it was saved, or nobody can tell. `key`: that of `AK_BLUEPRINT_KEY`. */
function refuseEdited(path: string, saved: SavedPlan, key: string | undefined): void {
  if (saved.secretsCovered && key === undefined)
    throw new StaleError(
      `${path} was saved with AK_BLUEPRINT_KEY, which is not set`,
      'set it to the same key, so that it can be told whether secrets are the same',
    );
  // Without it anybody could have made or edited the plan: who sets a key wants to be sure of that.
  if (!saved.secretsCovered && key !== undefined)
    throw new StaleError(
      `${path} was saved without AK_BLUEPRINT_KEY, which is set here, so that nobody can tell who wrote it`,
      'set it to the same key where the plan is made',
    );
  if (checksumOf(saved, saved.secretsCovered ? key : undefined) !== saved.checksum)
    throw new StaleError(
      `${path} is not as it was saved: its checksum does not match its content${saved.secretsCovered ? ', or AK_BLUEPRINT_KEY is another' : ''}`,
      AGAIN,
    );
}

function parsed(text: string, noPlan: (why: string) => UsageError): ReturnType<typeof parseJson> {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError)
      throw noPlan(`it cannot be read: ${messageOf(error).split('\n')[0] ?? ''}`);
    throw error;
  }
}

/** Throws a StaleError where a file that a plan was made of is not there any more. */
export function refuseMissing({ path, saved }: OpenSavedPlan, io: Pick<Io, 'cwd'>): void {
  const gone = saved.files.find((file) => !existsSync(resolve(io.cwd, file.path)));
  if (gone) throw new StaleError(`${path} was made of ${gone.path}, which is not there any more`, AGAIN);
}

/**
 * Throws a StaleError where a saved plan is not for this server, user, project, files and context, and says which of
 * them is another.
 */
export function refuseOther(
  { path, saved }: OpenSavedPlan,
  head: PlanHead,
  contextKeys: readonly string[],
): void {
  const refuse = (what: string, before: string, now: string): never => {
    throw new StaleError(`${path} was made for ${what} ${before}, and this is ${now}`, AGAIN);
  };
  if (saved.server !== head.server) refuse('the server', saved.server, head.server);
  if (saved.release !== head.release) refuse('authentik', saved.release, head.release);
  const userOf = ({ user: { pk, username } }: Pick<PlanHead, 'user'>): string => `${username} (${pk})`;
  if (userOf(saved) !== userOf(head)) refuse('the user', userOf(saved), userOf(head));
  const projectOf = (project: SavedPlan['project']): string =>
    project ? `${project.name} (${project.id})` : 'none';
  if (projectOf(saved.project) !== projectOf(head.project))
    refuse('the project', projectOf(saved.project), projectOf(head.project));
  refuseOtherFiles({ path, saved }, head);
  const given = [...contextKeys].sort();
  if (saved.contextKeys.join() !== given.join())
    throw new StaleError(
      `${path} was made with a context of ${saved.contextKeys.join(', ') || 'nothing'}, and this one has ${given.join(', ') || 'nothing'}`,
      'give the same --context and --context-file again: a saved plan does not hold their values',
    );
}

function refuseOtherFiles({ path, saved }: OpenSavedPlan, { files }: PlanHead): void {
  const now = new Map(files.map((file) => [file.path, file.sha256]));
  for (const file of saved.files) {
    const hash = now.get(file.path);
    if (hash === undefined)
      throw new StaleError(`${path} was made of ${file.path}, which is not among the files any more`, AGAIN);
    if (hash !== file.sha256)
      throw new StaleError(`${file.path} has changed since ${path} was made of it`, AGAIN);
    now.delete(file.path);
  }
  const [added] = now.keys();
  if (added !== undefined) throw new StaleError(`${added} is new: ${path} was made without it`, AGAIN);
}
