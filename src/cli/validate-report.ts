import { relative, resolve, sep } from 'node:path';
import { docsOf } from '../diagnostics/docs.ts';
import type { ValidateReport } from '../report/validate-report.ts';
import type { Io } from './io.ts';
import { PAGES } from './pages.ts';
import { version } from './version.ts';

/**
 * Completes a report with version, pages and paths. Paths are relative to the root of the repository in
 * GitHub Actions, else to the working directory.
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
