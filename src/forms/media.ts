import type { Form } from './form.ts';
import { formattedText, textForm } from './text.ts';

const WORDS =
  'an address such as https://example.com/logo.png, /static/… of authentik itself, fa://… of Font Awesome, ' +
  'or the path of an uploaded file without spaces';

/** The address of a picture, as releases since 2025.12 check it (measured on a real 2025.12.4). */
export const media = formattedText('media', WORDS, isMedia);

/**
 * The address of a picture that is written through an endpoint of its own, in earlier releases. A relative
 * address is stored below /media/ and reads back with that prefix (rest-api-2023.2, point 17).
 */
export const uploaded: Form = textForm({
  name: 'uploaded',
  of: ({ type, setter }) => type === 'string' && setter !== undefined,
  words: 'text',
  becomes: (_, wanted, stored) => {
    const address: unknown = JSON.parse(wanted);
    const shown: unknown = JSON.parse(stored);
    return (
      typeof address === 'string' &&
      typeof shown === 'string' &&
      address !== '' &&
      !/^(\/|[a-z]+:)/i.test(address) &&
      shown.startsWith('/media/') &&
      shown.endsWith(`/${address}`)
    );
  },
});

function isMedia(text: string): boolean {
  if (/^(fa:\/\/|https?:|\/static)/.test(text)) return true;
  return (
    /^[\w./-]+$/.test(text.replaceAll('%(theme)s', 'theme')) &&
    !text.includes('//') &&
    !/^[/.]/.test(text) &&
    !text.split('/').includes('..')
  );
}
