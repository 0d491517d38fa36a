import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Io, processIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import type { Example } from '../../src/explain/code-page.ts';
import { listen } from '../../src/sandbox/http.ts';
import type { EncodedResponse } from '../../src/sandbox/response.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/*
 * Runs the examples of a page through the real commands, in a folder of their own. What the info string of a
 * block can ask for:
 *
 *   file=NAME       the file's name; else blueprint.yaml, blueprint-2.yaml …; `ak-blueprint.yaml` is the
 *   project's file, and ak-blueprint.inventory.json its inventory: they are not named to the command
 *   target=RELEASE  what --target says
 *   from=RELEASE    what --from says
 *   fmt             fmt --check, and not validate; fmt=natural: with --natural, and with `server` by its names
 *   walk            the folder is named, not its files
 *   whole           no file is named: the project file says which there are
 *   prune           --prune, and no file is named
 *   unmanaged       --unmanaged
 *   server          plan, on a sandbox with the default blueprints, and not validate; server=RELEASE: on a
 *   bare one of that release
 *   apply           apply, on the same
 *   verify          plan, on the same, with --verify
 *   atomic          --atomic; atomic=CHANGES: with that limit
 *   expect=DIGEST   what --expect says
 *   on-error=WHAT   what --on-error says
 *   import          flow import, on the same
 *   before          applied before the others: what the server has already
 *   token=KEY       the API token to use, of a user that a `before` block makes
 *   snapshot        plan against a snapshot that is taken of it first
 *   forbidden=PATH  the server refuses to show this list, as a proxy in front of it may
 *   lost=TEXT       writes whose path has this text are answered with a web page, as by a proxy
 *   twice=PATH      a create in this list is delivered twice, as by a proxy
 *   unreachable     the server reaches no address
 *   stores=FIELD:X  the server stores the value X, whatever it is sent for this field
 *   env=NAME:VALUE  a variable of the environment
 *   encoding=latin1 the bytes of the file
 *   size=BYTES      the file is filled up with comments to this size
 *   also=CODE       another finding that the wrong example gives, too (for the test itself)
 *   unreadable      the file comes from standard input, and reading that fails
 */

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

export interface Ran {
  readonly findings: readonly Finding[];
  readonly exit: number;
}

/** A sandbox that examples run against, as it is at first. */
interface Opened {
  readonly sandbox: Sandbox;
  readonly fresh: ReturnType<Sandbox['snapshot']>;
  readonly server: Awaited<ReturnType<typeof listen>>;
}

let usual: Opened;
const others = new Map<string, Promise<Opened>>();

/** Opens the sandbox that `server` blocks run against. */
export async function openServer(): Promise<void> {
  usual = await open({ seed: 'default' });
}

async function open(options: Parameters<typeof openSandbox>[0]): Promise<Opened> {
  const { sandbox } = await openSandbox(
    options,
    { ...processIo(false), env: {} },
    { reaches: () => asked.unreachable === undefined },
  );
  const server = await listen(async (method, url, headers, body) => {
    if (method === 'POST' && asked.twice !== undefined && url === `/api/v3${asked.twice}`)
      await sandbox.respond(method, url, headers, body);
    return asAsked(method, url, await sandbox.respond(method, url, headers, body));
  }, 0);
  return { sandbox, fresh: sandbox.snapshot(), server };
}

/** The one that an example asks for; without a release, the usual one. */
async function opened(release: string | undefined): Promise<Opened> {
  if (release === undefined || !/^\d/.test(release)) return usual;
  const known = others.get(release) ?? open({ target: release });
  others.set(release, known);
  return known;
}

/** What a page wants of the server beside what the sandbox does. */
let asked: Readonly<
  Partial<Record<'forbidden' | 'lost' | 'stores' | 'twice' | 'unreachable', string | undefined>>
> = {};

function asAsked(method: string, url: string, answer: EncodedResponse): EncodedResponse {
  if (asked.forbidden !== undefined && url.startsWith(`/api/v3${asked.forbidden}`))
    return {
      ...answer,
      status: 403,
      body: '{"detail": "You do not have permission to perform this action."}',
    };
  if (asked.lost !== undefined && method !== 'GET' && url.includes(asked.lost))
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
  const [field = '', value] = asked.stores?.split(':') ?? [];
  if (
    value === undefined ||
    !['GET', 'POST', 'PATCH'].includes(method) ||
    answer.status >= 300 ||
    !answer.body.startsWith('{')
  )
    return answer;
  const object = JSON.parse(answer.body) as Record<string, unknown>;
  return field in object ? { ...answer, body: JSON.stringify({ ...object, [field]: value }) } : answer;
}

/** Closes it. */
export async function closeServer(): Promise<void> {
  for (const { server } of [usual, ...(await Promise.all(others.values()))]) await server.close();
}

/**
 * Everything that the commands find in the examples of one half of a page. `release`: what --target says
 * unless the examples do.
 */
