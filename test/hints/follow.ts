import { loadCatalog } from '../../src/cli/catalogs.ts';
import { walkNodes } from '../../src/blueprint/walk.ts';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { LineIndex } from '../../src/source/line-index.ts';
import { checkFiles } from '../validate/check.ts';

/** What a person does who follows a hint: the text that is taken away, and the one that the hint names for it. */
export interface Step {
  readonly from: string;
  readonly to: string;
}

const catalogs = new Map(
  ['2023.2', '2025.12'].map((release) => [release, loadCatalog(release, () => undefined)] as const),
);

/** The errors and warnings of a text; what only a server can tell is not among them. */
export function found(text: string, release = '2025.12'): readonly Diagnostic[] {
  return foundIn(text, catalogs.get(release));
}

/** The errors and warnings of a text for the release of a catalog. */
export function foundIn(text: string, catalog: Catalog | undefined): readonly Diagnostic[] {
  return checkFiles([{ path: 'hint.yaml', bytes: Buffer.from(text) }], catalog).filter(
    ({ severity }) => severity !== 'info',
  );
}

/** A finding in one line, with its hint. */
export function said({ severity, code, message, hint }: Diagnostic): string {
  return `${severity} ${code}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

/** A text after the first fix of each finding was made, as `--fix` or an editor does. */
export function fixed(text: string, findings: readonly Diagnostic[]): string {
  return applyFixes(
    { path: 'hint.yaml', text },
    findings.map((finding) => ({
      ...finding,
      fixes: finding.fixes?.slice(0, 1).map((fix) => ({ ...fix, mechanical: true as const })),
    })),
  ).text;
}

/**
 * The texts that come of following one finding alone: its fixes, first of all; else what its hint says, one text for
 * each of the ways that it names. Nothing is known here but the words: a hint that does not name what to write gives
 * none.
 */
export function ways(text: string, finding: Diagnostic): readonly string[] {
  const { fixes = [], place, hint } = finding;
  const byFix = fixes.map((fix) => fixed(text, [{ ...finding, fixes: [fix] }]));
  if (byFix.length > 0 || !place || hint === undefined) return byFix;
  const { start, end } = place.span;
  return hint.split(/; |, or /).flatMap((way) => followedWay(text, start, end, way));
}

/** The text after what one part of a hint says was done at a place; none where it names nothing. */
function followedWay(text: string, start: number, end: number, way: string): readonly string[] {
  const by = /^(?:or )?indent (?:it|its dash) by (\d+)$/.exec(way)?.[1] ?? /^by (\d+)$/.exec(way)?.[1];
  if (by !== undefined) return [indented(text, start, Number(by))];
  const write =
    /\bsuch as (.+)$/.exec(way)?.[1] ?? /\bwrite (.+?)(?: (?:or|for) [!\w][^,]*)?$/.exec(way)?.[1];
  if (write !== undefined)
    return [
      text.slice(0, start) + write + text.slice(write.startsWith('!') ? wholeTag(text, start, end) : end),
    ];
  const meant = /^did you mean "?([^"]+?)"?\?/.exec(way)?.[1];
  if (meant !== undefined) return [text.slice(0, start) + meant + text.slice(end)];
  const most = /at most (\d+) characters/.exec(way)?.[1];
  if (most !== undefined) return [text.slice(0, start + Number(most)) + text.slice(end)];
  const first = /: ([^ ,:]+)(?:, .*)?$/.exec(way)?.[1];
  if (first !== undefined && /^ids? /.test(way))
    return [text.slice(0, start) + `!KeyOf ${first}` + text.slice(end)];
  if (/^take (?:the line|it) out\b/.test(way)) return [withoutLine(text, start)];
  return [];
}

/** Where a tag with its arguments ends, of which only the tag is marked. */
function wholeTag(text: string, start: number, end: number): number {
  const file = { path: 'hint.yaml', text };
  const root = readYaml(file, () => undefined);
  let found = end;
  if (root)
    walkNodes(root, (node) => {
      if (node.kind === 'tag' && node.tagSpan.start === start) found = node.span.end;
      return undefined;
    });
  return found;
}

/** The text with the line of an offset in another column, and what stands under it moved along. */
function indented(text: string, at: number, column: number): string {
  const lines = text.split('\n');
  const line = LineIndex.of({ path: 'hint.yaml', text }).position(at).line - 1;
  const now = /^ */.exec(lines[line] ?? '')?.[0].length ?? 0;
  lines[line] = ' '.repeat(column) + (lines[line] ?? '').slice(now);
  return lines.join('\n');
}

function withoutLine(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return text.slice(0, start) + (end === -1 ? '' : text.slice(end + 1));
}
