import type { Report } from '../diagnostics/collector.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type Blueprint, type Entry, type MapNode, type Node, pairAt } from './blueprint.ts';
import { checkKeys } from './check-keys.ts';
import { AN_ENTRY, type Examples } from './examples.ts';
import { type Features, SINCE } from './features.ts';
import { ENTRY_KEYS, parseEntry } from './parse-entry.ts';
import { parseMetadata } from './parse-metadata.ts';
import { plainDict } from './plain.ts';
import { replacingWhole, writing } from './rewrite.ts';
import { firstLine, lostKeyOf, StructureCheck } from './structure.ts';
import { dict, type ScalarValue } from './value.ts';
import { readYaml, type YamlLimits } from './yaml/read-yaml.ts';
import { shape } from './yaml/core-tag.ts';

/** How a blueprint is read. */
export interface ParseOptions {
  /** The language of the target release. */
  readonly features: Features;
  /** How much the text may nest and its aliases stand for; bounded without it, too. */
  readonly limits?: YamlLimits | undefined;
  /** What models look like, for hints. */
  readonly examples?: Examples | undefined;
}

const KEYS = ['version', 'metadata', 'context', 'entries'];

/** The hints for keys of an entry that stand in the first column. */
const STRAYED = Object.fromEntries(
  ENTRY_KEYS.map((key) => [key, `"${key}" is a key of an entry: indent it as the other keys of its entry`]),
);

/**
 * Reads a blueprint: its YAML by PyYAML's rules, its structure by those of authentik's importer. Everything
 * that is wrong is reported. Undefined when the text holds no blueprint. An entry that cannot be read is left
 * out, and the others keep their index.
 */
export function parseBlueprint(
  file: SourceFile,
  report: Report,
  options: ParseOptions,
): Blueprint | undefined {
  const { features } = options;
  const root = readYaml(file, report, options.limits);
  if (!root) return undefined;
  const check = new StructureCheck(file, report, options.examples);
  if (root.kind === 'seq') {
    check.report(
      'entries-empty',
      'the file is a list and no blueprint; authentik accepts it and does nothing',
      firstLine(file.text, root.span),
      'put the list under "entries:"',
    );
    return {
      file,
      name: undefined,
      labels: {},
      context: dict(),
      contextSpan: undefined,
      entries: [],
      unreadIds: [],
      root,
    };
  }
  if (root.kind !== 'map') {
    check.report(
      'structure-type',
      `a blueprint is a mapping with "version" and "entries", but this is ${shape(root)}`,
      firstLine(file.text, root.span),
    );
    return undefined;
  }
  const misspelt = check.keys(root, KEYS, 'a blueprint', {
    hints: STRAYED,
    words: { entry: 'entries', blueprint: 'entries', resources: 'entries' },
    needed: ['entries'],
    explains: ({ key, keyNode, value }) =>
      ENTRY_KEYS.includes(key) ? lostKeyOf(entryBefore(root, keyNode.span.start), key, value) : [],
  });
  checkVersion(root, file, check);
  const { name, labels } = parseMetadata(root, check);
  const context = pairAt(root, 'context');
  if (context && context.value.kind !== 'map')
    check.wrong('context', 'a mapping', context.value, context.keyNode, 'leave it out when there is none');
  const { entries, unreadIds } = readEntries(root, features, check, misspelt.has('entries'));
  checkKeys(root, entries, check);
  return {
    file,
    name,
    labels,
    entries,
    unreadIds,
    root,
    context: context?.value.kind === 'map' ? plainDict(context.value) : dict(),
    contextSpan: context?.value.span,
  };
}

/** The index of the last entry that starts before an offset; -1 where there is none. */
function entryBefore(root: MapNode, offset: number): number {
  const entries = pairAt(root, 'entries')?.value;
  return listedEntries(entries).findLastIndex((item) => item.span.start < offset);
}

