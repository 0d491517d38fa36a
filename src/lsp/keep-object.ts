import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { WAS } from '../blueprint/was-comment.ts';
import type { Span } from '../source/source-file.ts';
import { type Draft, type DraftEntry, draftOf } from './draft.ts';
import { wholeOf } from './locate.ts';
import { pairOf, type SketchNode, textOf, valueOf } from './sketch/node.ts';

/** An identifier that has another value than it had. */
interface Changed {
  readonly name: string;
  /** The value that it had, as a comment has it. */
  readonly was: string;
}

/**
 * The action that keeps the object of an entry whose identifiers are others than when the file was opened: it writes
 * the comment with the values that were there. `opened`: the text at that time.
 */
export function keepObject(draft: Draft, opened: string, { start }: Range): CodeAction[] {
  const offset = draft.document.offsetAt(start);
  const entry = draft.entries.find(({ node }) => holds(identifiersSpan(node), offset));
  if (!entry || opened === draft.text) return [];
  const at = lineOf(draft, entry);
  if (at === undefined || isSaid(draft, entry, at)) return [];
  const old = draftOf(TextDocument.create(draft.uri, 'yaml', 0, opened));
  const before = entryBefore(draft, old, entry);
  const changed = before ? changedIn(draft, entry, old, before) : [];
  if (changed.length === 0) return [];
  const comment = `# ${WAS}: ${changed.map(({ name, was }) => `${name}=${was}`).join(', ')}`;
  const position = { line: at.line, character: 0 };
  const edit = { range: { start: position, end: position }, newText: `${at.indent}${comment}\n` };
  return [
    {
      title: `keep the object: add "${comment}"`,
      kind: CodeActionKind.QuickFix,
      edit: { changes: { [draft.uri]: [edit] } },
    },
  ];
}

function holds(span: Span | undefined, offset: number): boolean {
  return span !== undefined && span.start <= offset && offset <= span.end;
}

/** From the key `identifiers` to the last of them. */
function identifiersSpan(entry: SketchNode): Span | undefined {
  const pair = pairOf(entry, 'identifiers');
  return pair && { start: pair.key.span.start, end: (pair.value ?? pair.key).span.end };
}

/** The line in which an entry begins, with what stands before its dash; undefined where more does. */
function lineOf(
  { document, text }: Draft,
  { node }: DraftEntry,
): { readonly line: number; readonly indent: string } | undefined {
  const { line } = document.positionAt(node.span.start);
  const before = text.slice(document.offsetAt({ line, character: 0 }), node.span.start);
  const indent = /^([ \t]*)-[ \t]+$/.exec(before)?.[1];
  return indent === undefined ? undefined : { line, indent };
}

/** Whether a comment of the entry, or right above it, says already what it was. */
function isSaid(
  { document, text }: Draft,
  { node }: DraftEntry,
  { line }: { readonly line: number },
): boolean {
  const lines = text
    .slice(0, document.offsetAt({ line, character: 0 }))
    .split('\n')
    .slice(0, -1);
  const own = text.slice(
    node.span.start,
    document.offsetAt({ line: document.positionAt(node.span.end).line + 1, character: 0 }),
  );
  const above = lines.slice(lines.findLastIndex((one) => !/^\s*(#|$)/.test(one)) + 1);
  return [...above, own].some((one) => one.includes(`# ${WAS}`));
}

/**
 * The entry as it was: the one with its id, else the one of its model with the same attributes, or in its place, whose
 * identifiers nothing has now.
 */
function entryBefore(draft: Draft, old: Draft, entry: DraftEntry): DraftEntry | undefined {
  const now = new Set(draft.entries.map((one) => identityOf(draft, one)));
  const gone = old.entries.filter((one) => one.model === entry.model && !now.has(identityOf(old, one)));
  const attrs = partText(draft, entry, 'attrs');
  return (
    gone.find(({ id }) => id !== undefined && id.text === entry.id?.text) ??
    only(gone.filter((one) => partText(old, one, 'attrs') === attrs)) ??
    gone.find(({ index }) => index === entry.index && old.entries.length === draft.entries.length)
  );
}

function only<T>([first, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? first : undefined;
}

function identityOf(draft: Draft, entry: DraftEntry): string {
  return `${entry.model} ${partText(draft, entry, 'identifiers')}`;
}

function partText(draft: Draft, { node }: DraftEntry, part: string): string {
  const value = valueOf(node, part);
  return value ? written(draft, value).replace(/\s+/g, ' ') : '';
}

function written({ text }: Draft, node: SketchNode): string {
  const { start, end } = wholeOf(node);
  return text.slice(start, end).trim();
}

function changedIn(draft: Draft, entry: DraftEntry, old: Draft, before: DraftEntry): Changed[] {
  const identifiers = valueOf(entry.node, 'identifiers');
  if (identifiers?.kind !== 'map') return [];
  return identifiers.pairs.flatMap(({ key, value }) => {
    const name = textOf(key) ?? '';
    const had = valueOf(valueOf(before.node, 'identifiers'), name);
    if (!value || !had || name === 'pk' || written(draft, value) === written(old, had)) return [];
    const was = commented(written(old, had), had);
    return was === undefined ? [] : [{ name, was }];
  });
}

/** A value as a comment has it; undefined where it takes more than a line, or is no value that identifies. */
function commented(text: string, node: SketchNode): string | undefined {
  if (text === '' || text.includes('\n') || node.kind === 'alias') return undefined;
  if (node.tag) return text;
  if (node.kind !== 'scalar' || node.style === '|') return undefined;
  return node.style === '' && /[,#=:"'[\]{}]/.test(text) ? JSON.stringify(text) : text;
}
