import { Broken } from './fault.ts';
import { bound, type Expression } from './expression.ts';
import { Expressions } from './expressions.ts';
import { wordsOf } from './token.ts';

/** Reads what expressions are made of: names, literals, brackets, calls, subscripts, parameters. */
export class Atoms extends Expressions {
  protected primary(): Expression {
    let value = this.atom();
    for (;;) {
      if (this.accept('.')) {
        this.name('an attribute');
        value = { kind: 'attribute', at: value.at };
      } else if (this.accept('(')) {
        this.arguments();
        value = { kind: 'other', at: value.at };
      } else if (this.accept('[')) {
        this.subscript();
        value = { kind: 'subscript', at: value.at };
      } else return value;
    }
  }

  private atom(): Expression {
    const token = this.peek();
    const { at } = token;
    if (token.kind === 'name') {
      this.take();
      this.scope.use(token.text);
      return { kind: 'name', at, name: token.text };
    }
    if (token.kind === 'string') return this.strings();
    if (token.kind === 'number' || this.is('None', 'True', 'False', '...')) {
      this.take();
      return { kind: 'other', at };
    }
    if (this.accept('(')) return this.nested(() => this.group(at));
    if (this.accept('[')) return this.nested(() => this.list(at));
    if (this.accept('{')) return this.nested(() => this.braces(at));
    return this.refuse(`an expression is expected here, not ${wordsOf(token)}`);
  }

  /** Strings that follow each other are one. */
  private strings(): Expression {
    const first = this.peek();
    while (this.peek().kind === 'string') {
      const token = this.take();
      if (token.literal !== first.literal)
        this.refuse('strings of different kinds follow each other', token.at);
      for (const field of token.fields ?? [])
        this.nested(() => {
          this.reading(field, () => {
            this.yieldOrSeveral();
            this.expectEnd();
          });
        });
    }
    return { kind: 'other', at: first.at };
  }

  private group(at: number): Expression {
    if (this.accept(')')) return { kind: 'tuple', at, items: [], isGrouped: true };
    if (this.is('yield')) {
      this.yield();
      this.expect(')');
      return { kind: 'other', at };
    }
    if (this.isComprehension()) {
      this.comprehension(')', () => this.element());
      return { kind: 'other', at };
    }
    const first = this.starredOrBinding();
    if (this.is(',')) {
      const items = [first, ...this.rest(')')];
      return { kind: 'tuple', at, items, isGrouped: true };
    }
    if (first.kind === 'starred') this.refuse('* needs a list or a tuple around it', first.at);
    this.expect(')');
    return { ...first, kind: first.kind === 'binding' ? 'other' : first.kind, at, isGrouped: true };
  }

  private list(at: number): Expression {
    if (this.isComprehension()) {
      this.comprehension(']', () => this.element());
      return { kind: 'other', at };
    }
    if (this.accept(']')) return { kind: 'list', at, items: [], isGrouped: true };
    const first = this.starredOrBinding();
    return { kind: 'list', at, items: [first, ...this.rest(']')], isGrouped: true };
  }

  /** The items after the first, and the closing bracket. */
  private rest(close: string): readonly Expression[] {
    const items: Expression[] = [];
    while (this.accept(',') && !this.is(close)) items.push(this.starredOrBinding());
    this.expect(close);
    return items;
  }

  private element(): void {
    if (this.is('*', '**')) this.refuse('a comprehension cannot unpack its items');
    this.binding();
  }

  /** A dictionary or a set. */
  private braces(at: number): Expression {
    const whole: Expression = { kind: 'other', at };
    if (this.isComprehension()) {
      this.comprehension('}', () => {
        this.element();
        if (this.accept(':')) this.expression();
      });
      return whole;
    }
    if (this.accept('}')) return whole;
    const isDictionary = this.pair();
    while (this.accept(',') && !this.is('}')) {
      const { at: next } = this.peek();
      if (this.pair() !== isDictionary) this.refuse('a dictionary has pairs, and a set has none', next);
    }
    this.expect('}');
    return whole;
  }

