import { asMapping } from '../../catalog/json-mapping.ts';
import type { Json } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client, Reply } from '../../client/client.ts';
import { type Refusal, readRefusal } from './read-refusal.ts';

/** What the server's importer says of a blueprint when it is asked. `none`: it gave no verdict, and why, for people. */
export type Answer =
  | { readonly kind: 'good' }
  | { readonly kind: 'bad'; readonly refusal: Refusal }
  | { readonly kind: 'none'; readonly why: string; readonly hint?: string | undefined };

/** How the importer is asked. */
export interface Asking {
  readonly client: Client;
  /** Where: `/managed/blueprints/`. */
  readonly path: string;
  /** Seconds to wait for the answer, where that is longer than the usual time limit. */
  readonly seconds: number;
}

/**
 * Asks the server's importer about a blueprint: it applies it in a transaction that it takes back. The request is
 * one for a stored blueprint without a name, which is always refused for that, once the importer has judged
 * its content (measured 2023.2.3, 2025.12.4, 2026.5.0-rc1: a good one gives 400 with only `name` in it, a bad one
 * 400 with `content`, or an empty 405). Nothing is stored. Any other answer, and none, is no verdict. Throws an
 * ApiError when the run was interrupted.
 */
export async function dryRun(text: string, { client, path, seconds }: Asking): Promise<Answer> {
  try {
    // It is not switched on, for the case that a server should store it after all.
    const body = JSON.stringify({ content: text, enabled: false });
    return answerOf(await client.ask(path, body, seconds), path);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind === 'interrupted') throw error;
    return { kind: 'none', why: error.message, hint: error.hint };
  }
}

function answerOf({ status, body }: Reply, path: string): Answer {
  const odd = (why: string): Answer => ({ kind: 'none', why: `the answer to POST ${path} ${why}` });
  if (status === 405)
    return body === undefined
      ? { kind: 'bad', refusal: readRefusal(undefined) }
      : odd('says that it is not possible');
  if (status !== 400)
    return odd('is not a refusal of a blueprint without a name: look whether it stored one');
  const said = asMapping(body);
  const others = Object.keys(said).filter((name) => name !== 'name' && name !== 'content');
  if (others.length > 0 || !('name' in said)) return odd('is no verdict on its content');
  if (!('content' in said)) return { kind: 'good' };
  const content: Json | undefined = said['content'];
  return { kind: 'bad', refusal: readRefusal(content) };
}
