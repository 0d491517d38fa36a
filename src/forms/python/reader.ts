import { Broken, Unsure } from './fault.ts';
import { Scope } from './scope.ts';
import { type Token, wordsOf } from './token.ts';

/** Deeper than any expression that people write, and far from where the stack ends. */
const MOST_STEPS = 900;
const END: Token = { kind: 'end', text: '', at: 0, end: 0 };

/** The tokens of a text, read one after the other. */
export class Reader {
  readonly minor: number;
  protected scope = new Scope('function');
  #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], minor: number) {
    this.#tokens = tokens;
    this.minor = minor;
  }

  protected peek(ahead = 0): Token {
    return this.#tokens[this.#position + ahead] ?? this.#tokens.at(-1) ?? END;
  }

  protected take(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  /** Whether the next token is one of these operators or keywords. */
  protected is(...texts: readonly string[]): boolean {
    return isOne(this.peek(), texts);
  }

  protected accept(text: string): boolean {
    const found = this.is(text);
    if (found) this.#position += 1;
    return found;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.refuse(`${text} is expected here, not ${wordsOf(this.peek())}`);
  }

  /** Takes a name. `what`: what it is the name of. */
  protected name(what: string): string {
    if (this.peek().kind !== 'name')
      this.refuse(`the name of ${what} is expected here, not ${wordsOf(this.peek())}`);
    return this.take().text;
  }

  protected refuse(what: string, at = this.peek().at): never {
    throw new Broken(what, at);
  }

  /** Reads something that can hold more of its kind. */
  protected nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MOST_STEPS) throw new Unsure();
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Reads other tokens. */
  protected reading(tokens: readonly Token[], read: () => void): void {
    const kept = this.#tokens;
    const position = this.#position;
    this.#tokens = tokens;
    this.#position = 0;
    read();
    this.#tokens = kept;
    this.#position = position;
  }

  /** Reads something if it is there; otherwise nothing is read. */
  protected attempt<T>(read: () => T): T | undefined {
    const position = this.#position;
    const scope = this.scope;
    const depth = this.#depth;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.#position = position;
      this.scope = scope;
      this.#depth = depth;
      return undefined;
    }
  }

  protected within<T>(scope: Scope, read: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    const result = read();
    this.scope = outer;
    return result;
  }

  /** Whether what comes in these brackets is a comprehension: `for` comes before a comma and the end. */
  protected isComprehension(): boolean {
    let depth = 0;
    for (let ahead = 0; ; ahead += 1) {
      const token = this.peek(ahead);
      if (token.kind === 'end') return false;
      if (isOne(token, ['(', '[', '{'])) depth += 1;
      else if (isOne(token, [')', ']', '}'])) depth -= 1;
      if (depth < 0 || (depth === 0 && isOne(token, [',']))) return false;
      if (depth === 0 && isOne(token, ['for'])) return true;
    }
  }
}

function isOne({ kind, text }: Token, texts: readonly string[]): boolean {
  return (kind === 'operator' || kind === 'keyword') && texts.includes(text);
}
