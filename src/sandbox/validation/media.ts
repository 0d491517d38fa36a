/** The longest name of a file, and of each folder in it. */
const LONGEST = { name: 1024, part: 255 };

const LETTERS =
  'File name can only contain letters (a-z, A-Z), numbers (0-9), dots (.), hyphens (-), underscores (_), ' +
  'forward slashes (/), and the placeholder %(theme)s for theme-specific files';

/**
 * The server's message about a text that names no picture: an address, an icon, a file of authentik itself, or
 * the name of a file in its storage.
 */
export function findWrongMedia(name: string): string | undefined {
  if (/^(fa:\/\/|http:|https:\/\/|\/static)/.test(name)) return undefined;
  if (!/^[a-zA-Z0-9._/-]+\n?$/.test(name.replaceAll('%(theme)s', 'theme'))) return LETTERS;
  if (name.includes('//')) return 'File name cannot contain duplicate /';
  if (name.startsWith('/')) return 'Absolute paths are not allowed';
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return "Parent directory references ('..') are not allowed";
  const path = parts.join('/') || '.';
  if (path.startsWith('.')) return "Paths cannot start with '.'";
  if (path.length > LONGEST.name) return `File name too long (max ${LONGEST.name} characters)`;
  return parts.some((part) => part.length > LONGEST.part)
    ? `Path component too long (max ${LONGEST.part} characters)`
    : undefined;
}
