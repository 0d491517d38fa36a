import type { Blueprint } from '../blueprint/blueprint.ts';
import type { Catalog } from '../catalog/model.ts';
import { forRelease } from '../catalog/newer-release.ts';
import { Collector, toDiagnostic } from '../diagnostics/collector.ts';
import { isSaid } from '../diagnostics/plan-notes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { withSeverities } from '../project/severities.ts';
import { formatDiagnostics } from '../report/format-diagnostics.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';
import { secretSpans } from '../source/secret-spans.ts';
import { maskDiagnostic } from '../report/mask-diagnostic.ts';
import { Ignores } from '../validate/ignores.ts';
import { mergedLists, unusedLists } from '../validate/merged-lists.ts';
import { ignorePatterns } from '../validate/ignore-patterns.ts';
import { protectedNames } from '../validate/protected-names.ts';
import type { IgnorePattern } from '../semantics/ignore-pattern.ts';
import { fieldsSet } from '../semantics/summary.ts';
import { validateAcross } from '../validate/validate.ts';
import { checkVariables } from '../validate/variables.ts';
import type { Io } from './io.ts';
import type { EnvOptions, RefuseVariable } from './variables.ts';
import { type CheckedFile, checkFile, type LoadedFile } from './check-file.ts';
import { checkFiles } from './check-files.ts';
import type { ChosenFiles } from './choose-files.ts';
import type { OpenProject, ProjectOptions } from './project.ts';

/** Which findings are shown. */
export interface Verbosity {
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** Options of every command that reads blueprints. */
export interface CheckOptions extends ProjectOptions, EnvOptions, Verbosity {
  readonly format: string;
}

/** The result of validating files. */
export interface Checked {
  /** The paths of all files that were named, or are blueprints, hold some, or have findings. */
  readonly paths: readonly string[];
  /** The number of other files in the folders. */
  readonly others: number;
  /** The number of entries. */
  readonly entries: number;
  /** The lists that the project only adds to, as `model.field`. */
  readonly mergedLists: ReadonlySet<string>;
  /** What the project protects beyond what always is: `model` or `model:name`. */
  readonly protect: readonly string[];
  /** What the project does not want to hear of, although no file names it. */
  readonly unmanaged: readonly IgnorePattern[];
  /**
   * The findings of a plan without those that comments ignore, and with the severities of the project. Errors
   * stay as they are: the plan is incomplete without what they are about.
   */
  readonly ofPlan: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];
  /** The secrets that stand in the files. */
  readonly secrets: readonly string[];
}

/**
 * Reads, parses and validates files, on all cores where there are many. The findings go into the collector,
 * without those that comments ignore and with the severities of the project. `refuse`: which variables the
 * files may not read; `given`: the keys of the context that the command line gives.
 */
export async function validateFiles(
  chosen: ChosenFiles,
  catalog: Catalog,
  project: OpenProject | undefined,
  refuse: RefuseVariable,
  collector: Collector,
  given?: ReadonlySet<string>,
): Promise<Checked> {
  const checked = await checkFiles(chosen.files, {
    catalog,
    run: { given: given ?? new Set(), isSent: false },
  });
  return putTogether(chosen, checked, catalog, project, refuse, collector, given);
}

/** The same for files that will be sent to a server; also gives their blueprints. */
export async function loadAndValidate(
  chosen: ChosenFiles,
  catalog: Catalog,
  project: OpenProject | undefined,
  refuse: RefuseVariable,
  collector: Collector,
  given: ReadonlySet<string>,
): Promise<Checked & { readonly blueprints: readonly Blueprint[] }> {
  const against = { catalog, run: { given, isSent: true } };
  const loaded: LoadedFile[] = [];
  for (const file of chosen.files) loaded.push(await checkFile(file, against));
  return {
    ...putTogether(chosen, loaded, catalog, project, refuse, collector, given),
    blueprints: loaded.flatMap(({ blueprints }) => blueprints),
  };
}

