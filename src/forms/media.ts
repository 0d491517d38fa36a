import { formattedText } from './text.ts';

const WORDS =
  'an address such as https://example.com/logo.png, /static/… of authentik itself, fa://… of Font Awesome, ' +
  'or the path of an uploaded file without spaces';

/** The address of a picture, as releases since 2025.12 check it (measured on a real 2025.12.4). */
export const media = formattedText('media', WORDS, isMedia);

function isMedia(text: string): boolean {
  if (/^(fa:\/\/|https?:|\/static)/.test(text)) return true;
  return (
    /^[\w./-]+$/.test(text.replaceAll('%(theme)s', 'theme')) &&
    !text.includes('//') &&
    !/^[/.]/.test(text) &&
    text.length <= 1024 &&
    text.split('/').every((part) => part !== '..' && part.length <= 255)
  );
}
