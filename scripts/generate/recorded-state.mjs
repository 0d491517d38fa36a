/**
 * The lists of a fresh server of a release: their files are named after the paths of the API, with `-` or
 * `__` between the parts.
 */
export function recordedState(reader, release) {
  const files = reader.files('state', release);
  const separator = files.some((file) => file.includes('__')) ? '__' : '-';
  const read = (file) => JSON.parse(reader.fileText('state', release, file));
  return {
    files,
    read,
    /** The files whose path ends in this part. */
    endingIn: (part) => files.filter((file) => file.endsWith(`${separator}${part}.json`)),
    /** What was answered at a path (`/sources/oauth/`); undefined where it was not recorded. */
    at: (path) => {
      const file = `${path.slice(1, -1).split('/').join(separator)}.json`;
      return files.includes(file) ? bodyOf(read(file)) : undefined;
    },
  };
}

/** One recording keeps the answer beside its path, the other keeps the answer only. */
export function bodyOf(recorded) {
  return recorded.body ?? recorded;
}
