import type { Block } from './markdown.ts';

/** What `explain` says of something: the same for people, as blocks of a page, and for programs. */
export interface Explanation {
  readonly kind: 'code' | 'tag' | 'topic' | 'model' | 'field';
  readonly name: string;
  readonly blocks: readonly Block[];
  /** For `--format json`, without `formatVersion`, `kind` and `name`. */
  readonly json: Readonly<Record<string, unknown>>;
}
