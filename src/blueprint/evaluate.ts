import { rewriting } from './rewrite.ts';
import { CODES } from '../diagnostics/codes.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { Node, TagNode } from './blueprint.ts';
import type { Features } from './features.ts';
import { plainNode } from './plain.ts';
import type { Refusal } from './refusal.ts';
import { reprText } from './python-text.ts';
import { fromWords, type Origins, sensitiveSources } from './sensitive.ts';
import { ruleOf } from './tags/availability.ts';
import {
  type EnumerateItem,
  type Evaluation,
  FAILED,
  type FindRequest,
  good,
  type Position,
  type Result,
  type TagFinding,
} from './tags/tag-rule.ts';
import { dict, type Dict, type Value } from './value.ts';

export type { FindRequest, Position, Result } from './tags/tag-rule.ts';

/** What a value is evaluated in. */
export interface Scope {
  readonly file: SourceFile;
  readonly features: Features;
  readonly report: Report;
  /** The blueprint's context, what comes from outside merged over it. */
  readonly context: Dict;
  /** What the value is for; `!If` and `!Condition` narrow it for what stands in them. */
  readonly position: Position;
  /** Null is no mistake here (the field takes it): then an `!Env` without value is a warning, and null. */
  readonly nullIsFine?: boolean;
  /** Where values come from, and so what no message may show; without it all may be shown. */
  readonly origins?: Origins | undefined;
  env(name: string): string | Refusal | undefined;
  /** The key of the object of the entry with this id: a value, a Ref, or an Unknown. */
  keyOf(id: string, span: Span): Result;
  /** The answer to a `!Find`, null included; it decides by `request.position` whether null is a mistake. */
  find(request: FindRequest): Result;
  /** For `!File`; without it no file can be read. */
  readonly readFile?: ((path: string) => string | Refusal | undefined) | undefined;
}

/** How many nodes one value may take to evaluate: nested `!Enumerate` multiply. */
const MAX_STEPS = 1_000_000;

/**
 * The value of a node with the tags in it resolved as authentik resolves them. Every finding is reported at
 * the argument that causes it; `ok: false` when there is no value.
 */
export function evaluateNode(node: Node, scope: Scope): Result {
  return new Evaluator(scope, node).resolve(node);
}

class Evaluator implements Evaluation {
  readonly #scope: Scope;
  readonly #root: Node;
  position: Position;
  /**
   * The `!Enumerate` around this place, outermost first. One that is an argument of another tag is not among
   * them, as on the server.
   */
  readonly #enclosing: TagNode[] = [];
  readonly #items = new Map<TagNode, EnumerateItem>();
  #steps = 0;

  constructor(scope: Scope, root: Node) {
    this.#scope = scope;
    this.#root = root;
    this.position = scope.position;
  }

  get features(): Features {
    return this.#scope.features;
  }

  get context(): Dict {
    return this.#scope.context;
  }

  get nullIsFine(): boolean {
    return this.#scope.nullIsFine ?? false;
  }

  get depth(): number {
    return this.#enclosing.length;
  }

  env(name: string): string | Refusal | undefined {
    return this.#scope.env(name);
  }

  keyOf(id: string, span: Span): Result {
    return this.#scope.keyOf(id, span);
  }

  find(request: FindRequest): Result {
    return this.#scope.find(request);
  }

  readFile(path: string): string | Refusal | undefined {
    return this.#scope.readFile?.(path);
  }

  from(...nodes: readonly Node[]): readonly string[] {
    const { origins } = this.#scope;
    return origins ? nodes.flatMap((node) => sensitiveSources(node, origins)) : [];
  }

  readonly shown = (value: Value): string => {
    const from = this.from(this.#root);
    return from.length > 0 ? fromWords(from) : reprText(value);
  };

  readonly report: TagFinding = (code, message, span, more = {}) => {
    const { hint, severity, rewrite } = more;
    this.#scope.report({
      code,
      message,
      place: { file: this.#scope.file, span },
      hint,
      severity,
      ...rewriting(this.#scope.file, rewrite),
    });
  };

  resolve(node: Node, position: Position = this.position): Result {
    const before = this.position;
    this.position = position;
    const result = this.#resolve(node);
    this.position = before;
    return result;
  }

  argument(node: Node, position: Position = this.position): Result {
    if (node.kind !== 'tag') return good(plainNode(node));
    const before = this.position;
    this.position = position;
    const result = this.#tag(node);
    this.position = before;
    return result;
  }

  item(depth: number): EnumerateItem | undefined {
    const tag = this.#enclosing[this.#enclosing.length - 1 - depth];
    return tag && this.#items.get(tag);
  }

  withItem(tag: TagNode, item: EnumerateItem, evaluate: () => Result): Result {
    this.#items.set(tag, item);
    const result = evaluate();
    this.#items.delete(tag);
    return result;
  }

  #resolve(node: Node): Result {
    if (++this.#steps > MAX_STEPS) {
      if (this.#steps === MAX_STEPS + 1)
        this.report('yaml-limit', `this value takes more than ${MAX_STEPS} steps to evaluate`, node.span);
      return FAILED;
    }
    switch (node.kind) {
      case 'scalar':
        return good(node.value);
      case 'seq':
        return this.#list(node.items);
      case 'map':
        return this.#map(node.pairs);
      case 'tag': {
        if (node.tag !== '!Enumerate') return this.#tag(node);
        this.#enclosing.push(node);
        const result = this.#tag(node);
        this.#enclosing.pop();
        return result;
      }
    }
  }

  #list(nodes: readonly Node[]): Result {
    const values: Value[] = [];
    let ok = true;
    for (const node of nodes) {
      const result = this.#resolve(node);
      if (result.ok) values.push(result.value);
      else ok = false;
    }
    return ok ? good(values) : FAILED;
  }

  #map(pairs: readonly { readonly key: string; readonly value: Node }[]): Result {
    const values = dict();
    let ok = true;
    for (const pair of pairs) {
      const result = this.#resolve(pair.value);
      if (result.ok) values[pair.key] = result.value;
      else ok = false;
    }
    return ok ? good(values) : FAILED;
  }

  #tag(tag: TagNode): Result {
    const rule = ruleOf(tag, this.features, this);
    const { features, depth } = this;
    return rule?.shape(tag, { features, depth, report: this.#errorsOnly })
      ? rule.evaluate(tag, this)
      : FAILED;
  }

  /** Warnings about the shape of a tag are for `checkTags`, which sees each tag once. */
  readonly #errorsOnly: TagFinding = (code, message, span, more) => {
    if ((more?.severity ?? CODES[code].severity) === 'error') this.report(code, message, span, more);
  };
}