export async function runExamples(examples: readonly Example[], release?: string): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-page-'));
  try {
    return await runIn(folder, examples, release);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(
  folder: string,
  examples: readonly Example[],
  release: string | undefined,
): Promise<Ran> {
  const setting = (name: string): string | undefined =>
    examples.map((one) => one.settings.get(name)).find((value) => value !== undefined);
  const names = examples.map((example, index) => {
    const name =
      example.settings.get('file') ?? (index === 0 ? 'blueprint.yaml' : `blueprint-${index + 1}.yaml`);
    if (example.settings.get('unreadable') === undefined) writeFileSync(join(folder, name), bytesOf(example));
    return name;
  });
  const named = (before: boolean): string[] =>
    names.filter(
      (name, index) =>
        !['ak-blueprint.yaml', 'ak-blueprint.inventory.json'].includes(name) &&
        (examples[index]?.settings.has('before') ?? false) === before,
    );
  const target = setting('target') ?? release;
  const from = setting('from');
  const common = ['--format', 'json', ...(target === undefined ? [] : ['--target', target])];
  const isPruned = setting('prune') !== undefined;
  const chosen = isPruned || setting('whole') !== undefined ? [] : named(false);
  const walked = setting('walk') === undefined ? chosen : ['.'];
  const paths = setting('unreadable') === undefined ? walked : ['-'];
  if (setting('fmt') === '') return run(folder, ['fmt', '--check', '--format', 'json', ...paths]);
  const natural = ['fmt', '--natural', '--check', ...common, ...paths];
  if (setting('fmt') !== undefined && setting('server') === undefined) return run(folder, natural);
  if (['server', 'apply', 'import', 'verify'].every((name) => setting(name) === undefined))
    return run(folder, ['validate', ...common, ...(from === undefined ? [] : ['--from', from]), ...paths]);
  const { sandbox, fresh, server } = await opened(setting('server'));
  sandbox.restore(fresh);
  const [variable = 'NO_COLOR', value = ''] = setting('env')?.split(':') ?? [];
  const access = (token = sandbox.token): Record<string, string> => ({
    [variable]: value,
    AUTHENTIK_URL: server.url,
    AUTHENTIK_TOKEN: token,
  });
  const first = named(true);
  if (first.length > 0) {
    const before = await run(folder, ['apply', '--yes', '--format', 'json', ...first], access());
    if (before.exit !== 0)
      throw new Error(`what the server has already cannot be made: ${JSON.stringify(before.findings)}`);
  }
  if (setting('fmt') !== undefined) return run(folder, natural, access());
  asked = {
    forbidden: setting('forbidden'),
    lost: setting('lost'),
    twice: setting('twice'),
    stores: setting('stores'),
    unreachable: setting('unreachable'),
  };
  try {
    const other = setting('import') === undefined ? ['plan'] : ['flow', 'import', '--yes'];
    const expect = setting('expect');
    const approved = expect === undefined ? ['--yes'] : ['--expect', expect];
    const onError = setting('on-error');
    const after = onError === undefined ? [] : ['--on-error', onError];
    const command = setting('apply') === undefined ? other : ['apply', ...approved, ...after];
    const pruned = isPruned ? ['--prune'] : [];
    const against = setting('snapshot') === undefined ? [] : await snapshotOf(folder, access());
    const verify = setting('verify') === undefined ? [] : ['--verify'];
    const listed = setting('unmanaged') === undefined ? [] : ['--unmanaged'];
    const limit = setting('atomic');
    const atomic =
      limit === undefined ? [] : ['--atomic', ...(limit === '' ? [] : ['--atomic-limit', limit])];
    return await run(
      folder,
      [...command, ...against, ...pruned, ...listed, ...verify, ...atomic, ...common, ...paths],
      access(setting('token')),
    );
  } finally {
    asked = {};
  }
}

/** Takes a snapshot, and gives the option that names it. */
async function snapshotOf(folder: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  const name = 'snapshot.json';
  await run(folder, ['snapshot', '--out', name, '--format', 'json'], env);
  return ['--against', name];
}

function bytesOf({ text, settings }: Example): Uint8Array {
  const size = Number(settings.get('size') ?? '0');
  const line = `# ${'x'.repeat(997)}\n`;
  const filled =
    size > text.length ? text + line.repeat(Math.ceil((size - text.length) / line.length)) : text;
  return Buffer.from(filled, settings.get('encoding') === 'latin1' ? 'latin1' : 'utf8');
}

async function run(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const written = {
    out: (text: string): void => void (out += text),
    err: (text: string): void => void (err += text),
  };
  const io: Io = {
    ...processIo(false),
    cwd: folder,
    env,
    isInteractive: false,
    ...written,
    orElsewhere: written,
    status: () => undefined,
    readStdin: () => Promise.reject(new Error('EISDIR: illegal operation on a directory, read')),
  };
  const exit = await main(args, io);
  if (!out.trim().startsWith('{')) throw new Error(`${args.join(' ')} ended with ${exit}: ${err}${out}`);
  return { findings: (JSON.parse(out) as { diagnostics?: Finding[] }).diagnostics ?? [], exit };
}
