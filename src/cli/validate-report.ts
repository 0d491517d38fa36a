import { relative, resolve, sep } from 'node:path';
import { docsOf } from '../diagnostics/docs.ts';
import type { ValidateReport } from '../report/validate-report.ts';
import type { Io } from './io.ts';
import { PAGES } from './pages.ts';
import { version } from './version.ts';

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
