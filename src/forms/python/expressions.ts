import { bound, type Expression, namesBound } from './expression.ts';
import { BEGINNINGS, BINDING, COMPARISONS } from './operations.ts';
import { Reader } from './reader.ts';
import { Scope } from './scope.ts';
import { wordsOf } from './token.ts';

/** Reads expressions. What is an atom, a call or a subscript is read by the class that extends it. */
export abstract class Expressions extends Reader {
  /** An atom with all that follows it: attributes, calls, subscripts. */
  protected abstract primary(): Expression;
  /** The parameters of a function until a token, which is left. Gives their names. */
  protected abstract parameters(end: string): readonly string[];

  /** One expression, or several with commas between them, which are a tuple. */
  protected several(): Expression {
    const first = this.starred();
    if (!this.is(',')) {
      if (first.kind === 'starred') this.refuse('* needs a list or a tuple around it', first.at);
      return first;
    }
    const items = [first];
    while (this.accept(',') && this.isBeginning()) items.push(this.starred());
    return { kind: 'tuple', at: first.at, items };
  }

  /** Whether an expression begins here. */
  protected isBeginning(): boolean {
    return ['name', 'number', 'string'].includes(this.peek().kind) || this.is(...BEGINNINGS);
  }

  protected starred(): Expression {
    return this.is('*') ? this.star() : this.expression();
  }

  protected starredOrBinding(): Expression {
    return this.is('*') ? this.star() : this.binding();
  }

  private star(): Expression {
    const { at } = this.take();
    return { kind: 'starred', at, items: [this.operation()] };
  }

  /** An expression, or a name that is bound to one with `:=`. */
  protected binding(): Expression {
    const first = this.peek();
    const next = this.peek(1);
    if (first.kind !== 'name' || next.kind !== 'operator' || next.text !== ':=') return this.expression();
    this.take();
    this.take();
    this.scope.bindInside(bound(first.text, first.at), first.at);
    this.expression();
    return { kind: 'binding', at: first.at };
  }

  protected expression(): Expression {
    return this.nested(() => {
      if (this.is('lambda')) return this.lambda();
      const value = this.disjunction();
      if (!this.accept('if')) return value;
      this.disjunction();
      this.expect('else');
      this.expression();
      return { kind: 'other', at: value.at };
    });
  }

  private lambda(): Expression {
    const { at } = this.take();
    const names = this.parameters(':');
    this.expect(':');
    this.within(new Scope('lambda', this.scope, names), () => this.expression());
    return { kind: 'other', at };
  }

  protected disjunction(): Expression {
    return this.chain(['or'], () => this.chain(['and'], () => this.inversion()));
  }

  private chain(words: readonly string[], read: () => Expression): Expression {
    const first = read();
    if (!this.is(...words)) return first;
    while (this.is(...words)) {
      this.take();
      read();
    }
    return { kind: 'other', at: first.at };
  }

  private inversion(): Expression {
    if (!this.is('not')) return this.comparison();
    const { at } = this.take();
    this.nested(() => this.inversion());
    return { kind: 'other', at };
  }

  private comparison(): Expression {
    const first = this.operation();
    if (!this.is(...COMPARISONS)) return first;
    while (this.is(...COMPARISONS)) {
      const { text } = this.take();
      if (text === 'not') this.expect('in');
      if (text === 'is') this.accept('not');
      this.operation();
    }
    return { kind: 'other', at: first.at };
  }

  /** What binds closer than a comparison. `least`: how closely. */
  protected operation(least = 1): Expression {
    let left = this.factor();
    for (;;) {
      const closely = this.peek().kind === 'operator' ? BINDING[this.peek().text] : undefined;
      if (closely === undefined || closely < least) return left;
      this.take();
      this.operation(closely + 1);
      left = { kind: 'other', at: left.at };
    }
  }

  private factor(): Expression {
    if (!this.is('+', '-', '~')) return this.power();
    const { at } = this.take();
    this.nested(() => this.factor());
    return { kind: 'other', at };
  }

  private power(): Expression {
    const base = this.is('await') ? this.await() : this.primary();
    if (!this.accept('**')) return base;
    this.nested(() => this.factor());
    return { kind: 'other', at: base.at };
  }

  private await(): Expression {
    const { at } = this.take();
    this.scope.await('await', at);
    this.primary();
    return { kind: 'other', at };
  }

  protected yield(): Expression {
    const { at } = this.take();
    const isFrom = this.accept('from');
    this.scope.yield(isFrom ? 'yield from' : 'yield', at);
    if (isFrom) this.expression();
    else if (this.isBeginning()) this.several();
    return { kind: 'other', at };
  }

  protected yieldOrSeveral(): Expression {
    return this.is('yield') ? this.yield() : this.several();
  }

  /** Targets of a loop, which end before `in`. */
  protected targets(): readonly string[] {
    const target = (): Expression => (this.is('*') ? this.star() : this.operation());
    const first = target();
    const items = [first];
    const isTuple = this.is(',');
    while (this.accept(',') && this.isBeginning()) items.push(target());
    return namesBound(isTuple ? { kind: 'tuple', at: first.at, items } : first);
  }

  /** What comes in brackets with `for` in it, and the closing bracket. */
  protected comprehension(close: string, element: () => void): void {
    const outer = this.scope;
    const inner = new Scope(close === ')' ? 'generator' : 'comprehension', outer);
    const { at } = this.peek();
    this.within(inner, element);
    for (let isFirst = true; this.is('for', 'async'); isFirst = false) this.clause(inner, isFirst);
    this.expect(close);
    inner.closeComprehension(at);
  }

  /** The first source of items is read where the comprehension stands, all else in it. */
  private clause(inner: Scope, isFirst: boolean): void {
    const { at } = this.peek();
    if (this.accept('async')) inner.await('async for', at);
    this.expect('for');
    this.within(inner, () => {
      for (const name of this.targets()) inner.addItem(name, at);
    });
    this.expect('in');
    const outer = this.scope;
    this.within(isFirst ? outer : inner, () => {
      const wasSource = this.scope.isSource;
      this.scope.isSource = true;
      this.disjunction();
      this.scope.isSource = wasSource;
    });
    this.within(inner, () => {
      while (this.accept('if')) this.disjunction();
    });
  }

  /** Refuses what is not the end of the text. */
  protected expectEnd(): void {
    if (this.peek().kind !== 'end') this.refuse(`nothing asks for ${wordsOf(this.peek())}`);
  }
}
