import { appendFileSync, closeSync, openSync, readFileSync, readSync } from 'node:fs';

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

/** Returns the events that were added since the last call, without reading the whole log again. */
export function follow(path) {
  let position = 0;
  let rest = '';
  return () => {
    const chunks = [rest];
    const file = openSync(path, 'a+');
    const buffer = Buffer.alloc(1 << 16);
    for (let size = 1; size > 0; position += size) {
      size = readSync(file, buffer, 0, buffer.length, position);
      chunks.push(buffer.toString('latin1', 0, size));
    }
    closeSync(file);
    const lines = chunks.join('').split('\n');
    // The last line may be incomplete.
    rest = lines.pop();
    return lines.map((line) => JSON.parse(Buffer.from(line, 'latin1').toString('utf8')));
  };
}
