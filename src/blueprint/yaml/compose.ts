/*
 * Longer than other files: one parser, whose rules call each other and share the tokens and the anchors.
 */

import { nearest } from '../../diagnostics/spelling.ts';
import type { Span } from '../../source/source-file.ts';
import type { Node, SeqNode } from '../blueprint.ts';
import type { AliasBudget } from './alias-budget.ts';
import { applyCoreTag } from './core-tag.ts';
import { MapBuilder, type DuplicateKeys, specialKey } from './map-builder.ts';
import { notAValue, unexpectedInBlock, unexpectedInFlow, unexpectedNode } from './parse-errors.ts';
import { plainValue } from './plain-value.ts';
import type { Scanner } from './scanner.ts';
import type { Token, TokenKind } from './token.ts';
import { quotedOrWithout, replace } from './ways.ts';
import { type Way, YamlError } from './yaml-error.ts';

const CORE = 'tag:yaml.org,2002:';
/** Tokens before which a `-`, `?` or `:` has no value of its own. */
const AFTER_ENTRY: readonly TokenKind[] = ['-', 'block-end'];
const AFTER_INDENTLESS_ENTRY: readonly TokenKind[] = ['-', '?', ':', 'block-end'];
const AFTER_KEY: readonly TokenKind[] = ['?', ':', 'block-end'];
const IN_LIST: readonly TokenKind[] = [':', ',', ']'];
const IN_MAP: readonly TokenKind[] = [':', ',', '}'];

/**
 * Where a node may stand: in a block, in a block where a list needs no indentation (below a key), in a flow
 * collection.
 */
type Context = 'block' | 'below-key' | 'flow';

/**
 * Tokens to nodes: what PyYAML's parser, composer and constructor do, in one pass. An alias gives the
 * anchored node itself, shared and never copied. Recursion is as deep as the scanner lets the text nest.
 */
export class Composer {
  readonly #scanner: Scanner;
  readonly #budget: AliasBudget;
  readonly #duplicate: (keys: DuplicateKeys) => void;
  readonly #handles: ReadonlyMap<string, string>;
  #depth = 0;
  /** The brackets that are open, outermost first. */
  readonly #open: Token[] = [];
  /** `node` is undefined while the anchored node is being read. */
  readonly #anchors = new Map<string, { node: Node | undefined; readonly span: Span }>();

  /** `handles`: the `%TAG` lines of the document. */
  constructor(
    scanner: Scanner,
    budget: AliasBudget,
    duplicate: (keys: DuplicateKeys) => void,
    handles: ReadonlyMap<string, string>,
  ) {
    this.#scanner = scanner;
    this.#budget = budget;
    this.#duplicate = duplicate;
    this.#handles = new Map([['!', '!'], ['!!', CORE], ...handles]);
  }

  /** Reads the root node of a document. */
  compose(): Node {
    return this.#value('block');
  }

