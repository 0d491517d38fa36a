import type { ApplySummary, FileSummary } from './summary.ts';

/** The file that a `metaapplyblueprint` entry means, by name, by path, or by both. */
export function fileMeant(
  files: readonly FileSummary[],
  { name, path }: ApplySummary,
): FileSummary | undefined {
  if (!name && !path) return undefined;
  return files.find((file) => (!name || file.name === name.text) && (!path || isPath(file.path, path.text)));
}

/** Whether a file's path ends in this one, whole folders counted. */
function isPath(path: string, end: string): boolean {
  return `/${path.replaceAll('\\', '/')}`.endsWith(`/${end}`);
}
