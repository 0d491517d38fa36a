import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { describedOf, readState } from '../../src/cli/open-sandbox.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { StartState } from '../../src/sandbox/seed/seed-store.ts';
import { shared } from '../shared.ts';

const schemas = resolve(import.meta.dirname, '../../schemas');

export const catalog = JSON.parse(readFileSync(join(schemas, 'catalog-2023.2.json'), 'utf8')) as Catalog;

/** What a sandbox of a release is made of. */
export function partsOf(release: string): Pick<SandboxOptions, 'catalog' | 'rules' | 'behaviour'> {
  const own = loadCatalog(release, () => undefined);
  return { catalog: own, ...describedOf(own) };
}

const { rules, behaviour } = partsOf('2023.2');
export { behaviour };

export function startSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  return createSandbox({ catalog, rules, behaviour, ...options });
}

/** The state that was recorded from a fresh server with its default blueprints. */
export function recordedState(patch = '2023.2.3'): StartState {
  return readState(shared(`data/state/${patch}`));
}

export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // What a test looks at is up to the test.
  readonly body: Record<string, unknown> & {
    results: Record<string, unknown>[];
    pagination: Record<string, number>;
  };
  readonly text: string;
}

/** A request with the administrator's token; paths without the API's root. */
export async function ask(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Told> {
  const answer = await sandbox.respond(
    method,
    `/api/v3${path}`,
    {
      authorization: `Bearer ${sandbox.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body === undefined ? '' : JSON.stringify(body),
  );
  const isJson = answer.headers['content-type'] === 'application/json' && answer.body !== '';
  return {
    status: answer.status,
    headers: answer.headers,
    body: (isJson ? JSON.parse(answer.body) : undefined) as Told['body'],
    text: answer.body,
  };
}

/** Uploads the parts of a form, of which `file` is a file, to be imported. */
export async function upload(
  sandbox: Sandbox,
  path: string,
  parts: Readonly<Record<string, string>>,
  token = sandbox.token,
): Promise<{ status: number; body: unknown }> {
  const body = Object.entries(parts).map(([name, text]) => {
    const file = name === 'file' ? '; filename="a.yaml"\r\nContent-Type: application/yaml' : '';
    return `--xx\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=xx' };
  const answer = await sandbox.respond('POST', `/api/v3${path}`, headers, `${body.join('')}--xx--\r\n`);
  return { status: answer.status, body: answer.body.startsWith('<') ? '' : JSON.parse(answer.body || '""') };
}
