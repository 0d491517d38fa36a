/*
 * Errors of the operating system, in words. What Node says of them ("EISDIR: illegal operation on a
 * directory, read") names a constant of C first and often not the path.
 */

/** An error that the operating system gave for a call: `code` is its name, such as `ENOENT`. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string | undefined;
  readonly dest?: string | undefined;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

/** The causes that files, folders, streams and ports of this machine have; others keep Node's words. */
const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission',
  EADDRINUSE: 'another program uses it',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EBADF: 'it is closed',
  EBUSY: 'another program uses it',
  EDQUOT: 'the quota of the disk is used up',
  EEXIST: 'it is there already',
  EFBIG: 'the file would be too large',
  EIO: 'the device has an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go round in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open on this machine',
  ENODEV: 'the device is not there',
  ENOENT: 'it does not exist',
  ENOMEM: 'there is not enough memory',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENXIO: 'the device is not there',
  EPERM: 'there is no permission',
  EPIPE: 'nobody reads it any more',
  EROFS: 'the disk can only be read',
  ETXTBSY: 'it is a program that runs',
};

/** Whether an error came from the operating system, and not from a mistake in this program. */
export function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z0-9]+$/.test(error.code) &&
    'syscall' in error &&
    typeof error.syscall === 'string'
  );
}

/** Why the operating system refused, in a few words: `it does not exist`. */
export function causeOf(error: SystemError): string {
  const words = /^[A-Z0-9]+: (.*?)(?:, \w+(?: '.*)?)?$/s.exec(error.message)?.[1];
  return CAUSES[error.code] ?? words ?? error.message;
}
