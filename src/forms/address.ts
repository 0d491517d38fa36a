import type { Form } from './form.ts';
import { isIpV6 } from './ip.ts';
import { formattedText } from './text.ts';

/*
 * Addresses, as the server's validators take them: Django's, and authentik's own for addresses inside a
 * network, where a host may be without a dot. Read in the validators of all releases; measured with the
 * importers of 2023.2.3 and 2025.12.4.
 */

const LETTERS = 'a-z\\u00a1-\\uffff';
const LABEL = `[${LETTERS}0-9](?:[${LETTERS}0-9-]{0,61}[${LETTERS}0-9])?`;
const LABELS = `${LABEL}(?:\\.(?!-)[${LETTERS}0-9-]{1,63}(?<!-))*`;
const TOP = `\\.(?!-)(?:[${LETTERS}-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)\\.?`;
const BYTE = '(?:0|25[0-5]|2[0-4][0-9]|1[0-9]?[0-9]?|[1-9][0-9]?)';
const NUMBERS = `${BYTE}(?:\\.${BYTE}){3}|\\[[0-9a-f:.]+\\]`;
const USER = '(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?';

/** How a host may be written. */
const HOSTS = {
  /** With a dot and a top-level name. */
  public: `${LABELS}${TOP}|localhost`,
  /** Also a name without a dot, as inside a network. */
  inner: LABELS,
  /** Also with a placeholder such as `%(username)s` in front. */
  template: `[%()a-z]*${LABELS}`,
};

const WEB = ['http', 'https'];
/** What authentik's own validators always take beside the schemes of a field. */
const OWN = [...WEB, 'blank'];
const TRANSFER = ['ftp', 'ftps'];

/** What distinguishes a kind of address. */
interface Kind {
  readonly format: string;
  readonly host: keyof typeof HOSTS;
  readonly schemes: readonly string[];
  /** The digits that a port has at least. */
  readonly port: 1 | 2;
  /** It may be longer than Django's validators of later releases take. */
  readonly long?: true | undefined;
  /** Several addresses may stand there, with commas between them. */
  readonly several?: true | undefined;
}

/** The kinds that have ports of one digit only since 2024.8. */
const INNER: readonly Omit<Kind, 'port'>[] = [
  { format: 'uri', host: 'inner', schemes: [...OWN, ...TRANSFER] },
  { format: 'web-uri', host: 'inner', schemes: OWN },
  { format: 'ldap-uris', host: 'inner', schemes: [...OWN, 'ldap', 'ldaps'], several: true },
  { format: 'uri-template', host: 'template', schemes: [...OWN, ...TRANSFER] },
];

const KINDS: readonly Kind[] = [
  { format: 'url', host: 'public', schemes: [...WEB, ...TRANSFER], port: 1 },
  { format: 'long-url', host: 'public', schemes: [...WEB, ...TRANSFER], port: 1, long: true },
  ...INNER.map((kind): Kind => ({ ...kind, port: 1 })),
  ...INNER.map((kind): Kind => ({ ...kind, format: `${kind.format}-long-port`, port: 2, long: true })),
  { format: 'link-template', host: 'template', schemes: [...OWN, ...TRANSFER, 'ssh', 'sftp'], port: 1 },
];

/** The characters of an address that Django's validators take since 4.1.10 (measured 2025.12.4). */
const LONGEST = 2048;

/** Of a field that nobody has looked at only this is known. */
const UNSURE = /^[a-z0-9.+-]+:\/\/\S+$/i;

/** Addresses, by the rule of the field's serializer. */
export const addresses: readonly Form[] = [
  ...KINDS.map((kind) => formattedText(kind.format, wordsOf(kind), testOf(kind))),
  formattedText('address', 'an address such as https://example.com/path', (text) => UNSURE.test(text)),
];

function wordsOf({ host, schemes, several }: Kind): string {
  if (host === 'public') return 'a web address such as https://example.com/path, with a dot in its host';
  if (several) return 'an address such as ldaps://ldap.example.com, or several with commas between them';
  const others = schemes.filter((scheme) => scheme !== 'blank').map((scheme) => `${scheme}://`);
  const last = others.at(-1) ?? '';
  return `an address such as https://example.com/path, with ${others.slice(0, -1).join(', ')} or ${last}`;
}

function testOf({ host, schemes, port, long, several }: Kind): (text: string) => boolean {
  const pattern = new RegExp(
    `^(?:${schemes.join('|')})://${USER}(?:${NUMBERS}|${HOSTS[host]})(?::[0-9]{${port},5})?(?:[/?#]\\S*)?$`,
    'iu',
  );
  const isOne = (text: string): boolean =>
    (long === true || text.length <= LONGEST) && pattern.test(text) && isHostSound(text);
  return several ? (text) => text.split(',').every(isOne) : isOne;
}

/** A host in brackets is an address of IPv6, and no host is longer than the names of the Internet. */
function isHostSound(text: string): boolean {
  const net = /^[^:]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? '';
  const inBrackets = /^\[(.+)\](?::\d{1,5})?$/.exec(net)?.[1];
  if (inBrackets !== undefined && !isIpV6(inBrackets)) return false;
  return net.replace(/^.*@/, '').replace(/:\d*$/, '').length <= 253;
}
