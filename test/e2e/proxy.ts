import type { IncomingMessage, Server } from 'node:http';

/** What a server answered to a request that was passed on to it. */
export interface PassedOn {
  readonly status: number;
  readonly headers: { readonly 'content-type': string };
  readonly text: string;
}

/** Passes a request on to another server, with its token and its body. */
export async function passOn(url: string, request: IncomingMessage): Promise<PassedOn> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = 'GET' } = request;
  const given = await fetch(`${url}${request.url ?? ''}`, {
    method,
    headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
    body: method === 'GET' ? null : Buffer.concat(chunks),
  });
  return {
    status: given.status,
    headers: { 'content-type': given.headers.get('content-type') ?? 'text/html' },
    text: await given.text(),
  };
}

/** Opens a server on loopback, and gives its port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Closes a server, also the connections that hang. */
export function close(server: Server): void {
  server.closeAllConnections();
  server.close();
}
