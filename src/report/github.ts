import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { clean } from '../source/clean.ts';
import { LineIndex } from '../source/line-index.ts';
import { messageOf, type ValidateReport } from './validate-report.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Findings as workflow commands of GitHub Actions, which shows each at its line of the pull request. GitHub
 * shows at most ten errors and ten warnings of a step; SARIF has no such limit.
 */
export function formatGithub({ diagnostics, pathOf }: ValidateReport): string {
  return diagnostics.map((diagnostic) => formatCommand(diagnostic, pathOf)).join('\n');
}

function formatCommand(diagnostic: Diagnostic, pathOf: (path: string) => string): string {
  const { place, severity, code } = diagnostic;
  const properties: (readonly [string, string | number])[] = [];
  if (place) {
    const index = LineIndex.of(place.file);
    const start = index.position(place.span.start);
    const end = index.position(place.span.end);
    properties.push(['file', clean(pathOf(place.file.path))], ['line', start.line], ['endLine', end.line]);
    // GitHub accepts columns only for a place within one line. Its last column is inclusive, ours is not.
    if (start.line === end.line)
      properties.push(['col', start.column], ['endColumn', Math.max(start.column, end.column - 1)]);
  }
  const list = [...properties, ['title', code] as const]
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${COMMANDS[severity]} ${list}::${escapeText(messageOf(diagnostic))}`;
}

/** A command ends at the end of its line, so line breaks are escaped as in GitHub's toolkit. */
function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
