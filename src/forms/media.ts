import { formattedText } from './text.ts';

const WORDS =
  'an address such as https://example.com/logo.png, /static/… of authentik itself, fa://… of Font Awesome, ' +
  'or the path of an uploaded file without spaces';

/** The address of a picture, as releases since 2025.12 check it (measured on a real 2025.12.4). */
export const media = formattedText('media', WORDS, isMedia);

function isMedia(text: string): boolean {
  if (/^(fa:\/\/|http:|https:\/\/|\/static)/.test(text)) return true;
  if (!/^[\w./-]+$/.test(text.replaceAll('%(theme)s', 'theme')) || /\/\/|^\//.test(text)) return false;
  // As a path is read: a dot alone, and a slash at the end, are nothing.
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return (
    parts[0] !== undefined &&
    !parts[0].startsWith('.') &&
    parts.join('/').length <= 1024 &&
    parts.every((part) => part !== '..' && part.length <= 255)
  );
}
