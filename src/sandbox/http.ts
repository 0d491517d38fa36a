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

/** Responds to requests on a port of this machine only. */
export async function listen(respond: Respond, port: number): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming)
      .then((body) => respond(incoming.method ?? 'GET', incoming.url ?? '/', flatten(incoming), body))
      .catch(
        (error: unknown): EncodedResponse => ({
          status: 500,
          headers: { 'content-type': 'text/plain' },
          body: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
      )
      .then(({ status, headers, body }) => {
        if (status !== 204) outgoing.setHeader('content-length', Buffer.byteLength(body));
        outgoing.writeHead(status, headers);
        outgoing.end(body);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const open = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${open}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
