import type { TagNode } from '../blueprint/blueprint.ts';
import type { Span } from '../source/source-file.ts';

/** What decides between alternatives, and how it is decided. The same `key` is the same decision. */
export interface Decision {
  readonly key: string;
  readonly is: boolean;
  /** When that is so, for people: `HOST is not set`. */
  readonly words: string;
  /** When it is not. */
  readonly otherwise: string;
  readonly span: Span;
  /** Whether it is about a condition, and not about what is set or there outside of the file. */
  readonly isCondition: boolean;
}

/** A decision that has not been made, with the words for both ways. */
export interface Undecided {
  readonly key: string;
  readonly yes: string;
  readonly no: string;
  readonly span: Span;
  readonly isCondition: boolean;
}

/** Whether what an `!Env`, a `!Context` or a `!File` names is there, as a question. */
export function isSet({ tag, span }: TagNode, name: string): Undecided {
  const isFile = tag === '!File';
  return {
    key: `${tag} ${name}`,
    yes: isFile ? `there is a file ${name}` : `${name} is set`,
    no: isFile ? `there is no file ${name}` : `${name} is not set`,
    span,
    isCondition: false,
  };
}

/** What has been decided, with one decision more, in each of its ways. */
export function bothWays(
  made: ReadonlyMap<string, Decision>,
  { key, yes, no, span, isCondition }: Undecided,
): ReadonlyMap<string, Decision>[] {
  return [true, false].map((is) => {
    const decision = { key, is, words: is ? yes : no, otherwise: is ? no : yes, span, isCondition };
    return new Map([...made, [key, decision]]);
  });
}
