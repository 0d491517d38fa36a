import { LineIndex } from '../source/line-index.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { Blueprint, Entry, MapNode, Node, Pair } from './blueprint.ts';
import { commentedLine } from './comment-line.ts';
import { type WasItem, wasItems } from './was-items.ts';
import { commentsWith } from './yaml/comments.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** The word of a comment that says what an entry's object was identified by before. */
export const WAS = 'ak-blueprint-was';

/** An identifier with the value that it had, as a comment names it. */
export interface FormerField {
  readonly name: string;
  /** Where the name stands, or the value where only that does. */
  readonly nameSpan: Span;
  readonly value: Node;
}

/** What is wrong with a comment, or a part of it. */
interface WasProblem {
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
}

/**
 * A comment `# ak-blueprint-was: <identifier>=<value>[, …]`: the object of its entry had these identifiers before.
 * A value is written as in a blueprint, tags included. The name may be left out on the line of the identifier, and
 * where the entry has only one.
 */
export interface WasComment {
  /** From its `#` to the end of the line. */
  readonly span: Span;
  readonly fields: readonly FormerField[];
  readonly problems: readonly WasProblem[];
  /** The entry that it stands in, or right above; undefined where there is none. */
  readonly entry: Entry | undefined;
}

/** An entry as it was before its object was renamed. */
export interface FormerEntry {
  /** The entry with the identifiers that its object had; each is placed in the comment that gives it. */
  readonly entry: Entry;
  readonly fields: readonly FormerField[];
  readonly comments: readonly WasComment[];
}

/** The comments of a blueprint that say what objects were identified by before, in its order. */
export function wasComments(blueprint: Blueprint): WasComment[] {
  const { file } = blueprint;
  return commentsWith(WAS, file.text).flatMap((span) => {
    const found = new RegExp(`^#\\s*${WAS}(?![\\w-])\\s*:?`).exec(file.text.slice(span.start, span.end));
    return found ? [readComment(blueprint, span, span.start + found[0].length)] : [];
  });
}

const known = new WeakMap<Blueprint, ReadonlyMap<Entry, FormerEntry>>();

/** The former identifiers of each entry that has some, as far as they can be read. A plan asks several times. */
export function formerEntries(blueprint: Blueprint): ReadonlyMap<Entry, FormerEntry> {
  let former = known.get(blueprint);
  if (!former) known.set(blueprint, (former = readFormer(blueprint)));
  return former;
}

function readFormer(blueprint: Blueprint): ReadonlyMap<Entry, FormerEntry> {
  const comments = new Map<Entry, WasComment[]>();
  for (const comment of wasComments(blueprint)) {
    const { entry, fields } = comment;
    if (entry && fields.length > 0) comments.set(entry, [...(comments.get(entry) ?? []), comment]);
  }
  const former = new Map<Entry, FormerEntry>();
  for (const [entry, all] of comments) {
    const one = formerEntry(entry, all);
    if (one) former.set(entry, one);
  }
  return former;
}

function formerEntry(entry: Entry, comments: readonly WasComment[]): FormerEntry | undefined {
  const named = new Map<string, FormerField>();
  for (const field of comments.flatMap(({ fields }) => fields))
    if (!named.has(field.name)) named.set(field.name, field);
  const { identifiers } = entry;
  const fields = [...named.values()].filter(({ name }) => pairNamed(identifiers, name) !== undefined);
  if (!identifiers || fields.length === 0) return undefined;
  const pairs = identifiers.pairs.map((pair): Pair => {
    const field = pair.key === 'pk' ? undefined : named.get(pair.key);
    return field ? { key: pair.key, keyNode: nameNode(field), value: field.value } : pair;
  });
  const span = comments[0]?.span ?? identifiers.span;
  return { entry: { ...entry, identifiers: { kind: 'map', pairs, span } }, fields, comments };
}

function pairNamed(identifiers: MapNode | undefined, name: string): Pair | undefined {
  return name === 'pk' ? undefined : identifiers?.pairs.find(({ key }) => key === name);
}

function nameNode({ name, nameSpan }: FormerField): Node {
  return { kind: 'scalar', value: name, text: name, quoted: false, span: nameSpan };
}

