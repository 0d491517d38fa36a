/**
 * The recorded lists of a fresh server of a release. Their files are named after the paths of the API, with
 * `-` or `__` as separator.
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
    /** The response for a path (`/sources/oauth/`); undefined where it was not recorded. */
    at: (path) => {
      const file = `${path.slice(1, -1).split('/').join(separator)}.json`;
      return files.includes(file) ? bodyOf(read(file)) : undefined;
    },
  };
}

/** The response in a file: one recording has it together with its path, the other alone. */
export function bodyOf(recorded) {
  return recorded.body ?? recorded;
}
