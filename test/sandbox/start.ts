import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Catalog } from '../../src/catalog/model.ts';
import { BEHAVIOUR_2023_2 } from '../../src/sandbox/behaviour/2023.2/behaviour-2023.2.ts';
import { parseRules } from '../../src/sandbox/rules.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { RecordedList } from '../../src/sandbox/seed/lists.ts';
import type { StartState } from '../../src/sandbox/seed/seed-store.ts';
import { shared } from '../shared.ts';

const schemas = resolve(import.meta.dirname, '../../schemas');

export const catalog = JSON.parse(readFileSync(join(schemas, 'catalog-2023.2.json'), 'utf8')) as Catalog;
export const rules = parseRules(readFileSync(join(schemas, 'sandbox-2023.2.json'), 'utf8'));
export const behaviour = BEHAVIOUR_2023_2;

export function startSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  return createSandbox({ catalog, rules, behaviour, ...options });
}

/** The state that was recorded from a fresh server with its default blueprints. */
export function recordedState(): StartState {
  const folder = shared('data/state/2023.2.3');
  const answers = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Partial<RecordedList>);
  return { kind: 'lists', lists: answers.filter((answer): answer is RecordedList => typeof answer.path === 'string' && Array.isArray(answer.results)) };
}

export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // What a test looks at is up to the test.
  readonly body: Record<string, unknown> & { results: Record<string, unknown>[]; pagination: Record<string, number> };
  readonly text: string;
}

/** A request with the administrator's token; paths without the API's root. */
export async function ask(sandbox: Sandbox, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
  const answer = await sandbox.respond(method, `/api/v3${path}`, { authorization: `Bearer ${sandbox.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, body === undefined ? '' : JSON.stringify(body));
  const isJson = answer.headers['content-type'] === 'application/json' && answer.body !== '';
  return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(answer.body) : undefined) as Told['body'], text: answer.body };
}
