import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { Duplex } from 'node:stream';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

/* Servers and proxies on loopback that do not let everybody in. */

/** What a server asks for before it lets a request through to authentik. */
interface Demands {
  readonly tls?: https.ServerOptions;
  /** The sub-path that authentik has, with a slash at both ends. */
  readonly path?: string;
  /** A header that an access proxy asks for; who has it not gets what `otherwise` answers. */
  readonly header?: readonly [name: string, value: string];
  readonly otherwise?: (answer: http.ServerResponse) => void;
}

/** A server or proxy on loopback. */
export interface Opened {
  readonly port: number;
  /** What it was asked: method and address, as they came. */
  readonly asked: string[];
  readonly close: () => void;
}

/** Opens a server in front of a sandbox. */
export async function demanding(
  sandbox: Sandbox,
  { tls, path = '/', header, otherwise }: Demands,
): Promise<Opened> {
  const asked: string[] = [];
  const answer: http.RequestListener = (request, response) => {
    void (async () => {
      const { url = '', method = '' } = request;
      asked.push(`${method} ${url}`);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (header && request.headers[header[0].toLowerCase()] !== header[1])
        return otherwise
          ? otherwise(response)
          : response.writeHead(403, { 'content-type': 'text/html' }).end('<html>');
      if (!url.startsWith(path))
        return response.writeHead(404, { 'content-type': 'text/html' }).end('<html>');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const body = chunks.length === 0 ? undefined : Buffer.concat(chunks).toString();
      const given = await sandbox.respond(method, `/${url.slice(path.length)}`, headers, body);
      return response.writeHead(given.status, given.headers).end(given.body);
    })();
  };
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  return opened(server, asked);
}

/** What a proxy asks for, and where it leads to. */
interface ProxyDemands {
  /** The port on loopback that it reaches, whatever name it is asked for. */
  readonly to: number;
  /** The user and the password, with a colon between them. */
  readonly login?: string;
  /** What it answers to everybody, in place of a connection. */
  readonly status?: number;
  readonly tls?: https.ServerOptions;
}

/** Opens a proxy: for tunnels (CONNECT), and for requests that it passes on. */
export async function proxying({ to, login, status, tls }: ProxyDemands): Promise<Opened> {
  const asked: string[] = [];
  const refusal = (headers: http.IncomingHttpHeaders): number | undefined => {
    const isKnown =
      login === undefined ||
      headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;
    return isKnown ? status : 407;
  };
  const pass: http.RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const refused = refusal(request.headers);
    if (refused !== undefined) return void response.writeHead(refused).end();
    const { pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const onward = http.request(
      { port: to, host: '127.0.0.1', path: pathname + search, method, headers },
      (given) => {
        response.writeHead(given.statusCode ?? 500, given.headers);
        given.pipe(response);
      },
    );
    request.pipe(onward);
  };
  const server = tls ? https.createServer(tls, pass) : http.createServer(pass);
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    asked.push(`CONNECT ${request.url}`);
    const refused = refusal(request.headers);
    socket.on('error', () => undefined);
    if (refused !== undefined) return void socket.end(`HTTP/1.1 ${refused} No\r\ncontent-length: 0\r\n\r\n`);
    const onward = net.connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    return undefined;
  });
  return opened(server, asked);
}

async function opened(server: http.Server | https.Server, asked: string[]): Promise<Opened> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as net.AddressInfo;
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, asked, close };
}
