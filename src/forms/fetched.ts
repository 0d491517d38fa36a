import { isIpV6 } from './ip.ts';
import { formattedText } from './text.ts';

/**
 * An address of the web that the server asks at every write. Whether it is answered is the server's to find
 * out; of some no request can be made at all (measured 2025.12.4).
 */
export const fetched = formattedText(
  'fetched',
  'an address that begins with http:// or https:// and has a host that can be asked',
  isFetchable,
);

function isFetchable(text: string): boolean {
  const net = /^https?:\/\/([^/?#\\]+)/i.exec(text)?.[1]?.replace(/^.*@/s, '') ?? '';
  const [, host, port] = /^(\[[^\]]*\]|[^:[\]]+)(?::(\d*))?$/.exec(net) ?? [];
  if (host === undefined || Number(port ?? 0) > 65_535) return false;
  return host.startsWith('[') ? isIpV6(host.slice(1, -1).replace(/%[^%]+$/, '')) : isName(host);
}

/** Whether a request can name this host: of labels between dots, of which the last may be empty. */
function isName(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  return (
    !host.startsWith('*') &&
    labels.every((label) => label !== '' && label.length < 64) &&
    !/%(?![\da-f]{2})/i.test(host) &&
    [...host].every((letter) => letter <= '\u007f' || /[\p{L}\p{M}\p{N}]/u.test(letter))
  );
}
