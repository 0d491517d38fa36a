import { ApiError } from '../client/api-error.ts';
import type { Client, Reply } from '../client/client.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';

/** Whether an answer is the one that authentik gives to a call. */
type IsOwn = (reply: Reply) => boolean;

/** The answer to a password or the key of a token: 204 (documents of all releases since 2022.12). */
export const isSilent: IsOwn = ({ status }) => status === 204;

/** The answer to permissions: 204, or the list of those that were granted (documents since 2023.10). */
export const isGrantReply: IsOwn = ({ status, body }) => status === 204 || Array.isArray(body);

/** The answer to the address of a picture: 200 and `{}` (recording "app set_icon_url"). */
export const isPlain: IsOwn = ({ status, body }) => status === 200 && body !== undefined;

/**
 * Calls an endpoint whose effect cannot be read and is the same when it is called twice: once more, where the
 * answer is not authentik's. Throws an ApiError when it is refused, and an UnconfirmedError when there is no
 * answer of authentik's the second time either.
 */
export async function callAgain(
  client: Client,
  path: string,
  body: string,
  { method = 'POST', isOwn }: { readonly method?: 'POST' | 'PATCH'; readonly isOwn: IsOwn },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.call(path, body, method).catch(asAnswer);
    const isError = answer instanceof ApiError;
    if (isError && !answer.mayBeDone) throw answer;
    if (!isError && isOwn(answer)) return;
    if (attempt > 1) throw unknown(answer, method, path);
    if (!(await client.pause(attempt))) throw unknown(answer, method, path);
  }
}

function unknown(answer: Reply | ApiError, method: string, path: string): UnconfirmedError {
  const error =
    answer instanceof ApiError
      ? answer
      : new ApiError('unexpected', `the answer to ${method} ${path} is not authentik's`);
  return new UnconfirmedError(error, 'it may have been done, and that cannot be read');
}

/** An error of a request as its answer; anything else is thrown. */
export function asAnswer(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
