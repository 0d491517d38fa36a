import type { Form } from './form.ts';
import { stored } from './problem.ts';
import { textForm } from './text.ts';

/*
 * Addresses of pictures that are written through an endpoint of their own, in releases before 2025.12. The
 * server keeps what it is given, and shows something else of it: an address of another server, and of a file
 * of authentik itself, as it is; every other as the address of an uploaded file, without empty and dotted
 * parts and with some characters escaped (a real 2023.2.3; sources of 2022.12 to 2025.10).
 */

const WORDS =
  'the address of a picture, such as https://example.com/logo.png, /static/… of authentik itself, or the ' +
  'path of an uploaded file';

/** What a flow without a picture of its own shows. */
const DEFAULT_BACKGROUND = '/static/dist/assets/images/flow_background.jpg';

/** Uploaded files are served below /media/: `/media/a.png` as the address would be `/media/media/a.png`. */
export const picture = pictureForm('picture', /\/media\/()/, (address) =>
  isElsewhere(address) ? address : address.replace(/^\/+(media\/)?/, ''),
);

/** Since 2024.2 below the folder of the tenant, which is `public` unless there are several. */
export const publicPicture = pictureForm('public-picture', /\/media\/(public|t_\w+)\//, (address) =>
  isElsewhere(address) ? address : address.replace(/^\/+(media\/(public\/)?)?/, ''),
);

/** Since 2025.10 an address with a slash in front is shown as it is. */
export const rootedPicture = pictureForm('rooted-picture', /\/media\/(public|t_\w+)\//, (address) => address);

/** `folder`: where uploaded files are served. `sent`: what is written for an address. */
function pictureForm(format: string, folder: RegExp, sent: (address: string) => string): Form {
  const form = textForm({
    name: format,
    of: (field) => field.type === 'string' && field.format === format,
    words: WORDS,
    format: { name: format, has: () => true },
    becomes: (_, desired, shown) => {
      const address: unknown = JSON.parse(desired);
      const found: unknown = JSON.parse(shown);
      return typeof address === 'string' && typeof found === 'string' && isShownAs(address, found, folder);
    },
  });
  return {
    ...form,
    accept: (field, value, within) => {
      const accepted = form.accept(field, value, within);
      return accepted.ok && typeof accepted.value === 'string' ? stored(sent(accepted.value)) : accepted;
    },
  };
}

function isElsewhere(address: string): boolean {
  return address.includes('://') || address.startsWith('/static');
}

/** Whether a server shows an address so, which may itself be below a path of another server. */
function isShownAs(address: string, shown: string, folder: RegExp): boolean {
  if (address === '') return shown.endsWith(DEFAULT_BACKGROUND);
  if (address.startsWith('/static/'))
    return shown.endsWith(address) && isServerPath(shown.slice(0, -address.length));
  const file = fileOf(address);
  const path = pathOf(shown);
  const found = folder.exec(path);
  if (!found) return false;
  return isServerPath(path.slice(0, found.index)) && path.slice(found.index + found[0].length) === file;
}

/** Whether it is the path below which a whole authentik is served: mostly none. */
function isServerPath(text: string): boolean {
  return /^(\/[\w.-]+)*$/.test(text);
}

/** The path of an uploaded file, as addresses are resolved. */
function fileOf(address: string): string {
  const parts: string[] = [];
  for (const part of address.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The path of an address without escapes. One of a bucket is signed anew for each request. */
function pathOf(shown: string): string {
  const signed = /^https?:\/\/[^/?#]+([^?#]*)\?(?:.*&)?(?:X-Amz-)?Signature=/.exec(shown);
  try {
    return decodeURIComponent(signed?.[1] ?? shown);
  } catch {
    return shown;
  }
}
