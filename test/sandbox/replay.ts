import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { compareAnswers } from './compare-answers.ts';

/** One recorded exchange with a real server. */
export interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly request_body: unknown;
  readonly status: number;
  readonly response_headers: Readonly<Record<string, string>>;
  readonly response_body: unknown;
  /** The exchange of the earlier recording that this one repeats, by its place. */
  readonly ref_index?: number;
}

export interface Replayed {
  readonly exchange: Exchange;
  readonly status: number;
  readonly body: unknown;
  /** What is different; empty: it agrees. */
  readonly differences: readonly string[];
}

/** The first exchanges that a recording has with a new server, which starts from the same state. */
const NEW_SERVERS = ['x2 flows all', 'users/me'];

/**
 * A recording; requests that could not be sent, for want of an object that another request failed to make,
 * are left out.
 */
export function readExchanges(text: string): Exchange[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange)
    .filter((exchange) => 'status' in exchange);
}

/**
 * Sends the recorded requests in order, with the recorded ids turned into the sandbox's own, and compares the
 * answers.
 */
export async function replay(
  exchanges: readonly Exchange[],
  start: () => Sandbox,
  earlier: readonly Exchange[] = [],
): Promise<Replayed[]> {
  const results: Replayed[] = [];
  let sandbox = start();
  let ids = new Map<string, string>();
  for (const [index, exchange] of exchanges.entries()) {
    if (NEW_SERVERS.includes(exchange.name)) {
      sandbox = start();
      ids = new Map();
    }
    const sent = bodyOf(exchange);
    const answer = await sandbox.respond(
      exchange.method,
      translate(`${exchange.path}${formatQuery(exchange.query)}`, ids),
      { host: '127.0.0.1:9300', ...exchange.request_headers },
      translate(sent, ids),
    );
    const body = readBody(answer.body, answer.headers['content-type']);
    if (exchange.method === 'POST') learnIds(exchange.response_body, body, ids);
    if (wasTakenAway(exchange, exchanges[index + 1], earlier)) await takeAway(sandbox, exchange, body);
    // The worker of a later release applies a blueprint a moment after it was asked to.
    if (/\/apply\/$/.test(exchange.path)) await new Promise((resolve) => setTimeout(resolve, 60));
    results.push({
      exchange,
      status: answer.status,
      body,
      differences: compareAnswers(exchange, answer.status, body, (text) => translate(text, ids)),
    });
  }
  return results;
}

/**
 * The later recording asked what the earlier one had asked. Where that made an object which the earlier
 * recording did not make, or one which the same request adapted to the release then made again, the recorder
 * took it away before it went on.
 */
function wasTakenAway(exchange: Exchange, next: Exchange | undefined, earlier: readonly Exchange[]): boolean {
  if (exchange.method !== 'POST' || exchange.status !== 201) return false;
  const asked = exchange.ref_index === undefined ? undefined : earlier[exchange.ref_index];
  return next?.name === `${exchange.name} (adapted)` || (asked !== undefined && asked.status >= 400);
}

async function takeAway(sandbox: Sandbox, exchange: Exchange, body: unknown): Promise<void> {
  if (!isObject(body)) return;
  const key = body['slug'] ?? body['identifier'] ?? body['pk'];
  await sandbox.respond('DELETE', `${exchange.path}${String(key)}/`, {
    authorization: `Bearer ${sandbox.token}`,
  });
}

function readBody(text: string, type: string | undefined): unknown {
  return type?.includes('json') && text !== '' ? JSON.parse(text) : text;
}

function formatQuery(query: Exchange['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** Recorded ids in a text become those that the sandbox gave. */
function translate(text: string, ids: ReadonlyMap<string, string>): string {
  let out = text;
  for (const [recorded, own] of ids) out = out.replaceAll(recorded, own);
  return out;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids and generated names at the same place of both answers mean the same object. */
function learnIds(recorded: unknown, own: unknown, ids: Map<string, string>, field = ''): void {
  if (Array.isArray(recorded) && Array.isArray(own)) {
    // Plain lists have no order, so that a place in them means nothing.
    if (recorded.length === own.length)
      recorded.filter(isObject).forEach((item, index) => learnIds(item, own[index], ids, field));
  } else if (isObject(recorded) && isObject(own)) {
    for (const key of Object.keys(recorded)) learnIds(recorded[key], own[key], ids, key);
  } else if (
    typeof recorded === 'string' &&
    typeof own === 'string' &&
    recorded !== own &&
    !ids.has(recorded)
  ) {
    if ((UUID.test(recorded) && UUID.test(own)) || field === 'client_id') ids.set(recorded, own);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body of a recorded request, as it was sent. */
function bodyOf({ request_body: body }: Exchange): string {
  if (typeof body === 'string') return body;
  return body === null ? '' : JSON.stringify(body);
}
