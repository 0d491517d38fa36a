import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { MAX_BYTES } from '../blueprint/decode.ts';
import { type Bounds, isWithin, LEADS_OUT } from './bounds.ts';

/** The most bytes of a file that are read: one more than a blueprint may have, so that a larger one is noticed. */
const MOST_BYTES = MAX_BYTES + 1;

/** A path leads out of the bounds. */
export class PathRefused extends Error {
  override readonly name = 'PathRefused';
}

/** What is there is no file with a content of its own: a device, a pipe, a folder. */
class NoRegularFile extends Error {
  override readonly name = 'NoRegularFile';
}

/**
 * The content of a file that something in the checkout names, or a walk found: a regular file whose real path
 * is in the bounds when it is open. Whatever is put in its place meanwhile is not read. Throws PathRefused,
 * NoRegularFile, or what the operating system says.
 */
export function readWithin(path: string, bounds: Bounds): Buffer {
  const real = realpathSync.native(path);
  if (!isWithin(real, bounds)) throw new PathRefused(`${path} ${LEADS_OUT}`);
  // A pipe without a writer would wait for ever. Windows has neither flag, which then counts as 0.
  const fd = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const opened = fstatSync(fd);
    if (!opened.isFile()) throw new NoRegularFile(`it is ${kindOf(opened)}, no regular file`);
    const there = statSync(real);
    if (realpathSync.native(real) !== real || there.ino !== opened.ino || there.dev !== opened.dev)
      throw new PathRefused(`${path} was replaced while it was opened`);
    return readUpTo(fd, opened.size);
  } finally {
    closeSync(fd);
  }
}

/** The content of a file or pipe that the command line names, up to `MOST_BYTES`. */
export function readNamed(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    return readUpTo(fd, fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}

/** Reads to the end, or to `MOST_BYTES`; `size`: what is expected, 0 where the system does not say. */
function readUpTo(fd: number, size: number): Buffer {
  const parts: Buffer[] = [];
  let left = MOST_BYTES;
  while (left > 0) {
    // One byte more than expected: the next read then finds the end, and nothing is read twice.
    const part = Buffer.allocUnsafe(Math.min(left, parts.length === 0 && size > 0 ? size + 1 : 65_536));
    const read = readSync(fd, part, 0, part.length, null);
    if (read === 0) break;
    parts.push(part.subarray(0, read));
    left -= read;
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
