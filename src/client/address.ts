import { UsageError } from '../diagnostics/errors.ts';

/**
 * The address of a server without `/api/v3` and a final slash. People paste what their browser shows, so the
 * path of a page of authentik's (`/if/…`) is removed. Throws a UsageError for a text that is no such address.
 */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new UsageError(
      'the address of the server is not one of the web',
      'write it as https://id.example.com',
    );
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      `the address of ${url.host} holds a user name or a password`,
      'leave them out: a token is all that authentik needs',
    );
  return (
    url.origin +
    url.pathname
      .replace(/\/if\/.*$/, '')
      .replace(/\/+$/, '')
      .replace(/\/api\/v3$/, '')
  );
}

/** Whether what is sent to an address can be read by everybody on the way: not TLS, and not this machine. */
export function isInClear(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isThisMachine(hostname);
}

/** Whether the host of an address (`URL.hostname`) is this machine. */
export function isThisMachine(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** A token for use in a header. Throws a UsageError, which does not show it, for a text that is no token. */
export function bearerToken(text: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new UsageError(
      token === ''
        ? 'the API token is empty'
        : 'the API token has characters that no token has: a space, a line break, a letter with an accent',
      'copy it again: authentik shows it under Directory, Tokens',
    );
  return token;
}