  /** Reads an item of a dictionary or a set: true for one of a dictionary. */
  private pair(): boolean {
    if (this.accept('**')) {
      this.operation();
      return true;
    }
    const key = this.starredOrBinding();
    if (!this.is(':')) return false;
    if (key.kind === 'starred' || key.kind === 'binding') this.refuse('this is no key', key.at);
    this.expect(':');
    this.expression();
    return true;
  }

  private subscript(): void {
    this.nested(() => {
      do this.slice();
      while (this.accept(',') && !this.is(']'));
      this.expect(']');
    });
  }

  private slice(): void {
    if (!this.is(':')) {
      const { kind } = this.starredOrBinding();
      if (kind === 'starred' || kind === 'binding' || !this.is(':')) return;
    }
    for (let parts = 0; parts < 2 && this.accept(':'); parts += 1)
      if (!this.is(':', ',', ']')) this.expression();
  }

  /** The arguments of a call or a class, and the closing bracket. */
  protected arguments(mayBeGenerator = true): void {
    this.nested(() => {
      if (mayBeGenerator && this.isComprehension()) {
        this.comprehension(')', () => this.element());
        return;
      }
      const keywords = new Set<string>();
      let unpacked = false;
      while (!this.is(')')) {
        const { at } = this.peek();
        if (this.accept('**')) {
          this.expression();
          unpacked = true;
        } else if (this.accept('*')) {
          if (unpacked) this.refuse('* cannot come after **', at);
          this.expression();
        } else if (!this.keyword(keywords) && (keywords.size > 0 || unpacked))
          this.refuse('an argument without a name cannot come after one with a name', at);
        if (!this.accept(',')) break;
      }
      this.expect(')');
    });
  }

  /** Reads one argument: true for one with a name. */
  private keyword(keywords: Set<string>): boolean {
    const { at } = this.peek();
    const value = this.binding();
    if (!this.accept('=')) return false;
    if (value.kind !== 'name' || value.isGrouped === true)
      this.refuse('only a name can stand before = here (== compares)', at);
    const name = bound(value.name ?? '', at);
    if (keywords.has(name)) this.refuse(`${name} is given twice`, at);
    keywords.add(name);
    this.expression();
    return true;
  }

  protected parameters(end: string): readonly string[] {
    const names: string[] = [];
    const add = (isStarred: boolean): void => {
      const { at } = this.peek();
      const name = bound(this.name('a parameter'), at);
      if (names.includes(name)) throw new Broken(`there are two parameters ${name}`, at);
      names.push(name);
      if (end === ')' && this.accept(':')) this.annotation(isStarred);
    };
    let star: 'none' | 'alone' | 'seen' = 'none';
    let hasDefault = false;
    let hasSlash = false;
    while (!this.is(end)) {
      const { at } = this.peek();
      if (this.accept('**')) {
        if (star === 'alone') this.refuse('a name must come after *', at);
        add(false);
        this.accept(',');
        return names;
      }
      if (this.accept('/')) {
        if (hasSlash || star !== 'none' || names.length === 0) this.refuse('/ cannot stand here', at);
        hasSlash = true;
      } else if (this.accept('*')) {
        if (star !== 'none') this.refuse('there can be one * only', at);
        star = this.is(',') ? 'alone' : 'seen';
        if (star === 'seen') add(true);
      } else {
        add(false);
        if (this.accept('=')) {
          this.expression();
          hasDefault = true;
        } else if (hasDefault && star === 'none')
          this.refuse('a parameter without a default cannot come after one with a default', at);
        if (star === 'alone') star = 'seen';
      }
      if (!this.accept(',')) break;
    }
    if (star === 'alone') this.refuse('a name must come after *');
    return names;
  }

  private annotation(isStarred: boolean): void {
    if (isStarred) this.starred();
    else this.expression();
  }
}
