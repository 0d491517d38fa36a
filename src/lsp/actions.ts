import { type CodeAction, CodeActionKind, type Diagnostic as LspDiagnostic, type Range, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Diagnostic, Edit, Fix } from '../diagnostics/diagnostic.ts';
import { isFixed } from '../diagnostics/fixed-codes.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';
import { type Addresses, toLsp, toRange } from './to-lsp.ts';
import type { Draft } from './draft.ts';
import { locate } from './locate.ts';

/** The kind of the action that mends all that is mechanical, as editors run it on save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.ak-blueprint`;

/** What can be done about the findings of a file in a range; `only`: the kinds that the editor asks for. */
export function actionsAt(draft: Draft, found: readonly Diagnostic[], range: Range, only: readonly string[] | undefined, addresses: Addresses): CodeAction[] {
  const wants = (kind: string): boolean => only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const here = found.filter(({ place }) => place && touches(toRange(place), range));
  return [
    ...(wants(CodeActionKind.QuickFix) ? here.flatMap((diagnostic) => quickFixes(draft, diagnostic, addresses)) : []),
    ...(wants(FIX_ALL) ? fixAll(found, addresses) : []),
  ];
}

function touches(one: Range, other: Range): boolean {
  const isBefore = (a: Range['end'], b: Range['start']): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function quickFixes(draft: Draft, diagnostic: Diagnostic, addresses: Addresses): CodeAction[] {
  const shown = toLsp(diagnostic, addresses);
  const fixes = (diagnostic.fixes ?? []).map((fix) => ({ ...quickFix(fix.title, shown, toEdit(fix.edits, addresses)), ...(fix.mechanical ? { isPreferred: true } : {}) }));
  return [...fixes, ...(diagnostic.place && !isFixed(diagnostic.code) ? [ignore(draft, diagnostic, diagnostic.place, shown)] : [])];
}

function quickFix(title: string, diagnostic: LspDiagnostic, edit: WorkspaceEdit): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
}

/** A comment on the line above, where nothing but a comment can stand: above the key of an indented text, not in it. */
function ignore(draft: Draft, { code }: Diagnostic, { file, span }: Place, shown: LspDiagnostic): CodeAction {
  const node = locate(draft.root, span.start)?.node;
  const index = LineIndex.of(file);
  const { line } = index.position(node && node.kind === 'scalar' ? Math.min(node.span.start, span.start) : span.start);
  const indent = /^ */.exec(index.line(line))?.[0] ?? '';
  const at = { line: line - 1, character: 0 };
  return quickFix(`ignore ${code} here`, shown, { changes: { [draft.uri]: [{ range: { start: at, end: at }, newText: `${indent}# ak-blueprint-ignore ${code}: \n` }] } });
}

function fixAll(found: readonly Diagnostic[], addresses: Addresses): CodeAction[] {
  const fixes = apart(found.flatMap(({ fixes: all }) => (all ?? []).filter(({ mechanical }) => mechanical).slice(0, 1)));
  if (fixes.length === 0) return [];
  return [{ title: `fix ${fixes.length === 1 ? 'the finding' : `${fixes.length} findings`} that need no decision`, kind: FIX_ALL, edit: toEdit(fixes.flatMap(({ edits }) => edits), addresses) }];
}

/** Those fixes that do not touch what an earlier one changes; the others are found again after that. */
function apart(fixes: readonly Fix[]): Fix[] {
  const taken: Edit[] = [];
  return fixes.filter(({ edits }) => {
    const free = edits.every((edit) => taken.every((other) => other.place.file.path !== edit.place.file.path || other.place.span.end < edit.place.span.start || edit.place.span.end < other.place.span.start));
    if (free) taken.push(...edits);
    return free;
  });
}

function toEdit(edits: readonly Edit[], { uriOf }: Addresses): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { place, text } of edits) (changes[uriOf(place.file.path)] ??= []).push({ range: toRange(place), newText: text });
  return { changes };
}
