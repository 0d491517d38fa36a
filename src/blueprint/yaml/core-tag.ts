import type { Span } from '../../source/source-file.ts';
import type { Node, ScalarNode } from '../blueprint.ts';
import { kindOf } from '../kind-of.ts';
import type { PyFloat, ScalarValue } from '../value.ts';
import { parseFloating, parseInteger } from './plain-value.ts';
import { parseTime } from './timestamp.ts';
import { YamlError } from './yaml-error.ts';

const BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  true: true,
  false: false,
  on: true,
  off: false,
};

/** What PyYAML's constructor of a core tag makes of a text; undefined where it fails. */
const SCALARS: Readonly<Record<string, (text: string) => ScalarValue | undefined>> = {
  str: (text) => text,
  null: () => null,
  bool: (text) => (Object.hasOwn(BOOLEANS, text.toLowerCase()) ? BOOLEANS[text.toLowerCase()] : undefined),
  int: (text) => parseInteger(text.trim()),
  float: (text) =>
    /^\s*[-+]?(?:\.inf|\.nan|(?:[\d_]+\.?[\d_]*|\.[\d_]+)(?:e[-+]?\d+)?|\d+(?::\d+)+(?:\.\d*)?)\s*$/i.test(
      text,
    )
      ? asFloat(text.trim())
      : undefined,
  timestamp: (text) => parseTime(text),
};

function asFloat(text: string): PyFloat | undefined {
  const value = parseFloating(text);
  return Number.isNaN(value.float) && !text.toLowerCase().endsWith('.nan') ? undefined : value;
}

/** Tags whose Python values (bytes, sets) cannot be written into any field. */
const UNUSABLE: Readonly<Record<string, string>> = { binary: 'bytes', set: 'a set' };

/**
 * A node with an explicit tag of YAML itself (`!!str`, here without the exclamation marks) as PyYAML
 * constructs it. `span` is the node with its tag, `tagSpan` the tag.
 */
export function applyCoreTag(name: string, node: Node, span: Span, tagSpan: Span): Node {
  const scalar = Object.hasOwn(SCALARS, name) ? SCALARS[name] : undefined;
  if (scalar) {
    if (node.kind !== 'scalar')
      throw new YamlError(`"!!${name}" is for a scalar, but here is ${shape(node)}`, tagSpan, {
        code: 'tag-arguments',
      });
    const value = scalar(node.text);
    if (value === undefined)
      throw new YamlError(`"${node.text}" cannot be read as "!!${name}"`, node.span, {
        code: 'tag-arguments',
      });
    return {
      kind: 'scalar',
      span,
      value,
      text: node.text,
      quoted: node.quoted || name === 'str',
    } satisfies ScalarNode;
  }
  if (name === 'seq' || name === 'map') {
    if (node.kind !== name)
      throw new YamlError(
        `"!!${name}" is for ${name === 'seq' ? 'a list' : 'a mapping'}, but here is ${shape(node)}`,
        tagSpan,
        { code: 'tag-arguments' },
      );
    return { ...node, span };
  }
  if (name === 'omap' || name === 'pairs')
    return { kind: 'seq', span, items: pairItems(name, node, tagSpan) };
  if (Object.hasOwn(UNUSABLE, name)) {
    throw new YamlError(
      `"!!${name}" makes ${UNUSABLE[name] ?? ''}, which no field of authentik can hold`,
      tagSpan,
      { code: 'tag-unknown' },
    );
  }
  throw new YamlError(`"!!${name}" is no tag that authentik reads`, tagSpan, {
    code: 'tag-unknown',
    hint: 'tags of authentik have one exclamation mark',
  });
}

/** A list of mappings with one key each as a list of pairs. */
function pairItems(name: string, node: Node, tagSpan: Span): Node[] {
  if (node.kind !== 'seq')
    throw new YamlError(`"!!${name}" is for a list, but here is ${shape(node)}`, tagSpan, {
      code: 'tag-arguments',
    });
  return node.items.map((item) => {
    const pair = item.kind === 'map' && item.pairs.length === 1 ? item.pairs[0] : undefined;
    if (!pair)
      throw new YamlError(`every item of "!!${name}" is a mapping with one key`, item.span, {
        code: 'tag-arguments',
      });
    return { kind: 'seq', span: item.span, items: [pair.keyNode, pair.value] };
  });
}

/** What a node is, for people. */
export function shape(node: Node): string {
  if (node.kind === 'seq') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  return node.kind === 'tag' ? node.tag : kindOf(node.value);
}
