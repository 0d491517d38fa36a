import { UsageError } from '../diagnostics/errors.ts';
import type { Project } from '../project/project.ts';

/**
 * Throws a UsageError where `--prune` is asked for and not all that the project declares would be known: what
 * is in a file that is not read would look as if nobody declared it.
 */
export function checkPrune(paths: readonly string[], project: Project | undefined): void {
  if (project?.identity === undefined)
    throw new UsageError(
      '--prune deletes what a project owns, and there is no project',
      'write project: with a name and an id into ak-blueprint.yaml, and apply once without --prune',
    );
  if (project.inventory === 'off')
    throw new UsageError(
      '--prune deletes what a project owns, and inventory: off keeps nothing of that',
      'take inventory: off out of the project file',
    );
  if (paths.length > 0)
    throw new UsageError(
      '--prune needs all files of the project, and these are named one by one',
      'name none: the project file says which there are',
    );
  if (project.files.length === 0)
    throw new UsageError(
      '--prune needs all files of the project, and the project file names none',
      'write files: into ak-blueprint.yaml',
    );
}
