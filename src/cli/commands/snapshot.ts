import { resolve } from 'node:path';
import { Masks } from '../../actual/mask-rows.ts';
import { readEverything } from '../../actual/read-everything.ts';
import { savedSnapshot, snapshotText } from '../../actual/saved-snapshot.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { secretsInContent } from '../../plan/value/shown-content.ts';
import type { SnapshotReport } from '../../report/format-snapshot.ts';
import { blueprintKey } from '../blueprint-key.ts';
import { printDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { loadFormat, SNAPSHOT_FORMATS } from '../formats.ts';
import { type Io, screenOf } from '../io.ts';
import { openProject, type ProjectOptions } from '../project.ts';
import { connect, type Connection, ended, type ServerOptions, usingConnection } from '../server.ts';
import { reportNoSuperuser } from '../server-findings.ts';
import { serverCatalog } from '../target.ts';
import { writeWhole } from '../write-file.ts';

/** Options of `ak-blueprint snapshot`. */
export interface SnapshotOptions extends ServerOptions, ProjectOptions {
  readonly out: string;
  readonly format: string;
}

/** Only who runs the command may read the file: it says how the server is configured, and who its users are. */
const MODE = 0o600;

/** `ak-blueprint snapshot`: saves how a server is configured, secrets masked; sends only GET. */
export async function snapshot(options: SnapshotOptions, io: Io): Promise<ExitCode> {
  const write = await loadFormat(SNAPSHOT_FORMATS, options.format);
  const key = blueprintKey(io);
  const found = new Collector();
  const project = openProject(options, io, found.report);
  const connection = await connect(options, io, project?.project.identity?.name);
  const report = await usingConnection(connection, () => take(connection, options.out, { key, found }, io));
  await connection.close();
  io.status('');
  printDiagnostics(found.diagnostics, {}, io);
  io.out(write(report, screenOf(io)));
  return ended(connection, found.failed ? EXIT.findings : EXIT.fine);
}

async function take(
  { client, credentials }: Connection,
  out: string,
  { key, found }: { readonly key: string | undefined; readonly found: Collector },
  io: Io,
): Promise<SnapshotReport> {
  const started = performance.now();
  io.status('asking the server who we are');
  const [release, user] = await Promise.all([client.release(), client.me()]);
  const catalog = await serverCatalog(client, release, found.report, io);
  reportNoSuperuser(client.url, user, catalog, found.report);
  io.status('reading what the server has');
  const everything = await readEverything(client, catalog, user);
  const masks = new Masks({
    catalog,
    key,
    texts: credentials,
    secretsIn: (content) => secretsInContent(catalog, content),
  });
  const origin = { server: client.url, release, user, isKeyed: key !== undefined };
  const saved = savedSnapshot(catalog, origin, everything, masks);
  await writeWhole(resolve(io.cwd, out), snapshotText(saved), undefined, undefined, MODE);
  return {
    file: out,
    server: saved.server,
    release,
    user: user.username,
    objects: Object.entries(saved.models).map(([model, rows]) => ({ model, count: rows.length })),
    masked: masks.count,
    isKeyed: key !== undefined,
    notHeld: saved.notHeld,
    requests: client.requests(),
    seconds: (performance.now() - started) / 1000,
  };
}
