import { appendFileSync, readFileSync } from 'node:fs';

/** Adds a line of JSON to a log that several processes write: a short line is written at once. */
export function write(path, event) {
  appendFileSync(path, `${JSON.stringify(event)}\n`);
}

/** The events of a log; none when nothing was written yet. */
export function read(path) {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
