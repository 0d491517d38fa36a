import type { ChalkInstance } from 'chalk';
import type { LanguageChange } from '../blueprint/language-changes.ts';
import type { CatalogChanges } from '../catalog/changes/catalog-changes.ts';
import { type ChangeLine, changesLines } from './changes-lines.ts';

/** What changed from one release to another: in the models, and in the language of blueprints. */
export interface ReleaseChanges {
  readonly changes: CatalogChanges;
  readonly language: readonly LanguageChange[];
}

/**
 * A comparison of two releases for people: a line for each model, and below it a line for each part that
 * changed.
 */
export function formatChanges(
  { changes, language }: ReleaseChanges,
  { paint }: { readonly paint: ChalkInstance },
): string {
  const lines = changesLines(changes, language);
  const widths = [0, 1].map((depth) =>
    Math.min(60, Math.max(0, ...lines.filter((line) => line.depth === depth).map(({ name }) => name.length))),
  );
  const colors = { '+': paint.green, '-': paint.red, '~': paint.yellow };
  const shown = lines.map(({ sign, name, text, depth }) => {
    const isModel = depth === 0;
    const padded = text === '' ? name : name.padEnd(widths[depth] ?? 0);
    const start = `${'    '.repeat(depth)}${colors[sign](sign)} ${isModel ? paint.bold(padded) : padded}`;
    return text === '' ? start : `${start}  ${isModel ? paint.dim(text) : text}`;
  });
  return [`authentik ${changes.from} → ${changes.to}: ${counts(lines)}`, ...shown].join('\n');
}

/** The same as Markdown, for a pull request or a wiki. */
export function formatChangesMarkdown({ changes, language }: ReleaseChanges): string {
  const lines = changesLines(changes, language);
  const words = { '+': 'added', '-': 'removed', '~': 'changed' };
  const shown = lines.flatMap(({ sign, name, text, depth }) => {
    const what = words[sign];
    if (depth > 0) return `- ${what} **${name}**${text === '' ? '' : `: ${text}`}`;
    return name === 'language'
      ? ['', `### Blueprint language: ${text} (${what})`, '']
      : ['', `### \`${name}\` (${what})`, '', `\`${text}\``, ''];
  });
  return [`## authentik ${changes.from} → ${changes.to}`, '', counts(lines), ...shown]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function counts(lines: readonly ChangeLine[]): string {
  const models = lines.filter(({ depth, name }) => depth === 0 && name !== 'language');
  if (models.length === 0) return 'no model changed';
  const of = (sign: string): number => models.filter((line) => line.sign === sign).length;
  return `models: ${of('+')} added, ${of('-')} removed, ${of('~')} changed`;
}
