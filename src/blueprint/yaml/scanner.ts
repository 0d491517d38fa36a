/* eslint-disable max-lines -- one state that every step changes; apart, each part would need all of it */
import { Cursor, isBlankOrEnd } from './cursor.ts';
import { PossibleKeys } from './possible-keys.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain, startsPlain } from './scan-plain.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-property.ts';
import { QuotedScanner } from './scan-quoted.ts';
import {
  strangeCharacter,
  strangeEntry,
  strangeKey,
  strangeValue,
  tooDeep,
  unopened,
} from './scan-errors.ts';
import { type Token, type TokenKind, mark } from './token.ts';

/**
 * Text to tokens, by PyYAML's rules for YAML 1.1 and not by those of YAML 1.2: a tab is neither indentation
 * nor separation, the lines of a flow collection need no indentation, `?` ends a plain scalar in one. One
 * pass; a token is made when it is asked for. Every step changes the same state (indentation, flow
 * collections, keys to come), so all steps stand in one class.
 */
export class Scanner {
  readonly cursor: Cursor;
  readonly #maxDepth: number;
  #queue: Token[] = [];
  #head = 0;
  #taken = 0;
  #done = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #flow = 0;
  #keyAllowed = true;
  readonly #keys: PossibleKeys;
  #last: Token | undefined;
  /** The next token, once nothing can come before it any more. */
  #next: Token | undefined;
  readonly #quoted = new QuotedScanner();
  /** The last token that has been taken and has a text, for error messages. */
  lastTaken: Token | undefined;
  /** Where the text of the tokens taken so far ends. */
  lastEnd = 0;

  constructor(text: string, maxDepth: number) {
    this.cursor = new Cursor(text);
    this.#keys = new PossibleKeys(this.cursor);
    this.#maxDepth = maxDepth;
    if (text.startsWith('\uFEFF')) this.cursor.pos = this.cursor.lineStart = 1;
  }

  /** The next token, left where it is; after the end of the text it stays `stream-end`. */
  peek(): Token {
    if (this.#next) return this.#next;
    while (this.#needsMore()) this.#fetch();
    return (this.#next =
      this.#queue[this.#head] ?? this.#last ?? mark('stream-end', this.cursor.pos, this.cursor.pos));
  }

  /** Takes the next token. */
  take(): Token {
    const token = this.peek();
    if (token.kind === 'stream-end') return token;
    this.#next = undefined;
    this.#head++;
    this.#taken++;
    if (token.end > token.start) {
      this.lastEnd = token.end;
      this.lastTaken = token;
    }
    if (this.#head > 256) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return token;
  }

  /** A token can be given away only when no later `:` can put a key in front of it. */
  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#head === this.#queue.length) return true;
    this.#keys.dropStale();
    return this.#keys.firstToken === this.#taken;
  }

  #push(token: Token): void {
    this.#queue.push(token);
    this.#last = token;
  }

  /** Adds a token for the next `length` characters. */
  #pushHere(kind: TokenKind, length: number): void {
    const start = this.cursor.pos;
    this.cursor.pos += length;
    this.#push(mark(kind, start, this.cursor.pos));
  }

  /** Adds the tokens that start at the next character that is neither blank nor in a comment. */
  #fetch(): void {
    const cursor = this.cursor;
    this.#skipToToken();
    this.#keys.dropStale();
    this.#unwind(cursor.column);
    const code = cursor.code();
    if (code === 0) return this.#fetchEnd();
    if (cursor.column === 0 && this.#fetchAtLineStart(code)) return;
    if (!this.#fetchIndicator(code)) this.#fetchPlain();
  }

  /** What means something in the first column only; false where nothing of it stands there. */
  #fetchAtLineStart(code: number): boolean {
    const cursor = this.cursor;
    if (code === 37 /* % */) {
      this.#closeBlocks();
      this.#push(scanDirective(cursor));
    } else if (code === 45 && cursor.atMarker('---')) this.#fetchMarker('document-start');
    else if (code === 46 && cursor.atMarker('...')) this.#fetchMarker('document-end');
    else return false;
    return true;
  }

  /** What an indicator starts; false where the character is none here, so that a plain scalar starts. */
  #fetchIndicator(code: number): boolean {
    switch (code) {
      case 91 /* [ */:
        this.#openFlow('[');
        return true;
      case 123 /* { */:
        this.#openFlow('{');
        return true;
      case 93 /* ] */:
        this.#closeFlow(']');
        return true;
      case 125 /* } */:
        this.#closeFlow('}');
        return true;
      case 44 /* , */:
        this.#fetchComma();
        return true;
      case 45 /* - */:
        if (!isBlankOrEnd(this.cursor.code(1))) return false;
        this.#fetchEntry();
        return true;
      case 63 /* ? */:
        if (!this.#endsHere()) return false;
        this.#fetchKey();
        return true;
      case 58 /* : */:
        if (!this.#endsHere()) return false;
        this.#fetchValue();
        return true;
      case 42 /* * */:
      case 38 /* & */:
        this.#fetchScalar(scanAnchor);
        return true;
      case 33 /* ! */:
        this.#fetchScalar(scanTag);
        return true;
      case 34 /* " */:
      case 39 /* ' */:
        this.#fetchScalar(this.#quoted.scan);
        return true;
      case 124 /* | */:
      case 62 /* > */:
        if (this.#flow > 0) return false;
        this.#fetchBlock();
        return true;
      default:
        return false;
    }
  }

  /** Whether a `?` or `:` here is no part of a text: in a flow collection, or with a blank behind it. */
  #endsHere(): boolean {
    return this.#flow > 0 || isBlankOrEnd(this.cursor.code(1));
  }

  #fetchPlain(): void {
    const cursor = this.cursor;
    if (!startsPlain(cursor, this.#flow > 0)) throw strangeCharacter(cursor, this.#last);
    this.#saveKey();
    const { token, brokeLine } = scanPlain(cursor, this.#indent + 1, this.#flow > 0);
    this.#keyAllowed = brokeLine;
    this.#push(token);
  }

  /** Goes over spaces, comments and line breaks. */
  #skipToToken(): void {
    const cursor = this.cursor;
    for (;;) {
      cursor.skipSpaces();
      if (cursor.code() === 35) cursor.skipLine();
      if (cursor.lineBreak() === '') return;
      if (this.#flow === 0) this.#keyAllowed = true;
    }
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const { pos, lineStart, column } = this.cursor;
    const required = this.#flow === 0 && this.#indent === column;
    this.#keys.set(this.#flow, {
      tokenNumber: this.#taken + this.#queue.length - this.#head,
      required,
      pos,
      lineStart,
    });
  }

  #unwind(column: number): void {
    if (this.#flow > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#pushHere('block-end', 0);
    }
  }

  #indentTo(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#checkDepth();
    return true;
  }

