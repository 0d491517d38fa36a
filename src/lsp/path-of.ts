import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file's URI, however an editor has escaped it; of what is no file on this machine (a text that
 * was never saved) the URI itself.
 */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return fileURLToPath(uri);
  } catch (error) {
    // Thrown for a host, for an escaped slash, and for escapes that are no UTF-8.
    if (error instanceof TypeError || error instanceof URIError) return uri;
    throw error;
  }
}

/** A path as findings show it: relative to the folder of the workspace that it is in. */
export function shownPath(path: string, folders: readonly string[]): string {
  for (const folder of folders) {
    const short = relative(folder, path);
    if (short !== '' && !short.startsWith('..') && short !== path) return short;
  }
  return path;
}
