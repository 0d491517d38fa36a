import { createHash } from 'node:crypto';
import type { TokenUser } from '../client/answers.ts';
import type { PlanHead, PlannedFile } from '../plan/value/plan-head.ts';
import type { ChosenFiles } from './choose-files.ts';
import type { NamedFile } from './files.ts';
import type { OpenProject } from './project.ts';

/** Files that keep the hashes of what is read of them. */
export interface HashedFiles {
  readonly chosen: ChosenFiles;
  /** The hash of what was read of a file; undefined as long as nothing was. */
  readonly hashOf: (path: string) => string | undefined;
}

/** The same files; what is read of them is hashed, so that it is known what a plan was made of. */
export function hashedFiles(chosen: ChosenFiles): HashedFiles {
  const hashes = new Map<string, string>();
  const files = chosen.files.map(
    (file): NamedFile => ({
      ...file,
      bytes: async () => {
        const bytes = await file.bytes();
        hashes.set(file.path, sha256(bytes));
        return bytes;
      },
    }),
  );
  return { chosen: { ...chosen, files }, hashOf: (path) => hashes.get(path) };
}

/**
 * The head of a plan. `paths`: those of the files that are blueprints or hold some. `url`: of the server.
 */
export function planHead(
  url: string,
  release: string,
  { pk, username }: TokenUser,
  project: OpenProject | undefined,
  files: { readonly paths: readonly string[]; readonly hashOf: HashedFiles['hashOf'] },
): PlanHead {
  const own: PlannedFile[] = project
    ? [{ path: project.project.file.path, sha256: sha256(project.project.file.text) }]
    : [];
  return {
    server: withoutUser(url),
    release,
    user: { pk, username },
    project: project?.project.identity,
    files: [...own, ...files.paths.map((path) => ({ path, sha256: files.hashOf(path) ?? '' }))],
  };
}

/** An address without the user and the password that it may hold. */
function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href.replace(/\/$/, '');
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
