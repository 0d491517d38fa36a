import { Unsure } from './fault.ts';
import { bound, namesBound } from './expression.ts';
import { Scope } from './scope.ts';
import { SimpleStatements } from './simple-statements.ts';
import { wordsOf } from './token.ts';

/** Reads the statements that have blocks, and so a whole text. */
export class Statements extends SimpleStatements {
  /** Reads everything. */
  all(): void {
    while (this.peek().kind !== 'end') this.statement();
  }

  private statement(): void {
    const { kind, text, at } = this.peek();
    if (kind === 'indent')
      this.refuse('this line is indented further than the one before, and nothing asks for it');
    if (kind === 'operator' && text === '@') this.decorated();
    else if (kind === 'keyword' && this.compound(text)) return;
    else if (kind === 'name' && text === 'match' && this.match(at)) return;
    else this.simpleStatements();
  }

  /** Reads a statement that begins with this word and has a block; false where there is no such. */
  private compound(word: string): boolean {
    const read = {
      if: () => this.if(),
      while: () => this.while(),
      for: () => this.for(),
      try: () => this.try(),
      with: () => this.with(),
      def: () => this.def(false),
      class: () => this.class(),
      async: () => this.async(),
    }[word];
    if (!read) return false;
    this.nested(() => {
      if (word !== 'def' && word !== 'class') this.take();
      read();
    });
    return true;
  }

  private block(after: string): void {
    this.expect(':');
    if (this.peek().kind !== 'newline') return this.simpleStatements();
    this.take();
    if (this.peek().kind !== 'indent')
      this.refuse(`a line that is indented further must come after ${after}`);
    this.take();
    while (this.peek().kind !== 'dedent') this.statement();
    this.take();
  }

  private if(): void {
    this.binding();
    this.block('if');
    while (this.accept('elif')) {
      this.binding();
      this.block('elif');
    }
    this.else();
  }

  private else(): void {
    if (this.accept('else')) this.block('else');
  }

  private while(): void {
    this.binding();
    this.loop('while');
  }

  private for(): void {
    this.targets();
    this.expect('in');
    this.several();
    this.loop('for');
  }

  private loop(word: string): void {
    this.scope.loops += 1;
    this.block(word);
    this.scope.loops -= 1;
    this.else();
  }

  private try(): void {
    this.block('try');
    let kind: string | undefined;
    while (this.is('except')) {
      const { at } = this.take();
      if (kind === 'bare') this.refuse('except without a class must be the last one', at);
      const next = this.exception();
      if (kind !== undefined && (kind === 'group') !== (next === 'group'))
        this.refuse('except and except* cannot be mixed', at);
      kind = next;
      this.block('except');
    }
    if (kind !== undefined) this.else();
    if (this.accept('finally')) this.block('finally');
    else if (kind === undefined) this.refuse('except or finally must come after the block of try');
  }

  /** What an `except` catches. Since Python 3.14 several classes need no brackets. */
  private exception(): 'bare' | 'group' | 'class' {
    const isGroup = this.accept('*');
    if (!isGroup && this.is(':')) return 'bare';
    this.expression();
    if (this.minor >= 14 && this.is(',')) while (this.accept(',')) this.expression();
    else if (this.accept('as')) this.boundName('an exception');
    return isGroup ? 'group' : 'class';
  }

  private boundName(what: string): void {
    const { at } = this.peek();
    this.scope.use(bound(this.name(what), at));
  }

  private with(): void {
    const isGrouped =
      this.is('(') &&
      this.attempt(() => {
        this.take();
        do {
          if (this.is(')')) break;
          this.withItem();
        } while (this.accept(','));
        this.expect(')');
        if (!this.is(':')) this.refuse('a block is expected here');
        return true;
      }) === true;
    if (!isGrouped)
      do this.withItem();
      while (this.accept(','));
    this.block('with');
  }

  private withItem(): void {
    this.expression();
    if (this.accept('as')) namesBound(this.is('*') ? this.starred() : this.operation());
  }

  private def(isAsync: boolean): void {
    this.take();
    this.boundName('a function');
    if (this.is('[')) this.typeParameters();
    this.expect('(');
    const names = this.parameters(')');
    this.expect(')');
    if (this.accept('->')) this.expression();
    this.within(new Scope(isAsync ? 'async function' : 'function', this.scope, names), () =>
      this.block('def'),
    );
  }

  private class(): void {
    this.take();
    this.boundName('a class');
    if (this.is('[')) this.typeParameters();
    if (this.accept('(')) this.arguments(false);
    this.within(new Scope('class', this.scope), () => this.block('class'));
  }

  private async(): void {
    const { at, text } = this.peek();
    if (!this.is('def', 'for', 'with'))
      this.refuse(`def, for or with must come after async, not ${wordsOf(this.peek())}`);
    if (text === 'def') {
      this.def(true);
      return;
    }
    this.scope.await(`async ${text}`, at);
    this.take();
    if (text === 'for') this.for();
    else this.with();
  }

  private decorated(): void {
    while (this.accept('@')) {
      this.binding();
      if (this.peek().kind !== 'newline')
        this.refuse(`the line should end here, and ${wordsOf(this.peek())} follows`);
      this.take();
    }
    if (!this.is('def', 'class', 'async')) this.refuse('a function or a class must come after a decorator');
    if (this.accept('async')) {
      if (!this.is('def')) this.refuse('a function or a class must come after a decorator');
      this.nested(() => this.def(true));
    } else this.statement();
  }

  protected typeParameters(): void {
    if (this.minor < 12) this.refuse('there are no type parameters before Python 3.12');
    this.expect('[');
    if (this.is(']')) this.refuse('there must be a type in the brackets');
    let hasDefault = false;
    while (!this.is(']')) {
      const isStarred = this.is('*', '**');
      if (isStarred) this.take();
      this.boundName('a type');
      if (!isStarred && this.accept(':')) this.expression();
      if (this.is('=')) {
        if (this.minor < 13) this.refuse('types have no defaults before Python 3.13');
        this.take();
        this.starred();
        hasDefault = true;
      } else if (hasDefault) this.refuse('a type without a default cannot come after one with a default');
      if (!this.accept(',')) break;
    }
    this.expect(']');
  }

  /** Reads a `match` if it is one: the word is a name as well. */
  private match(at: number): boolean {
    const isMatch = this.attempt(() => {
      this.take();
      this.subject();
      this.expect(':');
      if (this.take().kind !== 'newline' || this.take().kind !== 'indent') this.refuse('no block', at);
      if (this.peek().text !== 'case') this.refuse('no case', at);
      return true;
    });
    if (isMatch !== true) return false;
    let isAll = false;
    while (this.peek().kind !== 'dedent') {
      const next = this.peek();
      if (next.kind !== 'name' || next.text !== 'case')
        this.refuse(`case is expected here, not ${wordsOf(next)}`);
      if (isAll) this.refuse('the case before this one matches everything', next.at);
      this.take();
      const isFree = this.patterns();
      const hasGuard = this.accept('if');
      if (hasGuard) this.binding();
      isAll = isFree && !hasGuard;
      this.nested(() => this.block('case'));
    }
    this.take();
    return true;
  }

  private subject(): void {
    const first = this.starredOrBinding();
    const isTuple = this.is(',');
    while (this.accept(',') && this.isBeginning()) this.starredOrBinding();
    if (first.kind === 'starred' && !isTuple) throw new Unsure();
  }
}