  /** A node that is a value and no key: `<<` and `=` mean nothing there. */
  #value(context: Context): Node {
    const node = this.#node(context);
    if (specialKey(node)) throw notAValue(node);
    return node;
  }

  #node(context: Context): Node {
    const scanner = this.#scanner;
    const first = scanner.peek();
    if (first.kind === 'alias') return this.#alias(scanner.take());
    let anchor = first.kind === 'anchor' ? scanner.take() : undefined;
    const tag = scanner.peek().kind === 'tag' ? scanner.take() : undefined;
    if (!anchor && tag && scanner.peek().kind === 'anchor') anchor = scanner.take();
    if (!anchor) return this.#content(context, tag, undefined);

    const earlier = this.#anchors.get(anchor.text);
    if (earlier) {
      throw new YamlError(`the anchor "&${anchor.text}" stands twice`, spanOf(anchor), {
        notes: [{ message: 'the first one', span: earlier.span }],
      });
    }
    const entry = { node: undefined as Node | undefined, span: spanOf(anchor) };
    this.#anchors.set(anchor.text, entry);
    return (entry.node = this.#content(context, tag, anchor));
  }

  #alias(token: Token): Node {
    const anchored = this.#anchors.get(token.text);
    if (!anchored) {
      throw new YamlError(
        `"*${token.text}" is an alias, but no anchor "&${token.text}" stands before it`,
        spanOf(token),
        {
          hint: 'unquoted text cannot start with "*": put it in quotes if it is meant as text',
          ways: [...this.#otherAnchor(token), ...quotedOrWithout(this.#scanner.cursor.text, token.start)],
        },
      );
    }
    if (!anchored.node) {
      throw new YamlError(`"*${token.text}" stands inside the very value that it names`, spanOf(token), {
        notes: [{ message: 'the anchor', span: anchored.span }],
      });
    }
    this.#budget.spend(anchored.node, this.#depth, spanOf(token));
    return anchored.node;
  }

  /** The way to name the anchor that an alias is probably meant for; none where no anchor is near. */
  #otherAnchor(token: Token): readonly Way[] {
    const near = nearest(token.text, this.#anchors.keys());
    return near === undefined ? [] : [replace(`write *${near}`, spanOf(token), `*${near}`)];
  }

  #content(context: Context, tag: Token | undefined, anchor: Token | undefined): Node {
    const scanner = this.#scanner;
    const token = scanner.peek();
    this.#depth++;
    const node =
      token.kind === 'scalar' ? this.#scalar(scanner.take(), tag) : this.#collection(context, token.kind);
    this.#depth--;
    if (node) return tag ? this.#tagged(tag, node) : node;
    const last = lastOf(tag, anchor);
    if (!last) throw unexpectedNode(scanner.cursor, token, this.#open.at(-1));
    const empty = this.#scalar(
      { kind: 'scalar', start: last.end, end: last.end, text: '', style: '', handle: undefined },
      tag,
    );
    return tag ? this.#tagged(tag, empty) : empty;
  }

  #collection(context: Context, kind: TokenKind): Node | undefined {
    if (kind === '[') return this.#flowSeq();
    if (kind === '{') return this.#flowMap();
    if (context === 'flow') return undefined;
    if (kind === 'block-seq-start') return this.#blockSeq();
    if (kind === 'block-map-start') return this.#blockMap();
    return context === 'below-key' && kind === '-' ? this.#items(AFTER_INDENTLESS_ENTRY) : undefined;
  }

  /** A scalar; with a tag other than a lone `!` it stays a text, which the tag then reads. */
  #scalar(token: Token, tag: Token | undefined): Node {
    const span = spanOf(token);
    const { text } = token;
    const quoted = token.style !== '';
    const lone = tag?.text === '!' && tag.handle === undefined;
    if ((quoted || tag) && !lone) return { kind: 'scalar', span, value: text, text, quoted };
    const plain = plainValue(text);
    if (plain.kind === 'value') return { kind: 'scalar', span, value: plain.value, text, quoted };
    throw new YamlError(`"${text}" ${plain.why}`, span, { hint: 'put it in quotes if it is meant as text' });
  }

  #tagged(tag: Token, node: Node): Node {
    const tagSpan = spanOf(tag);
    const name = this.#resolveTag(tag);
    if (name === '!') return node;
    const span = { start: tag.start, end: Math.max(tag.end, node.span.end) };
    if (name.startsWith(CORE)) return applyCoreTag(name.slice(CORE.length), node, span, tagSpan);
    const form = node.kind === 'seq' || node.kind === 'map' ? node.kind : 'scalar';
    return { kind: 'tag', span, tag: name, tagSpan, form, args: node.kind === 'seq' ? node.items : [node] };
  }

  #resolveTag(tag: Token): string {
    if (tag.handle === undefined) return tag.text;
    const prefix = this.#handles.get(tag.handle);
    if (prefix === undefined)
      throw new YamlError(`no "%TAG" line says what "${tag.handle}" stands for`, spanOf(tag));
    return prefix + tag.text;
  }

  /** What follows a `-`, `?` or `:`: null where the next token is one of `empty`. */
  #after(empty: readonly TokenKind[], context: Context, key = false): Node {
    const indicator = this.#scanner.take();
    if (empty.includes(this.#scanner.peek().kind)) return emptyAt(indicator.end);
    return key ? this.#node(context) : this.#value(context);
  }

  #blockSeq(): SeqNode {
    const start = this.#scanner.take();
    const node = this.#items(AFTER_ENTRY);
    this.#endBlock(start, 'list');
    return node;
  }

  #items(empty: readonly TokenKind[]): SeqNode {
    const scanner = this.#scanner;
    const { start } = scanner.peek();
    const items: Node[] = [];
    while (scanner.peek().kind === '-') items.push(this.#after(empty, 'block'));
    return { kind: 'seq', span: { start, end: scanner.lastEnd }, items };
  }

  #blockMap(): Node {
    const scanner = this.#scanner;
    const start = scanner.take();
    const map = new MapBuilder(this.#duplicate);
    while (scanner.peek().kind === '?') this.#pair(map, AFTER_KEY, AFTER_KEY, 'below-key');
    const end = scanner.lastEnd;
    this.#endBlock(start, 'mapping');
    return { kind: 'map', span: { start: start.start, end }, pairs: map.finish() };
  }

  #endBlock(start: Token, what: 'list' | 'mapping'): void {
    const token = this.#scanner.peek();
    if (token.kind !== 'block-end')
      throw unexpectedInBlock(this.#scanner.cursor, token, this.#scanner.lastTaken, start, what);
    this.#scanner.take();
  }

  #pair(
    map: MapBuilder,
    emptyKey: readonly TokenKind[],
    emptyValue: readonly TokenKind[],
    context: Context,
  ): void {
    const scanner = this.#scanner;
    const key = this.#after(emptyKey, context, true);
    const next = scanner.peek();
    map.add(key, next.kind === ':' ? this.#after(emptyValue, context) : emptyAt(next.start));
  }

  #flowSeq(): SeqNode {
    const scanner = this.#scanner;
    const open = scanner.take();
    this.#open.push(open);
    const items: Node[] = [];
    while (this.#more(open, ']', items.length === 0)) {
      const { kind, start } = scanner.peek();
      if (kind === '?') {
        const map = new MapBuilder(this.#duplicate);
        this.#pair(map, IN_LIST, [',', ']'], 'flow');
        items.push({ kind: 'map', span: { start, end: scanner.lastEnd }, pairs: map.finish() });
      } else items.push(this.#value('flow'));
    }
    this.#open.pop();
    return { kind: 'seq', span: { start: open.start, end: scanner.take().end }, items };
  }

  #flowMap(): Node {
    const scanner = this.#scanner;
    const open = scanner.take();
    this.#open.push(open);
    const map = new MapBuilder(this.#duplicate);
    for (let first = true; this.#more(open, '}', first); first = false) {
      if (scanner.peek().kind === '?') this.#pair(map, IN_MAP, [',', '}'], 'flow');
      else map.add(this.#node('flow'), emptyAt(scanner.peek().start));
    }
    this.#open.pop();
    return { kind: 'map', span: { start: open.start, end: scanner.take().end }, pairs: map.finish() };
  }

  /** Whether another item follows in a flow collection; goes over the comma before it. */
  #more(open: Token, close: ']' | '}', first: boolean): boolean {
    const scanner = this.#scanner;
    if (scanner.peek().kind === close) return false;
    if (first) return true;
    if (scanner.peek().kind !== ',') throw unexpectedInFlow(scanner.cursor, scanner.peek(), open, close);
    scanner.take();
    return scanner.peek().kind !== close;
  }
}

/** The one of a tag and an anchor that stands behind the other. */
function lastOf(tag: Token | undefined, anchor: Token | undefined): Token | undefined {
  if (tag && anchor) return tag.end > anchor.end ? tag : anchor;
  return tag ?? anchor;
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}

function emptyAt(at: number): Node {
  return { kind: 'scalar', span: { start: at, end: at }, value: null, text: '', quoted: false };
}
