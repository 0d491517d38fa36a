import type { Form } from './form.ts';
import { stored } from './problem.ts';
import { formattedText, textForm } from './text.ts';

const WORDS =
  'an address such as https://example.com/logo.png, /static/… of authentik itself, fa://… of Font Awesome, ' +
  'or the path of an uploaded file without spaces';

/** The address of a picture, as releases since 2025.12 check it (measured on a real 2025.12.4). */
export const media = formattedText('media', WORDS, isMedia);

const written: Form = textForm({
  name: 'uploaded',
  of: ({ type, setter }) => type === 'string' && setter !== undefined,
  words: 'text',
  becomes: (_, desired, found) => {
    const address: unknown = JSON.parse(desired);
    const shown: unknown = JSON.parse(found);
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

/**
 * The address of a picture that is written through an endpoint of its own, in earlier releases. A relative
 * address is stored below /media/ and reads back with that prefix (rest-api-2023.2, point 17). So is one with
 * a slash in front: /media/a.png would read back as /media/media/a.png (a real 2023.2.3). What is stored is
 * therefore the address below /media/.
 */
export const uploaded: Form = {
  ...written,
  accept: (field, value, within) => {
    const accepted = written.accept(field, value, within);
    if (!accepted.ok || typeof accepted.value !== 'string' || accepted.value.startsWith('/static'))
      return accepted;
    return stored(accepted.value.replace(/^\/+(media\/)?/, ''));
  },
};

function isMedia(text: string): boolean {
  if (/^(fa:\/\/|https?:|\/static)/.test(text)) return true;
  return (
    /^[\w./-]+$/.test(text.replaceAll('%(theme)s', 'theme')) &&
    !text.includes('//') &&
    !/^[/.]/.test(text) &&
    !text.split('/').includes('..')
  );
}
