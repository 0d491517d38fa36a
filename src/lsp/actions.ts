import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic as LspDiagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { applyFixes, mechanicalFix } from '../diagnostics/apply-fixes.ts';
import type { Diagnostic, Edit } from '../diagnostics/diagnostic.ts';
import { isFixed } from '../diagnostics/fixed-codes.ts';
import { LineIndex } from '../source/line-index.ts';
import { type Addresses, toLsp, toRange } from './to-lsp.ts';
import { type Draft, isBlueprint } from './draft.ts';
import { keepObject } from './keep-object.ts';
import { locate } from './locate.ts';

/** The kind of the action that mends all that is mechanical, as editors run it on save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.ak-blueprint`;

/** What an editor asks about. */
export interface Asked {
  readonly range: Range;
  /** The kinds of actions that it wants; undefined: all. */
  readonly only: readonly string[] | undefined;
  /** The text of the file when it was opened; undefined: not known. */
  readonly opened: string | undefined;
}

/** What can be done in a range of a file: about its findings, and about identifiers that were changed there. */
export function actionsAt(
  draft: Draft,
  found: readonly Diagnostic[],
  { range, only, opened }: Asked,
  addresses: Addresses,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const here = found.filter(({ place }) => place && touches(toRange(place), range));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix))
    actions.push(
      ...here.flatMap((diagnostic) => quickFixes(draft, diagnostic, addresses)),
      ...(opened === undefined ? [] : keepObject(draft, opened, range)),
    );
  if (wants(FIX_ALL)) actions.push(...fixAll(found, addresses));
  return actions;
}

function touches(one: Range, other: Range): boolean {
  const isBefore = (a: Range['end'], b: Range['start']): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function quickFixes(draft: Draft, diagnostic: Diagnostic, addresses: Addresses): CodeAction[] {
  const shown = toLsp(diagnostic, addresses);
  const fixes = (diagnostic.fixes ?? []).map(({ title, edits, mechanical }) => {
    const action = quickFix(title, shown, toEdit(edits, addresses));
    return mechanical ? { ...action, isPreferred: true } : action;
  });
  return [...fixes, ...ignore(draft, diagnostic, shown)];
}

function quickFix(title: string, diagnostic: LspDiagnostic, edit: WorkspaceEdit): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
}

/**
 * A comment on the line above; none inside a text of several lines, where it would be text, too, unless that
 * text is itself a blueprint.
 */
function ignore(draft: Draft, { code, ...found }: Diagnostic, shown: LspDiagnostic): CodeAction[] {
  const place = found.value ?? found.place;
  if (!place || isFixed(code)) return [];
  const { file, span } = place;
  const index = LineIndex.of(file);
  const { line } = index.position(span.start);
  const node = locate(draft.root, span.start)?.node;
  if (node?.kind === 'scalar' && index.position(node.span.start).line < line && isBlueprint(draft)) return [];
  const indent = /^ */.exec(index.line(line))?.[0] ?? '';
  const at = { line: line - 1, character: 0 };
  return [
    quickFix(`ignore ${code} here`, shown, {
      changes: {
        [draft.uri]: [
          { range: { start: at, end: at }, newText: `${indent}# ak-blueprint-ignore ${code}: \n` },
        ],
      },
    }),
  ];
}

function fixAll(found: readonly Diagnostic[], addresses: Addresses): CodeAction[] {
  const file = found.find((one) => mechanicalFix(one))?.place?.file;
  if (!file) return [];
  const fixes = applyFixes(file, found).fixed.flatMap((one) => mechanicalFix(one) ?? []);
  return [
    {
      title: `fix what needs no decision (${fixes.length})`,
      kind: FIX_ALL,
      edit: toEdit(
        fixes.flatMap(({ edits }) => edits),
        addresses,
      ),
    },
  ];
}

function toEdit(edits: readonly Edit[], { uriOf }: Addresses): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { place, text } of edits)
    (changes[uriOf(place.file.path)] ??= []).push({ range: toRange(place), newText: text });
  return { changes };
}
