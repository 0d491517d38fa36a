/** What a file is called by: `metadata.name`, and its path. */
interface Called {
  readonly name: string | undefined;
  readonly path: string;
}

/**
 * The file that a `metaapplyblueprint` entry means, by `name`, by `path`, or by both, as it gives them;
 * undefined also where it gives neither, or something that is no text.
 */
export function fileMeant<F extends Called>(
  files: readonly F[],
  { name, path }: { readonly name?: unknown; readonly path?: unknown },
): F | undefined {
  if (name === undefined && path === undefined) return undefined;
  return files.find(
    (file) =>
      (name === undefined || file.name === name) &&
      (path === undefined || (typeof path === 'string' && isPath(file.path, path))),
  );
}

/** Whether a file's path ends in this one, whole folders counted. */
function isPath(path: string, end: string): boolean {
  return `/${path.replaceAll('\\', '/')}`.endsWith(`/${end}`);
}
