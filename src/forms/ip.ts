import { formattedText } from './text.ts';

/** The address of a host: of four numbers (IPv4), or IPv6, which may name its zone (measured 2025.12.4). */
export const ip = formattedText(
  'ip',
  'an IP address such as 192.0.2.7 or 2001:db8::7',
  (text) => isIpV4(text) || isIpV6(text.replace(/%[^%]+$/, '')),
);

/** Whether a text is an IP address, as Python reads one: no number of IPv4 begins with a zero. */
export function isIp(text: string): boolean {
  return isIpV4(text) || isIpV6(text);
}

function isIpV4(text: string): boolean {
  const numbers = text.split('.');
  return numbers.length === 4 && numbers.every((one) => /^(0|[1-9]\d{0,2})$/.test(one) && Number(one) < 256);
}

/** Whether a text is an address of IPv6, without a zone. */
export function isIpV6(text: string): boolean {
  const last = text.lastIndexOf(':');
  const end = text.slice(last + 1);
  // Four numbers at the end stand for the last two groups.
  if (end.includes('.')) return isIpV4(end) && isIpV6(`${text.slice(0, last + 1)}0:0`);
  const [before = '', after, more] = text.split('::');
  if (more !== undefined) return false;
  const groups = [before, after ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')));
  const isWhole = after === undefined ? groups.length === 8 : groups.length < 8;
  return isWhole && groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
}
