import type { Blueprint, Node, TagNode } from '../blueprint/blueprint.ts';
import { contextValue } from '../blueprint/context-value.ts';
import { evaluateNode, type Scope } from '../blueprint/evaluate.ts';
import { features, SYSTEM_CONTEXT } from '../blueprint/features.ts';
import { tagBehind } from '../blueprint/plain.ts';
import { isResolved } from '../blueprint/tags/default.ts';
import { FAILED, good } from '../blueprint/tags/tag-rule.ts';
import { isTruthy } from '../blueprint/truth.ts';
import { dict, Opaque, Ref, type Dict, type Value } from '../blueprint/value.ts';
import type { Catalog, Shape } from '../catalog/model.ts';
import type { Alternative, Outcome } from './alternative.ts';
import { nodeText } from './checked-entry.ts';
import { bothWays, type Decision, isSet, type Undecided } from './decision.ts';
import { Found, knownOf, OUTSIDE, UNKNOWN } from './known.ts';
import { literal, outside, OUTSIDE_KEY } from './outside.ts';
import { sourceOf } from './source-of.ts';

/*
 * What a value of a file can be, without a server and without the environment of a run. Where that depends on
 * something outside (a variable that is set, a condition), there is an alternative for each case, as far as
 * the file has its value: the default of an `!Env`, both branches of an `!If`.
 */

/** More alternatives of one value than this are not looked at. */
const MAX_ALTERNATIVES = 16;

/** The values of one file. */
export class FileValues {
  readonly #context: Dict;
  readonly #given: ReadonlySet<string>;
  readonly #scope: Omit<Scope, 'position'>;
  /** The keys of the context whose tags are being looked at. */
  readonly #within = new Set<string>();
  #made: ReadonlyMap<string, Decision> = new Map();
  #undecided: Undecided | undefined;

