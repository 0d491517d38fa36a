import type { Range } from 'vscode-languageserver';
// Offsets and positions as editors count them, and their edits applied.
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../source/source-file.ts';
import { pairOf, type SketchMap, type SketchNode, textOf, valueOf } from './sketch/node.ts';
import { sketch } from './sketch/sketch.ts';

/** A blueprint as it stands in an editor or on disk at one moment, whatever is wrong with it. */
export interface Draft {
  readonly uri: string;
  readonly document: TextDocument;
  readonly text: string;
  readonly root: SketchNode | undefined;
  readonly entries: readonly DraftEntry[];
  /** `metadata.name`. */
  readonly name: string | undefined;
  /** `metadata.labels`. */
  readonly labels: ReadonlyMap<string, string>;
}

/** An entry as far as it is written. */
export interface DraftEntry {
  readonly index: number;
  readonly node: SketchMap;
  /** The section that it stands in, where `entries` has sections. */
  readonly section: string | undefined;
  /** Undefined where it is missing or a tag. */
  readonly model: string | undefined;
  readonly modelNode: SketchNode | undefined;
  readonly id: { readonly text: string; readonly node: SketchNode } | undefined;
}

/** Reads a document as it is. */
export function draftOf(document: TextDocument): Draft {
  const text = document.getText();
  const root = sketch(text);
  const metadata = valueOf(root, 'metadata');
  const labels = valueOf(metadata, 'labels');
  return {
    uri: document.uri,
    document,
    text,
    root,
    entries: entriesOf(root),
    name: textOf(valueOf(metadata, 'name')),
    labels: new Map(
      labels?.kind === 'map'
        ? labels.pairs.map(({ key, value }) => [textOf(key) ?? '', textOf(value) ?? ''])
        : [],
    ),
  };
}

/**
 * Whether this is a blueprint: a mapping with `entries`, and something else that only a blueprint has. Nobody
 * wants to hear of authentik in other YAML files.
 */
export function isBlueprint({ root, entries }: Draft): boolean {
  if (!pairOf(root, 'entries')) return false;
  const list = valueOf(root, 'entries');
  const isEmpty =
    list === undefined ||
    (list.kind === 'scalar' && list.text === '') ||
    (list.kind === 'seq' && list.items.length === 0);
  return isEmpty
    ? pairOf(root, 'version') !== undefined || pairOf(root, 'metadata') !== undefined
    : entries.some(({ node }) =>
        ['model', 'identifiers', 'attrs'].some((key) => pairOf(node, key) !== undefined),
      );
}

function entriesOf(root: SketchNode | undefined): DraftEntry[] {
  const list = valueOf(root, 'entries');
  const found = listedEntries(list);
  return found.flatMap(({ node, section }, index) =>
    node.kind === 'map' ? [entryOf(node, index, section)] : [],
  );
}

/** What is listed under `entries`, or under its sections, with the name of the section. */
function listedEntries(
  list: SketchNode | undefined,
): readonly { readonly node: SketchNode; readonly section: string | undefined }[] {
  if (list?.kind === 'seq') return list.items.map((node) => ({ node, section: undefined }));
  if (list?.kind !== 'map') return [];
  return list.pairs.flatMap(({ key, value }) =>
    value?.kind === 'seq' ? value.items.map((node) => ({ node, section: textOf(key) })) : [],
  );
}

function entryOf(node: SketchMap, index: number, section: string | undefined): DraftEntry {
  const modelNode = valueOf(node, 'model');
  const idNode = valueOf(node, 'id');
  const id = idNode?.tag ? undefined : textOf(idNode);
  return {
    index,
    node,
    section,
    modelNode,
    model: modelNode?.tag ? undefined : textOf(modelNode),
    id: idNode && id ? { text: id, node: idNode } : undefined,
  };
}

/** The value that an entry gives a field: its identifier, else its attribute. */
export function fieldOf({ node }: DraftEntry, field: string): SketchNode | undefined {
  return valueOf(valueOf(node, 'identifiers'), field) ?? valueOf(valueOf(node, 'attrs'), field);
}

/** A span as editors count. */
export function rangeOf({ document }: Draft, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
