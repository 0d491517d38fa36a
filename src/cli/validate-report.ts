import { relative, resolve, sep } from 'node:path';
import { docsOf } from '../diagnostics/docs.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { FormatReport, ValidateReport } from '../report/validate-report.ts';
import type { Io } from './io.ts';
import { PAGES } from './pages.ts';
import { version } from './version.ts';

/** The formats of `validate` that are for other programs; each is loaded when it is used. */
const FORMATS: Readonly<Record<string, () => Promise<FormatReport>>> = {
  json: async () => (await import('../report/validate-json.ts')).formatValidateJson,
  sarif: async () => (await import('../report/sarif.ts')).formatSarif,
  junit: async () => (await import('../report/junit.ts')).formatJunit,
  github: async () => (await import('../report/github.ts')).formatGithub,
  checkstyle: async () => (await import('../report/checkstyle.ts')).formatCheckstyle,
};

/** Formats that hold everything, whatever a terminal would show: programs choose for themselves. */
const WHOLE: ReadonlySet<string> = new Set(['json', 'sarif']);

/** A format of `validate`. */
export interface ReportFormat {
  /** Undefined for `pretty`, which is for people. */
  readonly write: FormatReport | undefined;
  readonly isWhole: boolean;
}

/** The format of that name. Throws a UsageError when there is none. */
export async function reportFormat(name: string): Promise<ReportFormat> {
  const load = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (!load && name !== 'pretty')
    throw new UsageError(
      `--format must be pretty, ${Object.keys(FORMATS).slice(0, -1).join(', ')} or ${Object.keys(FORMATS).at(-1) ?? ''}, not ${name}`,
    );
  return { write: await load?.(), isWhole: WHOLE.has(name) };
}

/**
 * A report with what it needs of its surroundings. Paths count from the root of the repository where GitHub
 * runs us, else from where we are.
 */
export function validateReport(
  report: Omit<ValidateReport, 'pathOf' | 'pageOf' | 'version'>,
  io: Io,
): ValidateReport {
  const workspace = io.env['GITHUB_WORKSPACE'];
  const root = workspace !== undefined && !relative(workspace, io.cwd).startsWith('..') ? workspace : io.cwd;
  return {
    ...report,
    version: version(),
    pageOf: (code) => PAGES.read(docsOf(code)),
    pathOf: (path) =>
      path === '<stdin>' ? path : relative(root, resolve(io.cwd, path)).split(sep).join('/'),
  };
}
