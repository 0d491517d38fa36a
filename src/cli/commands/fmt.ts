import { basename } from 'node:path';
import { contentOf, readBlueprints, reportBlank } from '../../blueprint/embedded/read-blueprints.ts';
import { encodeLike } from '../../blueprint/encode.ts';
import { features } from '../../blueprint/features.ts';
import { INSTANTIATE, isOnRequest } from '../../blueprint/labels.ts';
import { Collector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { formatBlueprint } from '../../format/format-blueprint.ts';
import { shownContent } from '../../plan/value/shown-content.ts';
import { clean } from '../../source/clean.ts';
import { PROJECT_FILE } from '../../project/project.ts';
import { count, leftOutWords } from '../../report/format-diagnostics.ts';
import type { FmtReport } from '../../report/fmt-json.ts';
import { formatNatural } from '../../report/format-natural.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { loadCatalog, newestRelease } from '../catalogs.ts';
import { printDiagnostics, shownDiagnostics } from '../check.ts';
import { chooseFiles } from '../choose-files.ts';
import { boundsOf } from '../bounds.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { NamedFile } from '../files.ts';
import { chooseFormat, FMT_FORMATS } from '../formats.ts';
import { type Io, screenOf } from '../io.ts';
import { type Natural, type NaturalOptions, type NaturalSource, naturalTexts } from '../natural.ts';
import { openProject, type ProjectOptions } from '../project.ts';
import { readSource } from '../read-source.ts';
import { show } from '../masked-io.ts';
import { replaceFile } from '../write-file.ts';
import { writeSecrets } from '../write-export.ts';

/** Options of `ak-blueprint fmt`. */
export interface FmtOptions extends ProjectOptions, NaturalOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
  /** Names in place of primary keys. */
  readonly natural?: boolean;
  readonly format: string;
}

interface Formatted {
  readonly file: NamedFile;
  readonly bytes: Uint8Array;
  readonly before: string;
  readonly after: string;
  /** Whether a plan leaves the file out by its label. */
  readonly isLeftOut: boolean;
}

/**
 * `ak-blueprint fmt`: formats blueprints in place; exit 1 when a file is no YAML, or with `--check` or
 * `--diff` when one is not formatted.
 */
export async function fmt(paths: readonly string[], options: FmtOptions, io: Io): Promise<ExitCode> {
  const { write: writeReport } = await chooseFormat(FMT_FORMATS, options.format);
  const collector = new Collector();
  const project = openProject(options, io, collector.report);
  const bounds = boundsOf(project, options, io);
  const { files } = chooseFiles(paths, project, bounds, collector.report, io);
  const dry = options.check === true || options.diff === true;
  const printsText = !dry && files.some(({ absolute }) => absolute === undefined);
  if (printsText && writeReport)
    throw new UsageError(
      'of standard input fmt prints the formatted text, so there is no room for another --format',
      'use --check, or leave one of the two out',
    );
  const { formatted, natural } = await formatAll(
    files,
    options,
    project?.project.target?.text,
    collector,
    io,
  );
  for (const one of formatted) {
    if (!dry) await write(one, io);
    else if (options.diff && !writeReport && isChanged(one)) show(await patch(one), io);
  }
  const done = { formatted, natural, dry, printsText, diagnostics: collector.diagnostics };
  if (writeReport) io.out(writeReport(reportOf(done, io), screenOf(io)));
  else tellPeople(done, options, io);
  const changed = formatted.some(isChanged);
  return collector.failed || (dry && changed) ? EXIT.findings : EXIT.fine;
}

/** All files with their new texts; nothing of them is written yet, so that one that is refused leaves all as it was. */
async function formatAll(
  files: readonly NamedFile[],
  options: FmtOptions,
  target: string | undefined,
  collector: Collector,
  io: Io,
): Promise<{ readonly formatted: readonly Formatted[]; readonly natural: Natural | undefined }> {
  if (!options.natural) refuseOptionsOfNatural(options);
  const sources: ReadFile[] = [];
  for (const file of files) sources.push(...(await readFile(file, collector)));
  const natural = options.natural
    ? await naturalTexts(namedSources(sources), options, target, collector.report, io)
    : undefined;
  const isWritten = options.check !== true && options.diff !== true;
  if (natural && isWritten && options.secrets === 'env-file') await writeSecrets(natural, options, io);
  const formatted = sources.map((one) => formatSource(one, natural?.texts.get(one.source.path), collector));
  return { formatted, natural };
}