  /** `given`: the keys of the context that the run gives: what the file has of these does not count. */
  constructor(blueprint: Blueprint, catalog: Catalog, given: ReadonlySet<string> = new Set()) {
    this.#context = blueprint.context;
    this.#given = given;
    const context = Object.assign(dict(), blueprint.context, { [OUTSIDE_KEY]: OUTSIDE });
    const ids = new Map(blueprint.entries.map(({ id, index }) => [id?.text, index]));
    this.#scope = {
      file: blueprint.file,
      features: features(catalog.release),
      report: () => undefined,
      context,
      nullIsFine: true,
      env: () => undefined,
      keyOf: (id) => {
        const index = ids.get(id);
        return index === undefined ? FAILED : good(new Ref(String(index), 'pk'));
      },
      find: (request) => good(request.whole ? OUTSIDE : new Found(request)),
    };
  }

  /**
   * The values that a node gives a field, in the form that the server stores. `conditions`: those of its entry.
   */
  of(node: Node, field: Shape, conditions: readonly Node[]): readonly Alternative[] {
    const { outcomes, isAll } = this.outcomes(node, conditions);
    if (!isAll || outcomes.length === 0) return [{ when: [], value: UNKNOWN, span: node.span }];
    return outcomes.map(({ when, node: chosen, result }) => ({
      when,
      value: knownOf(result, field),
      span: sourceOf(chosen, this.#scope.features.typedArguments).span,
    }));
  }

  /**
   * What a node can give where the conditions of its entry may be met, what is so where nothing outside is
   * set first. `isAll`: whether that is everything; of a node with too many ways to be decided it is not.
   */
  outcomes(
    node: Node,
    conditions: readonly Node[],
  ): { readonly outcomes: readonly Outcome[]; readonly isAll: boolean } {
    const outcomes: Outcome[] = [];
    const open: ReadonlyMap<string, Decision>[] = [new Map()];
    for (let made = open.pop(); made; made = open.pop()) {
      const { answer: chosen, undecided } = this.#under(made, () => this.#choose(node, 0));
      if (undecided) open.push(...bothWays(made, undecided));
      else if (!conditions.some((condition) => this.#isUnmet(condition, made))) {
        const result = evaluateNode(chosen, { ...this.#scope, position: 'value' });
        outcomes.push({ when: [...made.values()], node: chosen, result });
      }
      if (outcomes.length + open.length > MAX_ALTERNATIVES) return { outcomes, isAll: false };
    }
    return { outcomes, isAll: true };
  }

  /** Whether these decisions alone make a condition false. */
  #isUnmet(condition: Node, made: ReadonlyMap<string, Decision>): boolean {
    if (made.size === 0) return false;
    const { answer, undecided } = this.#under(made, () => this.#truth(condition, 0));
    return answer === false && !undecided;
  }

  /** An answer by these decisions, and the first one that it lacks. */
  #under<T>(
    made: ReadonlyMap<string, Decision>,
    ask: () => T,
  ): { readonly answer: T; readonly undecided: Undecided | undefined } {
    this.#made = made;
    this.#undecided = undefined;
    const answer = ask();
    return { answer, undecided: this.#undecided };
  }

  /**
   * A node with what only the outside knows taken out of it. `depth`: the number of `!Enumerate`s around the
   * node that are evaluated with it.
   */
  #choose(node: Node, depth: number): Node {
    switch (node.kind) {
      case 'scalar':
        return node;
      case 'seq':
        return { ...node, items: node.items.map((item) => this.#choose(item, depth)) };
      case 'map':
        return {
          ...node,
          pairs: node.pairs.map((pair) => ({ ...pair, value: this.#choose(pair.value, depth) })),
        };
      case 'tag':
        return this.#tag(node, depth);
    }
  }

  #tag(node: TagNode, depth: number): Node {
    const { tag, args } = node;
    if (tag === '!Env' || tag === '!File' || tag === '!Context') return this.#named(node, depth);
    if (tag === '!If') return this.#branch(node, depth);
    if (tag === '!Condition') {
      const truth = this.#truth(node, depth);
      return truth === undefined ? outside(node) : literal(node, truth);
    }
    const [levels] = args;
    if ((tag === '!Index' || tag === '!Value') && levels?.kind === 'scalar' && Number(levels.value) >= depth)
      return outside(node);
    return {
      ...node,
      args: args.map((arg, index) =>
        // The default of an element is not resolved.
        tag === '!AtIndex' && index === 2 ? arg : this.#choose(arg, depth + (tag === '!Enumerate' ? 1 : 0)),
      ),
    };
  }

  /** A tag that names something outside: its default where the file has one, and the outside has nothing. */
  #named(node: TagNode, depth: number): Node {
    const [name, fallback] = node.args;
    const key = name?.kind === 'scalar' ? name.text : undefined;
    if (key === undefined || (node.tag === '!Context' && this.#isGiven(key))) return outside(node);
    const own = node.tag === '!Context' ? this.#inContext(key) : undefined;
    if (own !== undefined) return this.#ownContext(node, key, own);
    if (!fallback || (node.tag === '!Context' && Object.hasOwn(SYSTEM_CONTEXT, key))) return outside(node);
    if (this.#decide(isSet(node, key))) return outside(node);
    return this.#scope.features.typedArguments && isResolved(node, fallback)
      ? this.#choose(fallback, depth)
      : node;
  }

  /** Whether the run gives a key of the context, or one that it is in. */
  #isGiven = (key: string): boolean => this.#given.has(key) || this.#given.has(key.split('.')[0] ?? key);

  #inContext(key: string): Value | undefined {
    return contextValue(this.#context, key, this.#scope.features);
  }

  /** A value of the file's own context, which counts unless the run overrides it. */
  #ownContext(node: TagNode, key: string, value: Value): Node {
    if (!(value instanceof Opaque)) return node;
    const tag = this.#scope.features.contextTags ? tagBehind(value) : undefined;
    if (!tag || this.#within.has(key)) return outside(node);
    this.#within.add(key);
    const chosen = this.#choose(tag, 0);
    this.#within.delete(key);
    return chosen;
  }

  #branch(node: TagNode, depth: number): Node {
    const [condition, then, otherwise] = node.args;
    const truth = condition && this.#truth(condition, depth);
    if (truth === undefined) return outside(node);
    const branch = truth ? then : otherwise;
    return branch ? this.#choose(branch, depth) : literal(node, truth);
  }

  /** Whether a condition holds; undefined within an `!Enumerate`, where that depends on the item. */
  #truth(condition: Node, depth: number): boolean | undefined {
    const chosen =
      condition.kind === 'tag' && condition.tag !== '!Condition'
        ? this.#choose(condition, 0)
        : this.#arguments(condition);
    const result = evaluateNode(chosen, { ...this.#scope, position: 'condition' });
    const truth = result.ok ? isTruthy(result.value) : undefined;
    if (typeof truth === 'boolean') return truth;
    if (depth > 0) return undefined;
    return this.#decide(
      this.#askedIfSet(condition) ?? {
        key: nodeText(condition, ''),
        yes: 'this condition is met',
        no: 'this condition is not met',
        span: condition.span,
        isCondition: true,
      },
    );
  }

  /**
   * Whether a variable or a key of the context is set, where a condition asks for nothing else: then it is so
   * in the whole value, and no default of it counts.
   */
  #askedIfSet(condition: Node): Undecided | undefined {
    if (condition.kind !== 'tag' || (condition.tag !== '!Env' && condition.tag !== '!Context'))
      return undefined;
    const [name, fallback] = condition.args;
    if (name?.kind !== 'scalar' || fallback) return undefined;
    if (condition.tag === '!Context' && this.#isGiven(name.text)) return undefined;
    const isOwn =
      condition.tag === '!Context' &&
      (Object.hasOwn(this.#context, name.text) || Object.hasOwn(SYSTEM_CONTEXT, name.text));
    return isOwn ? undefined : isSet(condition, name.text);
  }

  #arguments(node: Node): Node {
    return node.kind === 'tag' ? { ...node, args: node.args.map((arg) => this.#choose(arg, 0)) } : node;
  }

  #decide(undecided: Undecided): boolean {
    const made = this.#made.get(undecided.key);
    if (!made) this.#undecided ??= undecided;
    return made?.is ?? false;
  }
}
