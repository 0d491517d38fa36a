import { isInClear, serverAddress } from '../client/address.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { userAgent } from '../client/user-agent.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import type { ExitCode } from './exit-code.ts';
import { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import type { NetworkOptions } from './network.ts';
import type { SandboxOptions } from './open-sandbox.ts';
import { percentDecoded } from './percent-decoded.ts';
import { readFor } from './read-for.ts';
import { type LogOptions, RunLog } from './run-log.ts';
import { version } from './version.ts';

/** Options of every command that talks to a server. */
export interface ServerOptions extends SandboxOptions, LogOptions, NetworkOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  /** The time limit of a request in seconds. */
  readonly timeout: number;
  readonly parallelism: number;
  readonly sandbox?: boolean;
}

/** A connection; `close` must be called when the command ends. */
export interface Connection {
  readonly client: Client;
  /** The API token, and what else lets us in: headers, the key of a client certificate, the password of a proxy. */
  readonly credentials: readonly string[];
  readonly interrupts: Interrupts;
  readonly log: RunLog;
  /** The most seconds that what is in flight may take after a first Ctrl-C: two requests to their limit. */
  readonly mostSeconds: number;
  readonly close: () => Promise<void>;
}

/**
 * Does work with a connection. When it fails, what is still in flight is cut, as nobody waits for it, and the
 * log of the run ends.
 */
export async function usingConnection<T>(
  { interrupts, log }: Connection,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    interrupts.end();
    log.say('failed', { problem: messageOf(error) });
    log.close();
    throw error;
  }
}

/** Ends the log of a run that ended with this exit code, and gives it. */
export function ended({ log }: Connection, code: ExitCode): ExitCode {
  log.say('end', { code });
  log.close();
  return code;
}

/**
 * A client for the server that the options or the environment name, or for a fresh embedded sandbox. Sends
 * nothing yet. `project`: its name, where there is one. Throws a UsageError when address or token are missing.
 */
export async function connect(options: ServerOptions, io: Io, project?: string): Promise<Connection> {
  const { parallelism, timeout: timeoutSeconds } = options;
  const log = new RunLog(options, io);
  const { observer, run } = log;
  const shared = {
    parallelism,
    timeoutSeconds,
    observer,
    userAgent: userAgent({ version: version(), project, run }),
  };
  const mostSeconds = 2 * timeoutSeconds;
  if (options.sandbox) {
    const { openSandbox } = await import('./open-sandbox.ts');
    const sandbox = await openSandbox(options, io);
    io.secrets.add(sandbox.token);
    const interrupts = new Interrupts(io);
    return {
      interrupts,
      log,
      mostSeconds,
      client: createClient({
        url: sandbox.url,
        token: sandbox.token,
        fetch: sandbox.sandbox.fetch,
        ...shared,
        stop: interrupts.stop,
      }),
      credentials: [sandbox.token],
      close: () => {
        interrupts.end();
        return sandbox.save();
      },
    };
  }
  const url = options.url ?? io.env['AUTHENTIK_URL'];
  if (!url)
    throw new UsageError(
      'no server is named',
      'set AUTHENTIK_URL, or use --url, or --sandbox to try it without a server',
    );
  const token =
    options.tokenFile === undefined
      ? io.env['AUTHENTIK_TOKEN']
      : readFor('the token file', options.tokenFile, io).trim();
  if (!token)
    throw new UsageError(
      'there is no API token',
      'set AUTHENTIK_TOKEN, or name a file that holds it with --token-file',
    );
  io.secrets.add(token);
  addPassword(url, io);
  if (!/^https?:\/\//.test(url))
    // It is not repeated: who swaps two variables has the token in this one.
    throw new UsageError(
      "the server's address must start with https:// or http://",
      'look at AUTHENTIK_URL, or at --url',
    );
  const address = new URL(serverAddress(url));
  warnInClear(url, io);
  // Only here: a sandbox has no network, and most commands no server.
  const { networkTo, warnInsecure } = await import('./network.ts');
  const { way, credentials, facts } = networkTo(address, true, options, io);
  warnInsecure(address, options, io);
  if (Object.values(facts).some((fact) => fact !== undefined)) log.say('network', facts);
  const interrupts = new Interrupts(io);
  return {
    client: createClient({ url, token, ...way, ...shared, stop: interrupts.stop }),
    credentials: [token, ...credentials],
    interrupts,
    log,
    mostSeconds,
    close: () => {
      interrupts.end();
      return Promise.resolve();
    },
  };
}

/** Warns when the token is to be sent in clear over a network. */
export function warnInClear(url: string, io: Io): void {
  if (isInClear(url))
    io.err(
      `${io.paintErr.yellow('warning')}: the token travels in clear to ${new URL(url).host}: anybody on the way can read it; use https://`,
    );
}

/** An address may hold a password (`https://name:password@host`). */
function addPassword(url: string, io: Io): void {
  const { username, password } = URL.canParse(url) ? new URL(url) : { username: '', password: '' };
  for (const text of [username, password]) io.secrets.add(percentDecoded(text));
}
