import { Broken } from './fault.ts';

type ScopeKind = 'function' | 'async function' | 'class' | 'lambda' | 'comprehension' | 'generator';

/** What Python looks names up in: a function, a class, or an expression that has names of its own. */
export class Scope {
  readonly kind: ScopeKind;
  readonly outer: Scope | undefined;
  /** How many loops the statement is in. */
  loops = 0;
  /** It awaits something, or goes through what has to be awaited. */
  isAsync = false;
  /** Where it yields, and where it returns a value. */
  yieldsAt: number | undefined;
  returnsAt: number | undefined;
  /** It is where a comprehension gets its items from. */
  isSource = false;
  /** The names of a comprehension's items, and those that := binds in it. */
  readonly #items = new Set<string>();
  readonly #bindings = new Set<string>();
  readonly #used = new Set<string>();
  readonly #elsewhere = new Set<string>();
  readonly #parameters: ReadonlySet<string>;

  constructor(kind: ScopeKind, outer?: Scope, parameters: readonly string[] = []) {
    this.kind = kind;
    this.outer = outer;
    this.#parameters = new Set(parameters);
    this.isSource = outer?.isSource === true && kind !== 'function' && kind !== 'async function';
  }

  get isComprehension(): boolean {
    return this.kind === 'comprehension' || this.kind === 'generator';
  }

  use(name: string): void {
    this.#used.add(name);
  }

  /** `global` or `nonlocal`. */
  declare(word: string, name: string, at: number): void {
    if (this.#parameters.has(name)) throw new Broken(`${name} is a parameter and cannot be ${word}`, at);
    if (this.#used.has(name) && !this.#elsewhere.has(name))
      throw new Broken(`${name} is used before it is declared ${word}`, at);
    if (word === 'nonlocal' && this.#isOutermost())
      throw new Broken('nonlocal needs a function around this one', at);
    this.#elsewhere.add(name);
    this.#used.add(name);
  }

  isDeclared(name: string): boolean {
    return this.#elsewhere.has(name);
  }

  await(what: string, at: number): void {
    if (this.isComprehension) this.isAsync = true;
    else if (this.kind !== 'async function')
      throw new Broken(`${what} needs an async function around it`, at);
  }

  yield(word: string, at: number): void {
    if (this.kind === 'class') throw new Broken('yield needs a function around it', at);
    if (this.isComprehension) throw new Broken('yield cannot stand in a comprehension', at);
    if (this.kind === 'async function' && word === 'yield from')
      throw new Broken('yield from cannot stand in an async function', at);
    this.yieldsAt ??= at;
    this.#checkReturn();
  }

  return(hasValue: boolean, at: number): void {
    if (this.kind === 'class') throw new Broken('return needs a function around it', at);
    if (!hasValue) return;
    this.returnsAt ??= at;
    this.#checkReturn();
  }

  /** What `:=` binds is a name of the function, or the class, around all comprehensions. */
  bindInside(name: string, at: number): void {
    if (this.isSource) throw new Broken(':= cannot stand where a comprehension gets its items from', at);
    if (!this.isComprehension) return;
    this.#bindings.add(name);
    this.#checkItem(name, at);
    if (this.outer?.kind === 'class') throw new Broken(':= cannot stand in a comprehension of a class', at);
    this.outer?.bindInside(name, at);
  }

  /** A name that each item of a comprehension has. */
  addItem(name: string, at: number): void {
    this.#items.add(name);
    this.#checkItem(name, at);
  }

  /** Ends a comprehension. */
  closeComprehension(at: number): void {
    if (!this.isAsync || this.kind === 'generator') return;
    if (this.outer?.isComprehension === true) this.outer.isAsync = true;
    else if (this.outer?.kind !== 'async function')
      throw new Broken('an async comprehension needs an async function around it', at);
  }

  #checkItem(name: string, at: number): void {
    if (this.#items.has(name) && this.#bindings.has(name))
      throw new Broken(`${name} is the name of an item here, and := cannot bind it`, at);
  }

  #isOutermost(): boolean {
    for (let scope = this.outer; scope?.outer; scope = scope.outer) if (scope.kind !== 'class') return false;
    return true;
  }

  #checkReturn(): void {
    if (this.kind === 'async function' && this.yieldsAt !== undefined && this.returnsAt !== undefined)
      throw new Broken('an async function that yields cannot return a value', this.returnsAt);
  }
}
