/** The names of a file: `metadata.name`, and its path. */
interface Called {
  readonly name: string | undefined;
  readonly path: string;
}

/** The identifiers by which a `metaapplyblueprint` entry names a file. */
export interface Asked {
  readonly name?: unknown;
  readonly path?: unknown;
}

/**
 * Whether a `metaapplyblueprint` entry names this file: by `name`, by `path`, or by both; false where it
 * gives neither, or a value that is no text.
 */
export function isMeant(file: Called, { name, path }: Asked): boolean {
  if (name === undefined && path === undefined) return false;
  return (
    (name === undefined || file.name === name) &&
    (path === undefined || (typeof path === 'string' && isPath(file.path, path)))
  );
}

/** The first file that an entry names; undefined when there is none. */
export function fileMeant<F extends Called>(files: readonly F[], asked: Asked): F | undefined {
  return files.find((file) => isMeant(file, asked));
}

/** Whether a file's path ends in this one, at the boundary of a folder. */
function isPath(path: string, end: string): boolean {
  return `/${path.replaceAll('\\', '/')}`.endsWith(`/${end}`);
}
