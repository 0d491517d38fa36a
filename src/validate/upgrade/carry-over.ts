import { isNull, type Node, type Pair } from '../../blueprint/blueprint.ts';
import type { ValueChange } from '../../catalog/facts/renames.ts';
import type { Edit } from '../../diagnostics/diagnostic.ts';
import { LineIndex } from '../../source/line-index.ts';
import type { SourceFile } from '../../source/source-file.ts';

/**
 * The edits that convert the value of a pair to a new form, keeping its comments and layout. Undefined where
 * the text cannot be edited simply (an alias, a block), or where a person must decide.
 */
export function carryOver(file: SourceFile, pair: Pair, change: ValueChange): readonly Edit[] | undefined {
  if (change === 'same') return [];
  if (change === 'decide' || !standsBeside(file, pair)) return undefined;
  const { value } = pair;
  if (change === 'list') {
    if (isNull(value)) return put(file, value, value.span.end > value.span.start ? '[]' : ' []');
    return isInline(file, value) ? around(file, value) : undefined;
  }
  if (value.kind !== 'scalar') return undefined;
  if (change === 'redirect-uris') return redirectUris(file, pair, value.text);
  const text = changed(typeof value.value === 'boolean' ? String(value.value) : value.text, change);
  return text === undefined || !isInline(file, value) ? undefined : put(file, value, text);
}

/** The new form of a text; undefined where a person must decide. */
function changed(
  text: string,
  change: 'minutes' | { readonly values: Readonly<Record<string, string>> },
): string | undefined {
  if (change === 'minutes') return /^\d+$/.test(text) ? `minutes=${text}` : undefined;
  return Object.hasOwn(change.values, text) ? change.values[text] : undefined;
}

/** Whether there is only the colon between a key and its value: no anchor, and the value is no alias. */
function standsBeside(file: SourceFile, { keyNode, value }: Pair): boolean {
  return (
    value.span.start >= keyNode.span.end &&
    /^\s*:\s*$/.test(file.text.slice(keyNode.span.end, value.span.start))
  );
}

/** Whether a value is on one line and stays the same inside a flow list. */
function isInline(file: SourceFile, node: Node): boolean {
  const text = file.text.slice(node.span.start, node.span.end);
  if (text === '' || text.includes('\n') || text.includes(' #')) return false;
  // Of a tag only a scalar argument could end early; a flow list is closed by its bracket.
  if (node.kind === 'tag')
    return node.form !== 'scalar' || isPlain(text.slice(node.tagSpan.end - node.span.start));
  return node.kind !== 'scalar' || node.quoted || isPlain(text);
}

/** Whether a text needs no quotes inside a flow list. */
function isPlain(text: string): boolean {
  return !/[,[\]{}]|: /.test(text);
}

function around(file: SourceFile, { span }: Node): readonly Edit[] {
  return [
    { place: { file, span: { start: span.start, end: span.start } }, text: '[' },
    { place: { file, span: { start: span.end, end: span.end } }, text: ']' },
  ];
}

function put(file: SourceFile, { span }: Node, text: string): readonly Edit[] {
  return [{ place: { file, span }, text }];
}

/**
 * Converts addresses, one per line, to a list. One that looks like a regular expression was used as one, so a
 * person must decide.
 */
function redirectUris(file: SourceFile, { keyNode, value }: Pair, text: string): readonly Edit[] | undefined {
  const urls = text.split(/\s+/).filter((url) => url !== '');
  if (
    urls.length === 0 ||
    urls.some((url) => /[*^$()[\]{}|\\+]|\.\?/.test(url) || /["'#,]|^[&!%@`>-]/.test(url))
  )
    return urls.length === 0 && isInline(file, value) ? put(file, value, '[]') : undefined;
  const isFlow =
    file.text.slice(0, keyNode.span.start).trimEnd().at(-1) === '{' ||
    file.text.slice(0, keyNode.span.start).trimEnd().at(-1) === ',';
  const source = file.text.slice(value.span.start, value.span.end);
  if (isFlow || !source.includes('\n'))
    return isInline(file, value)
      ? put(file, value, `[${urls.map((url) => `{matching_mode: strict, url: "${url}"}`).join(', ')}]`)
      : undefined;
  const indent = ' '.repeat(LineIndex.of(file).position(keyNode.span.start).column - 1);
  const items = urls.map((url) => `\n${indent}- matching_mode: strict\n${indent}  url: ${url}`).join('');
  // A block ends with the line break of its last line, which is kept. So is what is between the key and the
  // block.
  const end = value.span.start + source.trimEnd().length;
  const start =
    value.span.start - (/[ \t]*$/.exec(file.text.slice(keyNode.span.end, value.span.start))?.[0].length ?? 0);
  return [{ place: { file, span: { start, end } }, text: items }];
}