function readComment(blueprint: Blueprint, span: Span, from: number): WasComment {
  const { file } = blueprint;
  const line = commentedLine(file, span).line;
  const entry = blueprint.entries.find((one) => isOn(file, one.span, line));
  const items = wasItems(file.text, from, span.end);
  const fields: FormerField[] = [];
  const problems: WasProblem[] = [];
  const [first] = items;
  if (items.length === 1 && first?.name === undefined && first?.value.start === first?.value.end)
    problems.push({ span, message: 'the comment says nothing', hint: FORM });
  else
    for (const item of items) {
      const read = readItem(file, item, { entry, line, isOnly: items.length === 1 });
      if ('message' in read) problems.push(read);
      else fields.push(read);
    }
  return { span, fields, problems, entry };
}

const FORM =
  'write "# ak-blueprint-was: <identifier>=<value>", with the value that identified the object before';

interface Around {
  readonly entry: Entry | undefined;
  readonly line: number;
  /** Whether the comment has no other item. */
  readonly isOnly: boolean;
}

function readItem(file: SourceFile, { name, value }: WasItem, around: Around): FormerField | WasProblem {
  const whole = { start: name?.start ?? value.start, end: Math.max(value.end, name?.end ?? 0) };
  const short = name ? undefined : onlyIdentifier(file, around);
  const text = name ? file.text.slice(name.start, name.end) : short;
  if (text === undefined)
    return {
      span: whole,
      message: 'it is not said which identifier had this value',
      hint: around.isOnly ? FORM : `${FORM}; a value with a comma stands in quotes`,
    };
  if (value.start === value.end)
    return { span: whole, message: `${text} has no value`, hint: 'write the value behind the "="' };
  const node = readValue(file, value);
  if ('message' in node) return node;
  return { name: text, nameSpan: name ?? value, value: node };
}

/** The identifier that a comment without a name is about: the one on its line, else the only one of the entry. */
function onlyIdentifier(file: SourceFile, { entry, line, isOnly }: Around): string | undefined {
  const pairs = (entry?.identifiers?.pairs ?? []).filter(({ key }) => key !== 'pk');
  const here = pairs.filter(({ keyNode }) => isOn(file, keyNode.span, line));
  const [only, other] = here.length > 0 ? here : pairs;
  return isOnly && !other ? only?.key : undefined;
}

/** A value as YAML, with its places in the file. */
function readValue(file: SourceFile, { start, end }: Span): Node | WasProblem {
  let why = 'nothing stands there';
  const read = readYaml(
    { path: file.path, text: file.text.slice(start, end) },
    ({ message }) => (why = message),
  );
  const quotes = { span: { start, end }, hint: 'put the value in quotes' };
  if (!read) return { ...quotes, message: `the value cannot be read: ${why}` };
  const node = moved(read, start);
  if (node.kind === 'map') return { ...quotes, message: 'the value is a mapping, which identifies nothing' };
  return node.kind === 'seq' ? { ...quotes, message: 'the value is a list, which identifies nothing' } : node;
}

/** A node of a part of a file, with its places in the file. */
function moved(node: Node, by: number): Node {
  const at = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  const span = at(node.span);
  switch (node.kind) {
    case 'scalar':
      return { ...node, span };
    case 'seq':
      return { ...node, span, items: node.items.map((item) => moved(item, by)) };
    case 'map': {
      const pairs = node.pairs.map(({ key, keyNode, value }) => ({
        key,
        keyNode: moved(keyNode, by),
        value: moved(value, by),
      }));
      return { ...node, span, pairs };
    }
    case 'tag':
      return { ...node, span, tagSpan: at(node.tagSpan), args: node.args.map((arg) => moved(arg, by)) };
  }
}

/** Whether a part of a file has something on a line. */
function isOn(file: SourceFile, { start, end }: Span, line: number): boolean {
  const index = LineIndex.of(file);
  const [from, to] = [index.start(line), line < index.count ? index.start(line + 1) : file.text.length];
  return start < to && Math.max(end, start + 1) > from;
}
