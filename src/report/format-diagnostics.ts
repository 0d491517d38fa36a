import type { ChalkInstance } from 'chalk';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';
import { clean } from '../source/clean.ts';
import { formatCodeFrame } from './code-frame.ts';
import { wrapText } from './terminal/wrap.ts';

/** `file:line:column` of a place. */
function formatPlace(place: Place): string {
  const { line, column } = LineIndex.of(place.file).position(place.span.start);
  return `${clean(place.file.path)}:${line}:${column}`;
}

/**
 * Findings for people: place, severity, message, code, the line, notes and hint; empty when there are none.
 * `columns`: the most of a line, which is broken between words.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  paint: ChalkInstance,
  columns = Infinity,
): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, paint, columns)).join('\n\n');
}

function formatDiagnostic(diagnostic: Diagnostic, paint: ChalkInstance, columns: number): string {
  const { severity, code, message, place, hint, notes } = diagnostic;
  const words = {
    error: () => paint.red.bold('error'),
    warning: () => paint.yellow.bold('warning'),
    info: () => paint.cyan('note'),
  };
  const word = words[severity]();
  const wrap = (line: string): string => wrapText(line, columns);
  const lines = [
    wrap(
      `${place ? `${paint.bold(formatPlace(place))} ` : ''}${word} ${clean(message)} ${paint.dim(`(${code})`)}`,
    ),
  ];
  if (place && place.file.text !== '') lines.push(indent(formatCodeFrame(place, paint, columns - 2)));
  for (const note of notes ?? [])
    lines.push(
      wrap(
        `  ${paint.dim('note:')} ${clean(note.message)}${note.place ? ` ${paint.dim(`(${formatPlace(note.place)})`)}` : ''}`,
      ),
    );
  if (hint !== undefined) lines.push(wrap(`  ${paint.cyan('hint:')} ${clean(hint)}`));
  return lines.join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/**
 * `2 errors, 1 warning in 4 files, 120 entries, for authentik 2024.8.6`, with the files that a plan leaves out,
 * and the other files of the folders, which are no blueprints.
 */
export function formatCounts(
  diagnostics: readonly Diagnostic[],
  { files, others, entries }: { readonly files: number; readonly others: number; readonly entries: number },
  release: string,
): string {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.filter((one) => one.severity === 'warning').length;
  const problems: string[] = [];
  if (errors > 0) problems.push(count(errors, 'error'));
  if (warnings > 0) problems.push(count(warnings, 'warning'));
  const found = problems.join(', ') || 'no problems';
  const rest = others === 0 ? '' : `; ${count(others, 'other file')} of no blueprints`;
  return `${found} in ${count(files, 'file')}, ${count(entries, 'entry', 'entries')}, for authentik ${release}${leftOutText(diagnostics)}${rest}`;
}

/** What a plan leaves out: `; 2 files left out by their label`. */
export function leftOutText(diagnostics: readonly Diagnostic[]): string {
  return leftOutWords(diagnostics.filter(({ code }) => code === 'label-skipped').length);
}

/** The same for a number of files; nothing for none. */
export function leftOutWords(files: number): string {
  return files === 0 ? '' : `; ${count(files, 'file')} left out by ${files === 1 ? 'its' : 'their'} label`;
}

/** A number with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
