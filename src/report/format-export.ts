import type { ExportResult } from '../export/export-result.ts';
import { clean } from '../source/clean.ts';
import type { ExportReport } from './export-report.ts';
import { count } from './format-diagnostics.ts';

/** Not more of one kind are listed for people. */
const MOST = 20;

/** Why objects are left out, for people, in the order in which it is told. */
const REASONS: Readonly<Record<keyof ExportResult['leftOut'], string>> = {
  bundled: 'as authentik made them',
  brought: 'that the server makes along with others',
  'not-creatable': 'that no blueprint can make',
  record: 'that are records of what happened',
  user: 'that are users, or theirs (--users takes them)',
  declared: 'that other files declare',
  unnamed: 'that nothing tells apart',
  unwritable: 'that cannot be written',
};

/** What an export wrote, what it left out, and what people must know of it. */
export function formatExport({ result, folder, leftBehind, requests, seconds }: ExportReport): string {
  const { files, variables, leftOut, references, incomplete } = result;
  const entries = files.reduce((sum, file) => sum + file.entries, 0);
  const lines: string[] = [];
  const outside = references.filter(({ everywhere }) => !everywhere);
  lines.push(
    ...listed(
      'What the files refer to and do not have (a server without it needs it first):',
      outside.map(({ model, name }) => `${model} ${name}`),
    ),
    ...listed(
      'What is not exported as it is:',
      incomplete.map(({ file, model, name, why }) => `${file}: ${model} ${name}: ${why}`),
    ),
    ...listed(
      'Written by an earlier export, and not by this one (delete what is not there any more):',
      leftBehind.map((file) => `${(folder ?? '').replace(/\/+$/, '')}/${file}`),
    ),
  );
  const left = Object.entries(REASONS).flatMap(([reason, words]) => {
    const number = leftOut[reason as keyof typeof REASONS];
    return number === undefined ? [] : [`${number} ${words}`];
  });
  if (left.length > 0) lines.push(`Left out: ${left.join(', ')}.`);
  if (variables.length > 0)
    lines.push(
      `${count(variables.length, 'secret')} ${variables.length === 1 ? 'is' : 'are'} read from the environment${folder === undefined ? '' : '; the names are in .env.example'}.`,
    );
  lines.push(
    `Exported ${count(entries, 'object')} in ${count(files.length, 'file')}${folder === undefined ? '' : ` in ${clean(folder)}`}.  ${count(requests.total, 'request')}, ${seconds.toFixed(1)} s`,
  );
  return lines.join('\n');
}

/** A list with a head; not more than some of the items. */
export function listed(head: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > MOST ? [`  … and ${items.length - MOST} more (--format json has all)`] : [];
  return [head, ...items.slice(0, MOST).map((item) => `  ${clean(item)}`), ...more];
}
