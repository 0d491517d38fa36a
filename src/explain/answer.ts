import type { Block } from './markdown.ts';
import { type Look, renderBlocks } from './render.ts';

/** What `explain` answers: for people, and for programs. */
export interface Answer {
  readonly blocks: readonly Block[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** An answer for people. */
export function formatAnswer({ blocks }: Answer, look: Look): string {
  return renderBlocks(blocks, look);
}

/** An answer for programs. */
export function formatAnswerJson({ json }: Answer): string {
  return JSON.stringify({ formatVersion: 1, ...json }, null, 2);
}
