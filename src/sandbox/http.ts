import { createServer, type IncomingMessage } from 'node:http';
import type { EncodedResponse } from './response.ts';

export interface Listening {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

type Respond = (
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<EncodedResponse>;

/** The most bytes of a body that are read; authentik's own file uploads are smaller. */
const MOST_BYTES = 20_000_000;

/** How long what is left of a body is taken after the answer. */
const LINGER_MS = 2_000;

/**
 * Responds to requests on a port of this machine only, and only to those that programs on it send to it: a web
 * page that a browser on this machine shows could otherwise reach it, with a name of its own that leads here
 * (DNS rebinding) or from another origin.
 */
export async function listen(respond: Respond, port: number): Promise<Listening> {
  let names: ReadonlySet<string> = new Set();
  const server = createServer((incoming, outgoing) => {
    void (async (): Promise<EncodedResponse> => {
      const refused = refusal(incoming, names);
      if (refused) return refused;
      const body = await readBody(incoming);
      if (body === undefined) return text(413, `A body may have at most ${MOST_BYTES} bytes.`);
      return respond(incoming.method ?? 'GET', incoming.url ?? '/', flatten(incoming), body);
    })()
      .catch((error: unknown) =>
        text(500, `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`),
      )
      .then(({ status, headers, body }) => {
        if (status !== 204) outgoing.setHeader('content-length', Buffer.byteLength(body));
        outgoing.writeHead(status, headers);
        outgoing.end(body);
        // A client that is still sending reads the answer later, but not for ever.
        if (!incoming.complete) setTimeout(() => incoming.destroy(), LINGER_MS).unref();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const open = typeof address === 'object' && address ? address.port : port;
  names = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${open}`));
  return {
    url: `http://127.0.0.1:${open}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function text(status: number, body: string): EncodedResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** The answer to a request that comes from a browser's page, or for another host; undefined for others. */
function refusal(incoming: IncomingMessage, names: ReadonlySet<string>): EncodedResponse | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = incoming.headers;
  // A target with a host of its own counts more than the Host header.
  if (!names.has(host.toLowerCase()) || !(incoming.url ?? '').startsWith('/'))
    return text(421, 'The sandbox answers only for 127.0.0.1, localhost and ::1, with its port.');
  const isForeign =
    (origin !== undefined && !names.has(origin.toLowerCase().replace(/^http:\/\//, ''))) ||
    site === 'cross-site' ||
    site === 'same-site';
  return isForeign ? text(403, 'The sandbox answers no pages of other origins.') : undefined;
}

/** The whole body; undefined as soon as it is too large. What is left of it is thrown away as it comes. */
function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let size = Number(incoming.headers['content-length'] ?? 0) > MOST_BYTES ? Infinity : 0;
    if (size > MOST_BYTES) done(undefined);
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else {
        chunks.length = 0;
        done(undefined);
      }
    });
    incoming.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', fail);
  });
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
