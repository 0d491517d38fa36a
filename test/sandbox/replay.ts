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

/** A recording; requests that could not be sent, for want of an object that another request failed to make, are left out. */
export function readExchanges(text: string): Exchange[] {
  return text.trim().split('\n').map((line) => JSON.parse(line) as Exchange).filter((exchange) => 'status' in exchange);
}

/** Sends the recorded requests in order, with the recorded ids turned into the sandbox's own, and compares the answers. */
export async function replay(exchanges: readonly Exchange[], start: () => Sandbox): Promise<Replayed[]> {
  const results: Replayed[] = [];
  let sandbox = start();
  let ids = new Map<string, string>();
  for (const [index, exchange] of exchanges.entries()) {
    if (NEW_SERVERS.includes(exchange.name)) {
      sandbox = start();
      ids = new Map();
    }
    const sent = typeof exchange.request_body === 'string' ? exchange.request_body : exchange.request_body === null ? '' : JSON.stringify(exchange.request_body);
    const answer = await sandbox.respond(exchange.method, translate(`${exchange.path}${formatQuery(exchange.query)}`, ids), { host: '127.0.0.1:9300', ...exchange.request_headers }, translate(sent, ids));
    const body = readBody(answer.body, answer.headers['content-type']);
    if (exchange.method === 'POST') learnIds(exchange.response_body, body, ids);
    await undoForAdapted(sandbox, exchange, exchanges[index + 1], body);
    results.push({ exchange, status: answer.status, body, differences: compareAnswers(exchange, answer.status, body, (text) => translate(text, ids)) });
  }
  return results;
}

/**
 * The later recording sent a request of the earlier one as it was, and where that did not ask the same question any more once again,
 * adapted, with what the first had made taken away in between.
 */
async function undoForAdapted(sandbox: Sandbox, exchange: Exchange, next: Exchange | undefined, body: unknown): Promise<void> {
  if (exchange.status !== 201 || next?.name !== `${exchange.name} (adapted)` || !isObject(body)) return;
  const key = body['slug'] ?? body['pk'];
  await sandbox.respond('DELETE', `${exchange.path}${String(key)}/`, { authorization: `Bearer ${sandbox.token}` });
}

function readBody(text: string, type: string | undefined): unknown {
  return type?.includes('json') && text !== '' ? JSON.parse(text) : text;
}

function formatQuery(query: Exchange['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]));
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
    if (recorded.length === own.length) recorded.filter(isObject).forEach((item, index) => learnIds(item, own[index], ids, field));
  } else if (isObject(recorded) && isObject(own)) {
    for (const key of Object.keys(recorded)) learnIds(recorded[key], own[key], ids, key);
  } else if (typeof recorded === 'string' && typeof own === 'string' && recorded !== own && !ids.has(recorded)) {
    if ((UUID.test(recorded) && UUID.test(own)) || field === 'client_id') ids.set(recorded, own);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