  /** A list without indentation of its own does not count, so nodes nest at most twice as deep. */
  #checkDepth(): void {
    if (this.#indents.length + this.#flow > this.#maxDepth) throw tooDeep(this.cursor, this.#maxDepth);
  }

  #closeBlocks(): void {
    this.#unwind(-1);
    this.#keys.drop(this.#flow);
    this.#keyAllowed = false;
  }

  #fetchEnd(): void {
    this.#closeBlocks();
    this.#keys.cut(0);
    this.#pushHere('stream-end', 0);
    this.#done = true;
  }

  #fetchMarker(kind: 'document-start' | 'document-end'): void {
    this.#closeBlocks();
    this.#pushHere(kind, 3);
  }

  #openFlow(kind: '[' | '{'): void {
    this.#saveKey();
    this.#flow++;
    this.#checkDepth();
    this.#keyAllowed = true;
    this.#pushHere(kind, 1);
  }

  #closeFlow(kind: ']' | '}'): void {
    this.#keys.drop(this.#flow);
    if (this.#flow === 0) throw unopened(this.cursor);
    this.#flow--;
    this.#keys.cut(this.#flow + 1);
    this.#keyAllowed = false;
    this.#pushHere(kind, 1);
  }

  #fetchComma(): void {
    this.#keyAllowed = true;
    this.#keys.drop(this.#flow);
    this.#pushHere(',', 1);
  }

  #fetchEntry(): void {
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw strangeEntry(this.cursor);
      if (this.#indentTo(this.cursor.column)) this.#pushHere('block-seq-start', 0);
    }
    this.#keyAllowed = true;
    this.#keys.drop(this.#flow);
    this.#pushHere('-', 1);
  }

  #fetchKey(): void {
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw strangeKey(this.cursor);
      if (this.#indentTo(this.cursor.column)) this.#pushHere('block-map-start', 0);
    }
    this.#keyAllowed = this.#flow === 0;
    this.#keys.drop(this.#flow);
    this.#pushHere('?', 1);
  }

  #fetchValue(): void {
    const key = this.#keys.take(this.#flow);
    if (key) {
      const at = this.#head + key.tokenNumber - this.#taken;
      const tokens = [mark('?', key.pos, key.pos)];
      if (this.#flow === 0 && this.#indentTo(key.pos - key.lineStart))
        tokens.unshift(mark('block-map-start', key.pos, key.pos));
      this.#queue.splice(at, 0, ...tokens);
      this.#keyAllowed = false;
    } else {
      if (this.#flow === 0) {
        if (!this.#keyAllowed) throw strangeValue(this.cursor, this.#last);
        if (this.#indentTo(this.cursor.column)) this.#pushHere('block-map-start', 0);
      }
      this.#keyAllowed = this.#flow === 0;
      this.#keys.drop(this.#flow);
    }
    this.#pushHere(':', 1);
  }

  #fetchScalar(scan: (cursor: Cursor) => Token): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#push(scan(this.cursor));
  }

  #fetchBlock(): void {
    this.#keyAllowed = true;
    this.#keys.drop(this.#flow);
    this.#push(scanBlock(this.cursor, this.#indent));
  }
}
