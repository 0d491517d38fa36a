import { isTemplate } from '../blueprint/placeholder.ts';
import { formattedText } from './text.ts';

/**
 * The path of a blueprint among the files of the server, which lists those that end with .yaml and are not
 * hidden; or an address of a registry.
 */
export const serverFile = formattedText(
  'server-file',
  'the path of a file that the server can list (relative, without .. or hidden folders, ending with .yaml)',
  (text) =>
    isTemplate(text) || text.startsWith('oci://') || /^(?:[^./\0][^/\0]*\/)*[^./\0][^/\0]*\.yaml$/.test(text),
);
