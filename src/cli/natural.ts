import { readSnapshot } from '../actual/read.ts';
import { emptySnapshot, type Snapshot } from '../actual/snapshot.ts';
import type { Blueprint } from '../blueprint/blueprint.ts';
import { features } from '../blueprint/features.ts';
import { parseBlueprint } from '../blueprint/parse.ts';
import { bundledIn } from '../catalog/bundled.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { Code } from '../diagnostics/codes.ts';
import { type NaturalFile, naturalise, type NaturalResult } from '../export/natural/naturalise.ts';
import type { NaturalRemark } from '../export/natural/remarks.ts';
import type { NaturalInput } from '../export/natural/natural-entries.ts';
import { hasPrimaryKeys, naturalQuestions } from '../export/natural/natural-questions.ts';
import { instancesOf, isOwnInstance } from '../ownership/own-instances.ts';
import { type CheckedEntry, checkEntries } from '../semantics/checked-entry.ts';
import type { SourceFile } from '../source/source-file.ts';
import { loadBundled, loadCatalog, newestRelease } from './catalogs.ts';
import type { Io } from './io.ts';
import { withOfferedLists } from './offered-lists.ts';
import { type OpenSnapshot, openSnapshot } from './open-snapshot.ts';
import { connect, type Connection, type ServerOptions, usingConnection } from './server.ts';
import { serverCatalog } from './target.ts';

/** What becomes of secrets that stand in the entries of an export. */
export type SecretsWish = 'none' | 'env-file' | 'keep';

/** Options that say how primary keys become names. */
export interface NaturalOptions extends ServerOptions {
  /** A snapshot in a file, in place of a server. */
  readonly from?: string;
  readonly secrets: SecretsWish;
}

/** A text that may have primary keys, and a name for its blueprint where an exporter made one up. */
export interface NaturalSource {
  readonly source: SourceFile;
  readonly name: string;
}

/** Files without primary keys. */
export interface Natural extends Pick<NaturalResult, 'variables' | 'leftOut' | 'references'> {
  /** The new texts by path; a file that has no primary keys has none. */
  readonly texts: ReadonlyMap<string, string>;
}

const NOTHING: Natural = { texts: new Map(), variables: [], leftOut: {}, references: [] };

/**
 * Texts with natural identifiers and references in place of primary keys. The server that options or environment name,
 * or the snapshot, is asked for names only where there are such keys; without either the files themselves must tell.
 * `target`: the release that the project names.
 */
export async function naturalTexts(
  sources: readonly NaturalSource[],
  options: NaturalOptions,
  target: string | undefined,
  report: Report,
  io: Io,
): Promise<Natural> {
  const opened = options.from === undefined ? undefined : openSnapshot(options.from, options, io);
  const before = loadCatalog(options.target ?? opened?.saved.release ?? target ?? newestRelease(), report);
  if (!entriesOf(read(sources, before), before).some((entry) => hasPrimaryKeys(before, entry))) {
    await opened?.connection.close();
    return NOTHING;
  }
  const isServer = options.sandbox === true || options.url !== undefined || !!io.env['AUTHENTIK_URL'];
  const connection = opened?.connection ?? (isServer ? await connect(options, io) : undefined);
  const isOfRelease = (options.target ?? target) !== undefined;
  if (!connection)
    return named(
      sources,
      { catalog: before, snapshot: emptySnapshot(before.release), isOfRelease },
      options,
      report,
    );
  const result = await usingConnection(connection, () =>
    namedBy(sources, connection, opened, options, report, io),
  );
  await connection.close();
  io.status('');
  return result;
}

/** The same by what a server has, or a snapshot. */
export async function namedBy(
  sources: readonly NaturalSource[],
  { client }: Pick<Connection, 'client'>,
  opened: OpenSnapshot | undefined,
  options: Pick<NaturalOptions, 'secrets'>,
  report: Report,
  io: Io,
): Promise<Natural> {
  const [release, me] = await Promise.all([client.release(), client.me()]);
  const catalog = await serverCatalog(client, release, report, io);
  const entries = entriesOf(read(sources, catalog), catalog);
  const offered = withOfferedLists(client);
  const warn: Report = (finding) => report({ ...finding, severity: 'warning' });
  if (!opened) io.status('reading what things are called');
  let snapshot: Snapshot = { ...emptySnapshot(catalog.release), me };
  // What a key leads to may be identified by what another leads to.
  for (;;) {
    const questions = naturalQuestions(catalog, snapshot, entries);
    if (questions.length === 0) break;
    snapshot = opened
      ? await opened.answers(catalog)(questions, snapshot, warn)
      : await readSnapshot(offered, catalog, questions, snapshot, report);
    // What could not be read is not asked for again.
    for (const { model } of questions) snapshot = asAsked(snapshot, model);
  }
  return named(sources, { catalog, snapshot, isOfRelease: true }, options, report);
}

function asAsked(snapshot: Snapshot, model: ModelName): Snapshot {
  if (snapshot.models[model]) return snapshot;
  const none = { complete: false, answered: [], rows: [] };
  return { ...snapshot, models: { ...snapshot.models, [model]: none } };
}

function named(
  sources: readonly NaturalSource[],
  known: Pick<NaturalInput, 'catalog' | 'snapshot' | 'isOfRelease'>,
  { secrets }: Pick<NaturalOptions, 'secrets'>,
  report: Report,
): Natural {
  const { catalog, snapshot } = known;
  const instances = instancesOf(catalog);
  const input: NaturalInput = {
    ...known,
    bundled: bundledIn(loadBundled(), catalog.release),
    isOwn: (model, name) => model === instances && isOwnInstance(name),
  };
  const { texts, remarks, ...more } = naturalise(input, read(sources, catalog), secrets !== 'keep');
  const isAsked = Object.keys(snapshot.models).length > 0;
  for (const remark of remarks) report(findingOf(remark, isAsked));
  const byPath = [...texts].map(([{ file }, text]) => [file.path, text] as const);
  return { ...more, texts: new Map(byPath) };
}

const CODE_OF: Readonly<Record<NaturalRemark['kind'], Code>> = {
  'not-found': 'primary-key-stays',
  'not-written': 'primary-key-stays',
  'other-name': 'name-differs',
  'left-out': 'entry-left-out',
};

function findingOf(
  { kind, blueprint, entry, span, message }: NaturalRemark,
  isAsked: boolean,
): Parameters<Report>[0] {
  const hint = isAsked
    ? 'write the name of the object with !Find, or take the entry out'
    : 'name the server that the file comes from (AUTHENTIK_URL), or a snapshot of it with --from';
  return {
    code: CODE_OF[kind],
    message,
    hint: kind === 'not-found' ? hint : undefined,
    entry,
    place: { file: blueprint.file, span },
  };
}

/** The blueprints among texts. What is wrong with one is said when it is formatted. */
function read(sources: readonly NaturalSource[], catalog: Catalog): NaturalFile[] {
  return sources.flatMap(({ source, name }) => {
    const file = { ...source, text: source.text.replaceAll('\r\n', '\n') };
    const blueprint: Blueprint | undefined = parseBlueprint(file, () => undefined, {
      features: features(catalog.release),
    });
    return blueprint ? [{ blueprint, name }] : [];
  });
}

function entriesOf(files: readonly NaturalFile[], catalog: Catalog): CheckedEntry[] {
  return files.flatMap(({ blueprint }) => checkEntries(blueprint, catalog));
}
