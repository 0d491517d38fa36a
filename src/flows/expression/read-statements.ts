import { ExpressionReader, type Running } from './read-expression.ts';
import { isTrue, type PyValue, Raised, Unsure } from './python-value.ts';

/** What a statement ends with: a value that is given back; undefined: the next one follows. */
type Run = (running: Running) => { readonly value: PyValue } | undefined;

/** Reads the statements of an expression policy, as far as they are known: see `ExpressionReader`. */
export class StatementReader extends ExpressionReader {
  /** All statements. */
  body(): Run {
    const statements: Run[] = [];
    while (this.peek().kind !== 'end' && this.peek().kind !== 'dedent') statements.push(this.statement());
    return (running) => {
      for (const run of statements) {
        const end = run(running);
        if (end) return end;
      }
      return undefined;
    };
  }

  private statement(): Run {
    if (this.accept('if')) return this.condition();
    const run = this.simple();
    while (this.accept(';'));
    if (this.peek().kind === 'newline') this.take();
    return run;
  }

  private condition(): Run {
    const isMet = this.expression();
    this.expect(':');
    const then = this.block();
    let other: Run = () => undefined;
    if (this.accept('elif')) other = this.condition();
    else if (this.accept('else')) {
      this.expect(':');
      other = this.block();
    }
    return (running) => (isTrue(isMet(running)) ? then(running) : other(running));
  }

  private block(): Run {
    if (this.peek().kind !== 'newline') return this.statement();
    this.take();
    if (this.peek().kind !== 'indent') this.refuse('a block is expected here');
    this.take();
    const run = this.body();
    if (this.peek().kind === 'dedent') this.take();
    return run;
  }

  private simple(): Run {
    if (this.accept('return')) {
      const value = this.peek().kind === 'newline' ? (): PyValue => null : this.expression();
      return (running) => ({ value: value(running) });
    }
    if (this.accept('raise')) {
      this.skipLine();
      return () => {
        throw new Raised();
      };
    }
    if (this.accept('pass')) return () => undefined;
    if (this.accept('import') || this.accept('from')) {
      this.skipLine();
      return () => undefined;
    }
    if (this.peek().kind === 'name' && this.peek(1).text === '=') return this.assignment();
    const value = this.expression();
    // An assignment to anything else than a name may change what is asked about.
    if (this.peek().kind !== 'newline' && this.peek().kind !== 'end' && !this.is(';'))
      this.refuse('the end of a statement is expected here');
    return (running) => {
      value(running);
      return undefined;
    };
  }

  private assignment(): Run {
    const name = this.name('a value');
    this.take();
    const value = this.expression();
    return (running) => {
      try {
        running.names.set(name, value(running));
      } catch (error) {
        if (!(error instanceof Unsure)) throw error;
        running.names.set(name, error);
      }
      return undefined;
    };
  }

  private skipLine(): void {
    while (this.peek().kind !== 'newline' && this.peek().kind !== 'end') this.take();
  }
}
