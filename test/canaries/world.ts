import { createServer, type Server } from 'node:http';
import { parseDocument } from 'yaml';
import { parseJson } from '../../src/catalog/exact-json.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { describedOf } from '../../src/cli/open-sandbox.ts';
import { seedSandbox } from '../../src/cli/seed.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

/*
 * A server that repeats what it is sent: whole, in part, in quotes, escaped, in capitals.
 */

/** Ways to repeat a text. */
const ECHOES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `"${text}" is not a valid choice.`,
  (text) => `Value ${JSON.stringify(text)} is not allowed.`,
  (text) => JSON.stringify({ said: JSON.stringify({ value: text }) }),
  (text) => `Ensure ${text.slice(0, 11)}… is shorter.`,
  (text) => `…${text.slice(-11)}`,
  (text) => text.toUpperCase(),
  (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}' is not a dict`,
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  (text) => `https://host.invalid/?q=${encodeURIComponent(text)}`,
  (text) => `line one\n  ${text}\nline three`,
];

/** A server that refuses every write, and repeats what was sent. */
export interface EchoServer {
  readonly url: string;
  readonly catalog: Catalog;
  readonly sandbox: Sandbox;
  /** The writes that it was sent. */
  readonly writes: string[];
  /** What it says instead to requests whose address has such a part; undefined: what it says else. */
  readonly saying: Map<string, (body: string, token: string) => Answer | undefined>;
  close(): Promise<void>;
}

/** Starts such a server for a release, with the default blueprints on it. */
export async function echoServer(release: string): Promise<EchoServer> {
  const catalog = loadCatalog(release, () => undefined);
  const sandbox = createSandbox({ catalog, ...describedOf(catalog) });
  if (release !== '2022.12') await seedSandbox(sandbox, catalog);
  const writes: string[] = [];
  const own: Pick<EchoServer, 'saying'> = { saying: new Map() };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const { method = 'GET', url = '', headers } = request;
      const saying = [...own.saying].find(([part]) => url.includes(part))?.[1];
      const said = saying?.(body, headers.authorization ?? '');
      if (said) {
        const { status, type, text } = said;
        response.writeHead(status, { 'content-type': type }).end(text);
        return;
      }
      if (method === 'GET') {
        const admin = { authorization: `Bearer ${sandbox.token}` };
        const given = await sandbox.respond(method, url, admin);
        response.writeHead(given.status, given.headers).end(given.body);
        return;
      }
      writes.push(`${method} ${url}`);
      const lets = `${headers.authorization ?? ''} ${String(headers['x-access'])}`;
      const { status, type, text } = refusal(writes.length, body, lets);
      response.writeHead(status, { 'content-type': type }).end(text);
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    catalog,
    sandbox,
    writes,
    ...own,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * What an importer says of a blueprint that it is asked about: it refuses the first entry, and repeats each value of it, as
 * Python writes texts. Undefined: it was asked something else.
 */
export function refusedEntry(body: string): Answer | undefined {
  if (body === '') return undefined;
  const name = ['This field is required.'];
  const content = parseDocument(fieldsOf(body)['content'] ?? '', { logLevel: 'silent' });
  const { entries } = content.toJS() as { entries: { attrs: object }[] };
  const [first] = entries;
  if (!first) return json(400, { name });
  const errors = Object.entries(first.attrs).map(([field, value]: [string, unknown]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const details = ECHOES.map((echo) => `ErrorDetail(string=${pythonText(echo(text))}, code='invalid')`);
    return `${pythonText(field)}: [${details.join(', ')}]`;
  });
  const reason = `- Entry invalid: Serializer errors {${errors.join(', ')}}`;
  return json(400, { name, content: ['Failed to validate blueprint', body, reason] });
}

/** A text as Python writes it. */
function pythonText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${escaped}'`;
}

/** What the server says to its n-th write. `token`: what let it in, which it repeats. */
function refusal(number: number, body: string, token: string): Answer {
  const sent = fieldsOf(body);
  const echo = (text: string, at: number): string => (ECHOES[at % ECHOES.length] ?? String)(text);
  const errors = Object.fromEntries(
    Object.entries(sent).map(([name, text], index) => [
      name,
      [echo(text, number + index), echo(text, index)],
    ]),
  );
  const all = Object.values(sent)
    .map((text, index) => echo(text, number + index))
    .join(' ');
  // After a crash the program looks whether it was done, which takes its time.
  if (number % 40 === 7) return { status: 500, type: 'text/html', text: `<h1>${all} ${token}</h1>` };
  if (number % 4 === 1) return json(403, { detail: `${all} ${token}` });
  return json(400, { ...errors, non_field_errors: [`${token} ${body}`] });
}

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** An answer in JSON. */
export function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', text: JSON.stringify(value) };
}

/** The texts in what was sent, by field; of values with parts, all of it as JSON. */
function fieldsOf(body: string): Record<string, string> {
  try {
    const json = parseJson(body);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return {};
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
  } catch {
    return { body };
  }
}
