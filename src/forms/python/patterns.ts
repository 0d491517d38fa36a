import { Atoms } from './atoms.ts';
import { wordsOf } from './token.ts';

/** Reads the patterns of `match`. Each method says whether its pattern matches everything. */
export class Patterns extends Atoms {
  /** The patterns of a `case`: several with commas are a sequence. */
  protected patterns(): boolean {
    let isSequence = this.is('*');
    let isAll = this.starOrPattern();
    while (this.accept(',')) {
      isSequence = true;
      isAll = false;
      if (this.is(':', 'if')) break;
      this.starOrPattern();
    }
    return isAll && !isSequence;
  }

  private starOrPattern(): boolean {
    if (!this.accept('*')) return this.pattern();
    this.name('a pattern');
    return false;
  }

  private pattern(): boolean {
    return this.nested(() => {
      let isAll = this.closed();
      while (this.is('|')) {
        if (isAll) this.refuse('no pattern can come after one that matches everything');
        this.take();
        isAll = this.closed();
      }
      if (this.accept('as') && this.name('a pattern') === '_') this.refuse('_ cannot be a name here');
      return isAll;
    });
  }

  private closed(): boolean {
    const token = this.peek();
    if (token.kind === 'name') return this.named();
    if (token.kind === 'string') {
      if (token.fields) this.refuse('a pattern cannot be a formatted string');
      this.primary();
      return false;
    }
    if (this.is('None', 'True', 'False')) {
      this.take();
      return false;
    }
    if (this.is('-') || token.kind === 'number') return this.number();
    if (this.accept('(')) return this.sequence(')');
    if (this.accept('[')) {
      this.sequence(']');
      return false;
    }
    if (this.accept('{')) return this.mapping();
    return this.refuse(`a pattern is expected here, not ${wordsOf(token)}`);
  }

  /** A number with a sign, and the imaginary part of a complex one. */
  private number(): boolean {
    this.accept('-');
    this.digits();
    if (this.is('+', '-')) {
      this.take();
      this.digits();
    }
    return false;
  }

  private digits(): void {
    if (this.peek().kind !== 'number') this.refuse(`a number is expected here, not ${wordsOf(this.peek())}`);
    this.take();
  }

  /** A name that is bound, a value with a dotted name, or a class with patterns. */
  private named(): boolean {
    this.take();
    let isAll = true;
    while (this.accept('.')) {
      this.name('an attribute');
      isAll = false;
    }
    if (!this.accept('(')) return isAll;
    let hasKeyword = false;
    while (!this.is(')')) {
      const next = this.peek(1);
      const isKeyword = this.peek().kind === 'name' && next.kind === 'operator' && next.text === '=';
      if (isKeyword) {
        this.take();
        this.take();
      } else if (hasKeyword) this.refuse('a pattern without a name cannot come after one with a name');
      hasKeyword ||= isKeyword;
      this.pattern();
      if (!this.accept(',')) break;
    }
    this.expect(')');
    return false;
  }

  /** A sequence, or one pattern in round brackets. */
  private sequence(close: string): boolean {
    let count = 0;
    let isAll = false;
    while (!this.is(close)) {
      const isStar = this.is('*');
      isAll = this.starOrPattern();
      count += isStar ? 2 : 1;
      if (!this.is(',')) break;
      this.take();
      count += 1;
    }
    this.expect(close);
    return isAll && count === 1;
  }

  private mapping(): boolean {
    while (!this.is('}')) {
      if (this.accept('**')) this.name('a pattern');
      else {
        const isPlain = this.peek().kind === 'name';
        if (this.closed() && isPlain) this.refuse('a key of a pattern must be a literal or have a dot');
        this.expect(':');
        this.pattern();
      }
      if (!this.accept(',')) break;
    }
    this.expect('}');
    return false;
  }
}
