import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Catalog } from '../../src/catalog/model.ts';
import type { EncodedResponse } from '../../src/sandbox/response.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Heard } from './kinds.ts';
import { pathNamer } from './path-names.ts';

/*
 * An HTTP server in front of the sandbox, in which one write goes wrong.
 */

/** A write that came in. `number`: from 1, in the order in which they came. */
export interface Write {
  readonly number: number;
  /** `POST /core/users/ grace`: the same in every run, whatever keys the server gave. */
  readonly label: string;
}

/** What becomes of a write: `before` and `after` are awaited around it. */
export interface Fate {
  readonly done: number;
  readonly heard: Heard;
  readonly before?: (() => Promise<void>) | undefined;
  readonly after?: (() => Promise<void>) | undefined;
  /** Gets what has the server do it once more, after the client has heard what it hears. */
  readonly late?: ((send: () => Promise<unknown>) => void) | undefined;
}

/** The proxy; `writes` are those since the last `start`. */
export interface Proxy {
  readonly url: string;
  readonly writes: readonly Write[];
  /** Begins anew. `fate`: of each write; undefined where all goes well. */
  readonly start: (fate: (write: Write) => Fate | undefined) => void;
  readonly close: () => Promise<void>;
}

const LATE_MILLISECONDS = 300;
/** Nothing goes wrong. */
export const WELL: Fate = { done: 1, heard: { kind: 'answer', of: 0 } };

/** Opens a proxy in front of a sandbox. */
export async function openProxy(sandbox: Sandbox, catalog: Catalog): Promise<Proxy> {
  let fateOf: (write: Write) => Fate | undefined = () => undefined;
  let writes: Write[] = [];
  const namer = pathNamer(sandbox, catalog);
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = incoming;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const send = (): Promise<EncodedResponse> => sandbox.respond(method, url, flat(incoming), body);
    if (method === 'GET') return answer(outgoing, await send());
    const name = namer(method, url, body);
    const same = writes.filter((one) => one.label.replace(/ #\d+$/, '') === name).length;
    const write = { number: writes.length + 1, label: same === 0 ? name : `${name} #${same + 1}` };
    writes.push(write);
    const fate = fateOf(write) ?? WELL;
    await fate.before?.();
    const answers: EncodedResponse[] = [];
    for (let count = 0; count < fate.done; count += 1) answers.push(await send());
    await fate.after?.();
    fate.late?.(send);
    return tell(outgoing, fate.heard, answers);
  };
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    get writes() {
      return writes;
    },
    start: (fate) => {
      server.closeAllConnections();
      writes = [];
      fateOf = fate;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function tell(
  outgoing: ServerResponse,
  heard: Heard,
  answers: readonly EncodedResponse[],
): Promise<void> {
  const [first] = answers;
  switch (heard.kind) {
    case 'reset':
      return void outgoing.socket?.destroy();
    case 'silence':
      return undefined;
    case 'half': {
      const bytes = Buffer.from(first?.body ?? '');
      // An answer without a body is cut before its head.
      if (!first || bytes.length === 0) return void outgoing.socket?.destroy();
      outgoing.writeHead(first.status, { ...first.headers, 'content-length': bytes.length });
      return void outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.socket?.destroy());
    }
    case 'late':
      await new Promise((done) => setTimeout(done, LATE_MILLISECONDS));
      return first && answer(outgoing, first);
    case 'answer': {
      const said = answers[heard.of];
      return said ? answer(outgoing, said) : void outgoing.socket?.destroy();
    }
    case 'other': {
      const { status, type, body, wait } = heard;
      const headers = { 'content-type': type, ...(wait ? { 'retry-after': '1' } : {}) };
      return answer(outgoing, { status, headers, body });
    }
  }
}

function answer(outgoing: ServerResponse, { status, headers, body }: EncodedResponse): void {
  if (status !== 204) outgoing.setHeader('content-length', Buffer.byteLength(body));
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

function flat(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
}
