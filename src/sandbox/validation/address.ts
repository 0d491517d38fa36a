import { isIPv4, isIPv6 } from 'node:net';
import type { AddressRules } from '../behaviour/address-rules.ts';

const LETTER = '\\u00a1-\\uffff';
const HOST = `[a-z${LETTER}0-9](?:[a-z${LETTER}0-9-]{0,61}[a-z${LETTER}0-9])?`;
const DOMAIN = `(?:\\.(?!-)[a-z${LETTER}0-9-]{1,63}(?<!-))*`;
const TOP_LEVEL = `\\.(?!-)(?:[a-z${LETTER}-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)`;
const BYTE = '(?:0|25[0-5]|2[0-4][0-9]|1[0-9]?[0-9]?|[1-9][0-9]?)';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;
const IPV6 = '\\[[0-9a-f:.]+\\]';
const USER = '(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?';
/** The longest text that Django reads as an address, and the longest name of a host in one. */
const LONGEST = { text: 2048, host: 253 };

/** An address whose host is one of these: the pattern for it. */
const pattern = (host: string, port: string): RegExp =>
  new RegExp(`^[a-z0-9.+-]*://${USER}(?:${IPV4}|${IPV6}|(?:${host}|localhost))${port}(?:[/?#]\\S*)?$`, 'iu');

/** Django's URLValidator: a host without a dot is refused. */
export function isUrl(text: string, rules: AddressRules): boolean {
  return (
    hasScheme(text, ['http', 'https', 'ftp', 'ftps']) &&
    isAddress(text, pattern(`${HOST}${DOMAIN}${TOP_LEVEL}\\.?`, '(?::[0-9]{1,5})?'), rules)
  );
}

/**
 * authentik's own validator: a host without a dot is valid. `schemes`: those that are taken beside http, https
 * and blank.
 */
export function isLooseUrl(text: string, rules: AddressRules, schemes = ['ftp', 'ftps']): boolean {
  return (
    hasScheme(text, ['http', 'https', 'blank', ...schemes]) &&
    isAddress(text, pattern(`${HOST}${DOMAIN}`, portOf(rules)), rules)
  );
}

/**
 * The same with placeholders for values of the user, such as `%(username)s`: letters, parentheses and percent
 * signs may stand in front of the host.
 */
export function isFormattedUrl(text: string, rules: AddressRules): boolean {
  return (
    hasScheme(text, ['http', 'https', 'blank', 'ftp', 'ftps']) &&
    isAddress(text, pattern(`[%()a-zA-Z]*${HOST}${DOMAIN}`, portOf(rules)), rules)
  );
}

/** The port as authentik's own validator reads it. */
const portOf = ({ shortPorts }: AddressRules): string => `(?::\\p{Nd}{${shortPorts ? 1 : 2},5})?`;

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return text.includes('://') && schemes.includes(text.split('://')[0]?.toLowerCase() ?? '');
}

function isAddress(text: string, form: RegExp, { longest }: AddressRules): boolean {
  if (/[\t\r\n]/.test(text) || (longest && [...text].length > LONGEST.text) || !form.test(text)) return false;
  // What Python's urlsplit takes for the host: brackets must be a pair, with an IPv6 address between them.
  const authority = /^[^/]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? '';
  if (authority.includes('[') !== authority.includes(']')) return false;
  const inBrackets = /\[(.+)\]/.exec(authority)?.[1];
  if (inBrackets !== undefined) return isIPv6(inBrackets);
  const host = authority.replace(/^.*@/, '').replace(/:[^:]*$/, '');
  return [...host].length <= LONGEST.host;
}

/** Django's EmailValidator. */
export function isEmail(text: string, { longest, emailHosts }: AddressRules): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || (longest && [...text].length > 320)) return false;
  const host = text.slice(at + 1);
  return (
    LOCAL_PART.test(text.slice(0, at)) &&
    (host === 'localhost' ||
      (emailHosts === 'as addresses' ? MAIL_HOST : ASCII_MAIL_HOST).test(host) ||
      isIPLiteral(host))
  );
}

const LOCAL_PART =
  /^[-!#$%&'*+/=?^_`{}|~0-9a-z]+(\.[-!#$%&'*+/=?^_`{}|~0-9a-z]+)*$|^"([\u0001-\u0008\u000b\u000c\u000e-\u001f!#-[\]-\u007f]|\\[\u0001-\u0009\u000b\u000c\u000e-\u007f])*"$/i;
const MAIL_HOST = new RegExp(`^${HOST}${DOMAIN}${TOP_LEVEL}$`, 'iu');
/** Names in other letters are looked at as punycode writes them: in letters and digits. */
const ASCII_MAIL_HOST = new RegExp(
  `^(?:[a-z0-9${LETTER}](?:[a-z0-9${LETTER}-]{0,61}[a-z0-9${LETTER}])?\\.)+[a-z0-9${LETTER}-]{2,63}(?<!-)$`,
  'iu',
);

const isIPLiteral = (host: string): boolean => {
  const inside = /^\[([a-f0-9:.]+)\]$/i.exec(host)?.[1];
  return inside !== undefined && isIpAddress(inside);
};

/** An IP address of version 4, without leading zeros, or 6. */
export const isIpAddress = (text: string): boolean => isIPv4(text) || (isIPv6(text) && !text.includes('%'));