/** What is listed under `entries`, or under its sections, in the order of the file. */
function listedEntries(entries: Node | undefined): readonly Node[] {
  if (entries?.kind === 'seq') return entries.items;
  if (entries?.kind !== 'map') return [];
  return entries.pairs.flatMap(({ value }) => (value.kind === 'seq' ? value.items : []));
}

/**
 * Measured at 2023.2.3: missing is 1, `true` is 1; text, null and 1.0 are load errors; another number is
 * refused.
 */
function checkVersion(root: MapNode, file: SourceFile, check: StructureCheck): void {
  const pair = pairAt(root, 'version');
  if (!pair) return;
  const { value, keyNode } = pair;
  const number = versionOf(value);
  if (typeof number !== 'number' && typeof number !== 'bigint')
    check.wrong(
      'version',
      'the number 1',
      value,
      keyNode,
      'write "version: 1"',
      value.kind === 'scalar' && /^1(\.0*)?$/.test(value.text)
        ? replacingWhole(file, value, '1', 'mechanical')
        : writing(file, value, '1'),
    );
  else if (number !== 1)
    check.report(
      'version-unsupported',
      `the version of a blueprint must be 1, but is ${shownText(value)}`,
      value.span,
      'write "version: 1"',
      writing(file, value, '1'),
    );
}

/** The value of a scalar, of a boolean the number that Python takes it for. */
function versionOf(node: Node): ScalarValue | undefined {
  if (node.kind !== 'scalar') return undefined;
  return typeof node.value === 'boolean' ? Number(node.value) : node.value;
}

function shownText(node: Node): string {
  return node.kind === 'scalar' ? node.text : shape(node);
}

function readEntries(
  root: MapNode,
  features: Features,
  check: StructureCheck,
  misspelt: boolean,
): { entries: Entry[]; unreadIds: string[] } {
  const entries: Entry[] = [];
  const unreadIds: string[] = [];
  const pair = pairAt(root, 'entries');
  if (!pair) {
    if (!misspelt)
      check.report(
        'entries-empty',
        'the blueprint has no "entries" and does nothing',
        firstLine(check.file.text, root.span),
        'add "entries:" with a list',
      );
    return { entries, unreadIds };
  }
  const items = entryNodes(pair.value, pair.keyNode, features, check);
  if (items?.length === 0)
    check.report('entries-empty', 'the blueprint has no entries and does nothing', pair.keyNode.span);
  for (const [index, item] of (items ?? []).entries()) {
    const entry = parseEntry(item, index, features, check);
    if (entry) entries.push(entry);
    const id = entry || item.kind !== 'map' ? undefined : pairAt(item, 'id')?.value;
    if (id?.kind === 'scalar') unreadIds.push(id.text);
  }
  return { entries, unreadIds };
}

/** The nodes of the entries; undefined where `entries` is no list of them, which is reported. */
function entryNodes(
  node: Node,
  keyNode: Node,
  features: Features,
  check: StructureCheck,
): readonly Node[] | undefined {
  if (node.kind === 'seq') return node.items;
  if (node.kind !== 'map' || !features.sections) {
    const wanted = features.sections ? 'a list, or a mapping of sections' : 'a list';
    const example = `write a list, such as [${AN_ENTRY}]`;
    if (node.kind !== 'map')
      check.instead('entries', wanted, node, keyNode, `[${AN_ENTRY}]`, { words: example });
    else if (pairAt(node, 'model'))
      check.instead(
        'entries',
        wanted,
        node,
        keyNode,
        `[${check.file.text.slice(node.span.start, node.span.end).trim()}]`,
        {
          words: 'write "- " before each entry',
        },
      );
    else
      check.wrong(
        'entries',
        wanted,
        node,
        keyNode,
        `sections came with authentik ${SINCE.sections}; ${example}`,
      );
    return undefined;
  }
  for (const { key, keyNode: name, value } of node.pairs)
    if (value.kind !== 'seq') check.wrong(`the section ${key}`, 'a list of entries', value, name);
  const hasLists = node.pairs.length === 0 || node.pairs.some(({ value }) => value.kind === 'seq');
  return hasLists ? listedEntries(node) : undefined;
}
