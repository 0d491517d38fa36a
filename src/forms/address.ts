import type { Form } from './form.ts';
import { formattedText } from './text.ts';

// The rules of Django 4: a host is `localhost`, an IP address, or names with a dot before a top-level name of
// letters.
const LABEL = '[a-z0-9\\u00a1-\\uffff](?:[a-z0-9\\u00a1-\\uffff-]{0,61}[a-z0-9\\u00a1-\\uffff])?';
const NAMES = `${LABEL}(?:\\.${LABEL})*`;
const TOP = '(?!-)(?:[a-z\\u00a1-\\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)';
const NUMBERS = '\\[[0-9a-f:.]+\\]|\\d{1,3}(?:\\.\\d{1,3}){3}';
/** A host of a public address, as part of a regular expression. */
export const HOST = `(?:${NAMES}\\.${TOP}\\.?|localhost|${NUMBERS})`;
// authentik's own rule for addresses inside a network: any scheme, a host may be without a dot, a port has at
// least two digits (recordings "proxy bad host", "source ldap create", "transport create", "app patch launch
// url").
const INNER_HOST = `(?:${NAMES}\\.?|\\[[0-9a-f:.]+\\])`;
const USER = '(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?';

const URL = new RegExp(`^(?:https?|ftps?)://${USER}${HOST}(?::[0-9]{1,5})?(?:[/?#][^\\s]*)?$`, 'iu');
const INNER = new RegExp(`^[a-z0-9.+-]*://${USER}${INNER_HOST}(?::[0-9]{2,5})?(?:[/?#][^\\s]*)?$`, 'iu');
/** What every release from 2023.3 on requires. */
const LATER = /^[a-z0-9.+-]+:\/\/\S+$/i;

const ONE = 'an address such as https://example.com/path or ldaps://ldap.example.com';
const SEVERAL = 'an address such as ldaps://ldap.example.com, or several with commas between them';

/** A test for a text with one address, or several separated by commas. */
function each(pattern: RegExp): (text: string) => boolean {
  return (text) => text.split(',').every((one) => pattern.test(one.trim()));
}

/** Addresses, by the rule of the field's serializer (measured 2023.2.3: probe saml_provider). */
export const addresses: readonly Form[] = [
  formattedText('url', 'a web address such as https://example.com/path', (text) => URL.test(text)),
  formattedText('uri', ONE, (text) => INNER.test(text)),
  formattedText('uris', SEVERAL, each(INNER)),
  formattedText('address', ONE, (text) => LATER.test(text)),
  formattedText('addresses', SEVERAL, each(LATER)),
];
