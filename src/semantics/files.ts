/** What a file is called by: `metadata.name`, and its path. */
interface Called {
  readonly name: string | undefined;
  readonly path: string;
}

/** What a `metaapplyblueprint` entry calls a file, as it is given there. */
export interface Asked {
  readonly name?: unknown;
  readonly path?: unknown;
}

/**
 * Whether a `metaapplyblueprint` entry means a file: by `name`, by `path`, or by both; never where it gives
 * neither, or something that is no text.
 */
export function isMeant(file: Called, { name, path }: Asked): boolean {
  if (name === undefined && path === undefined) return false;
  return (
    (name === undefined || file.name === name) &&
    (path === undefined || (typeof path === 'string' && isPath(file.path, path)))
  );
}

/** The first file that an entry means. */
export function fileMeant<F extends Called>(files: readonly F[], asked: Asked): F | undefined {
  return files.find((file) => isMeant(file, asked));
}

/** Whether a file's path ends in this one, whole folders counted. */
function isPath(path: string, end: string): boolean {
  return `/${path.replaceAll('\\', '/')}`.endsWith(`/${end}`);
}
