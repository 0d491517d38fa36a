import { isIp } from './ip.ts';
import { formattedText } from './text.ts';

const WORD = "[-!#$%&'*+/=?^_`{}|~0-9a-z]+";
const QUOTED =
  '"(?:[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f!#-\\x5b\\x5d-\\x7f]|\\\\[\\x01-\\x09\\x0b\\x0c\\x0e-\\x7f])*"';
const USER = new RegExp(`^(?:${WORD}(?:\\.${WORD})*|${QUOTED})$`, 'iu');
const LETTERS = 'a-z\\u00a1-\\uffff';
const LABEL = `[${LETTERS}0-9](?:[${LETTERS}0-9-]{0,61}[${LETTERS}0-9])?`;
/** What may stand last in a domain: a name, or one in the alphabet of hosts. */
const TOP = `(?!-)(?:[${LETTERS}-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)`;
const DOMAIN = new RegExp(`^${LABEL}(?:\\.(?!-)[${LETTERS}0-9-]{1,63}(?<!-))*\\.${TOP}$`, 'iu');
/** In earlier releases with digits, too. */
const FORMER_DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[${LETTERS}0-9-]{2,63}(?<!-)$`, 'iu');

/** An e-mail address, by the rules of Django 5.2 (measured 2025.12.4). */
export const email = formattedText('email', 'an e-mail address', (text) => isEmail(text, DOMAIN));

/** One by the rules of earlier releases. */
export const formerEmail = formattedText('former-email', 'an e-mail address', (text) =>
  isEmail(text, FORMER_DOMAIN),
);

function isEmail(text: string, names: RegExp): boolean {
  if (text.length > 320) return false;
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  if (at < 0 || !USER.test(text.slice(0, at))) return false;
  return (
    domain === 'localhost' || names.test(domain) || (/^\[.*\]$/.test(domain) && isIp(domain.slice(1, -1)))
  );
}