function putTogether(
  { files, isWhole, partial }: ChosenFiles,
  checked: readonly CheckedFile[],
  catalog: Catalog,
  project: OpenProject | undefined,
  refuse: RefuseVariable,
  collector: Collector,
  given?: ReadonlySet<string>,
): Checked {
  const found = new Collector(forRelease(catalog));
  const paths = files
    .filter(({ walked }, index) => !walked || !isOther(checked[index]))
    .map(({ path }) => path);
  for (const { findings } of checked) for (const finding of findings) found.report(finding);
  const parts = checked.flatMap((one) => one.parts);
  const lists = project?.project.lists ?? [];
  const merged = project
    ? mergedLists(lists, project.project.file, catalog, found.report)
    : new Set<string>();
  const protect = project
    ? protectedNames(project.project.protect, project.project.file, catalog, found.report)
    : [];
  const unmanaged = project
    ? ignorePatterns(project.project.unmanaged, project.project.file, catalog, found.report)
    : [];
  validateAcross(parts, catalog, found.report, merged, given);
  checkVariables(parts, refuse, found.report);
  if (project && isWhole)
    unusedLists(
      lists,
      project.project.file,
      merged,
      fieldsSet(parts.map(({ summary }) => summary)),
      found.report,
    );
  const ignores = new Ignores(parts.map(({ file }) => file));
  const rules = project?.project.rules ?? new Map();
  const kept = ignores
    .keep(found.diagnostics)
    .map((one) =>
      one.supposed && one.severity === 'error' && partial?.has(one.place?.file.path ?? '')
        ? { ...one, severity: 'warning' as const }
        : one,
    );
  for (const diagnostic of withSeverities([...kept, ...ignores.findings(isWhole).map(toDiagnostic)], rules))
    collector.report(diagnostic);
  return {
    mergedLists: merged,
    protect,
    unmanaged,
    paths,
    others: files.length - paths.length,
    entries: checked.reduce((sum, one) => sum + one.entries, 0),
    secrets: parts.flatMap(({ file }) => secretSpans(file).map(({ text }) => text)),
    ofPlan: (diagnostics) =>
      diagnostics.flatMap((one) =>
        one.severity === 'error' ? [one] : withSeverities(ignores.keep([one]), rules),
      ),
  };
}

/** Whether there is nothing to say of a file: it is no blueprint and holds none. */
function isOther(file: CheckedFile | undefined): boolean {
  return file?.parts.length === 0 && file.findings.length === 0;
}

/**
 * The findings to show, without secrets: errors always, warnings, findings about the whole run and some notes unless
 * `quiet`, infos when `verbose`; sorted by file and place.
 */
export function shownDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: Verbosity,
  secrets: KnownSecrets,
): Diagnostic[] {
  const shown = diagnostics.filter(
    ({ severity, place, code }) =>
      severity === 'error' ||
      (severity === 'warning' || !place || isSaid(code) ? !options.quiet : options.verbose),
  );
  const order = new Map<string, number>();
  const fileOf = ({ place }: Diagnostic): string => place?.file.path ?? '';
  for (const one of shown) if (!order.has(fileOf(one))) order.set(fileOf(one), order.size);
  const rank = (one: Diagnostic): number => order.get(fileOf(one)) ?? 0;
  // Sorting is stable: findings at one place stay in the order in which they were reported.
  return shown
    .sort((a, b) => rank(a) - rank(b) || (a.place?.span.start ?? 0) - (b.place?.span.start ?? 0))
    .map((one) => maskDiagnostic(one, secrets));
}

/** Prints findings for people, on stderr. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: Verbosity, io: Io): void {
  const shown = shownDiagnostics(diagnostics, options, io.secrets);
  if (shown.length > 0) io.err(`${formatDiagnostics(shown, io.paintErr, io.errColumns)}\n`);
}
