import { bound, checkDeleted, type Expression, namesBound } from './expression.ts';
import { ASSIGNMENTS } from './operations.ts';
import { Patterns } from './patterns.ts';
import { wordsOf } from './token.ts';

/** Reads the statements that fit on a line. */
export abstract class SimpleStatements extends Patterns {
  /** The parameters of a type, in square brackets (since Python 3.12). */
  protected abstract typeParameters(): void;

  /** Statements with semicolons between them, to the end of the line. */
  protected simpleStatements(): void {
    do this.simpleStatement();
    while (this.accept(';') && this.peek().kind !== 'newline');
    const token = this.peek();
    if (token.kind !== 'newline') this.refuse(`the line should end here, and ${wordsOf(token)} follows`);
    this.take();
  }

  private simpleStatement(): void {
    const { kind, text, at } = this.peek();
    const read = kind === 'keyword' ? this.keywordStatement(text) : undefined;
    if (read) {
      this.take();
      read(at);
    } else if (text === 'type' && kind === 'name' && this.attempt(() => this.typeStatement()) === true)
      return;
    else this.assignment();
  }

  private keywordStatement(word: string): ((at: number) => void) | undefined {
    switch (word) {
      case 'pass':
        return () => undefined;
      case 'break':
      case 'continue':
        return (at) => {
          if (this.scope.loops === 0) this.refuse(`${word} needs a loop around it`, at);
        };
      case 'return':
        return (at) => {
          const hasValue = this.isBeginning();
          if (hasValue) this.several();
          this.scope.return(hasValue, at);
        };
      case 'raise':
        return () => {
          if (!this.isBeginning()) return;
          this.expression();
          if (this.accept('from')) this.expression();
        };
      case 'global':
      case 'nonlocal':
        return () => {
          do {
            const { at } = this.peek();
            this.scope.declare(word, this.name('a variable'), at);
          } while (this.accept(','));
        };
      case 'del':
        return () => checkDeleted(this.several());
      case 'assert':
        return () => {
          this.expression();
          if (this.accept(',')) this.expression();
        };
      case 'import':
        return () => this.import();
      case 'from':
        return (at) => this.importFrom(at);
      default:
        return undefined;
    }
  }

  private import(): void {
    do {
      this.dotted();
      if (this.accept('as')) this.bind();
    } while (this.accept(','));
  }

  protected dotted(): string {
    let name = this.name('a module');
    while (this.accept('.')) name += `.${this.name('a module')}`;
    return name;
  }

  private bind(): void {
    const { at } = this.peek();
    this.scope.use(bound(this.name('a variable'), at));
  }

  private importFrom(at: number): void {
    let dots = 0;
    while (this.is('.', '...')) dots += this.take().text.length;
    const module = dots > 0 && this.is('import') ? '' : this.dotted();
    this.expect('import');
    if (this.is('*')) this.refuse('everything of a module can only be imported outside of functions');
    if (module === '__future__' && dots === 0)
      this.refuse('this import would have to be the first statement of a file', at);
    const isGrouped = this.accept('(');
    do {
      if (isGrouped && this.is(')')) break;
      this.name('what to import');
      if (this.accept('as')) this.bind();
    } while (this.accept(','));
    if (isGrouped) this.expect(')');
  }

  private typeStatement(): true {
    this.take();
    this.name('a type');
    if (this.is('[')) this.typeParameters();
    this.expect('=');
    if (this.minor < 12) this.refuse('there are no type statements before Python 3.12');
    this.expression();
    return true;
  }

  /** An expression, or what is assigned to one. */
  private assignment(): void {
    let value = this.yieldOrSeveral();
    if (this.is(':')) {
      this.annotated(value);
      return;
    }
    if (this.peek().kind === 'operator' && ASSIGNMENTS.includes(this.peek().text)) {
      if (!isSingle(value)) this.refuse('nothing can be assigned to this', value.at);
      namesBound(value);
      this.take();
      this.yieldOrSeveral();
      return;
    }
    while (this.accept('=')) {
      namesBound(value);
      value = this.yieldOrSeveral();
    }
  }

  private annotated(target: Expression): void {
    if (!isSingle(target)) this.refuse('only one name can have a type here', target.at);
    const [name] = namesBound(target);
    if (name !== undefined && this.scope.isDeclared(name))
      this.refuse(`${name} is declared elsewhere and can have no type here`, target.at);
    this.expect(':');
    this.expression();
    if (this.accept('=')) this.yieldOrSeveral();
  }
}

function isSingle({ kind }: Expression): boolean {
  return kind === 'name' || kind === 'attribute' || kind === 'subscript';
}