/** What a run did. */
interface Done {
  readonly formatted: readonly Formatted[];
  readonly natural: Natural | undefined;
  /** Whether nothing was written. */
  readonly dry: boolean;
  /** Whether standard output has the formatted text. */
  readonly printsText: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

function isChanged({ before, after }: Formatted): boolean {
  return before !== after;
}

function reportOf({ formatted, dry, diagnostics }: Done, io: Io): FmtReport {
  return {
    files: formatted.map((one) => ({ path: one.file.path, changed: isChanged(one) })),
    written: !dry,
    diagnostics: shownDiagnostics(diagnostics, { verbose: true }, io.secrets),
  };
}

function tellPeople(
  { formatted, natural, dry, printsText, diagnostics }: Done,
  options: FmtOptions,
  io: Io,
): void {
  const changed = formatted.filter(isChanged);
  if (!printsText && !options.diff) for (const { file } of changed) show(clean(file.path), io);
  printDiagnostics(diagnostics, {}, io);
  const told = natural && formatNatural(natural, options.secrets === 'env-file' && !dry ? '.env' : undefined);
  if (told !== undefined) io.err(told);
  io.err(
    `${count(changed.length, 'file')} ${whatBecame(changed.length, dry)}, ${formatted.length - changed.length} unchanged${leftOutWords(formatted.filter(({ isLeftOut }) => isLeftOut).length)}`,
  );
}

function whatBecame(files: number, dry: boolean): string {
  if (!dry) return 'formatted';
  return files === 1 ? 'is not formatted' : 'are not formatted';
}

/** A blueprint as it is read; `isOther`: what standard input has is none, and is given as it is. */
interface ReadFile {
  readonly file: NamedFile;
  readonly bytes: Uint8Array;
  readonly source: SourceFile;
  readonly isOther: boolean;
}

/** Reads a blueprint; none where the file is no blueprint. */
async function readFile(file: NamedFile, collector: Collector): Promise<ReadFile[]> {
  const read = await readSource(file, collector.report);
  if (!read || basename(file.path) === PROJECT_FILE) return [];
  const { bytes, source } = read;
  const isOther = contentOf(source, file.walked) !== 'blueprint';
  if (isOther && !file.walked && !reportBlank(source, collector.report)) {
    collector.report({
      code: 'format-skipped',
      message:
        'the file is left as it is: it is no blueprint, and blueprints inside other files are not formatted',
      place: { file: source, span: { start: 0, end: 0 } },
    });
  }
  return isOther && file.absolute !== undefined ? [] : [{ file, bytes, source, isOther }];
}

/** A blueprint with its formatted text, which is the same where it is left as it is. `natural`: without primary keys. */
function formatSource(
  { file, bytes, source, isOther }: ReadFile,
  natural: string | undefined,
  { report }: Collector,
): Formatted {
  const isCrlf = source.text.includes('\r\n');
  const text = natural !== undefined && isCrlf ? natural.replaceAll('\n', '\r\n') : (natural ?? source.text);
  return {
    file,
    bytes,
    before: source.text,
    after: (isOther ? undefined : formatBlueprint({ ...source, text }, report)) ?? source.text,
    isLeftOut: file.walked && isLabelled(source),
  };
}

function namedSources(sources: readonly ReadFile[]): NaturalSource[] {
  return sources
    .filter(({ isOther }) => !isOther)
    .map(({ source, file }) => ({
      source,
      name: file.absolute === undefined ? 'export' : basename(file.path).replace(/\.ya?ml$/, ''),
    }));
}

/** Throws a UsageError for options that mean nothing without --natural. */
function refuseOptionsOfNatural({ from, sandbox, url, target, secrets }: FmtOptions): void {
  const given = [
    from === undefined ? [] : ['--from'],
    sandbox ? ['--sandbox'] : [],
    url === undefined ? [] : ['--url'],
    target === undefined ? [] : ['--target'],
    secrets === 'none' ? [] : ['--secrets'],
  ].flat();
  if (given[0] !== undefined)
    throw new UsageError(`${given[0]} is about names in place of primary keys`, 'use it with --natural');
}

/** Whether the label of a blueprint keeps it out of a plan of its folder; what is wrong with it is not said here. */
function isLabelled(source: SourceFile): boolean {
  if (!source.text.includes(INSTANTIATE)) return false;
  const blueprints = readBlueprints(source, () => undefined, {
    features: features(newestRelease()),
    walked: true,
    filledIn: false,
  });
  return blueprints.some(({ labels }) => isOnRequest(labels[INSTANTIATE]));
}

async function write({ file, bytes, before, after }: Formatted, io: Io): Promise<void> {
  if (file.absolute === undefined) io.out(after);
  else if (before !== after) await replaceFile(file.absolute, bytes, encodeLike(bytes, after), file.bounds);
}

/** What fmt changes, for people, without the secrets of the file; which release it is for, fmt is not told. */
async function patch({ file, before, after }: Formatted): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  const name = clean(file.path);
  const catalog = loadCatalog(newestRelease(), () => undefined);
  const shown = (text: string): string => shownContent(catalog, text) + text.slice(text.trimEnd().length);
  return createTwoFilesPatch(name, name, shown(before), shown(after), 'as it is', 'formatted').replace(
    /^Index: .*\n=+\n/,
    '',
  );
}
