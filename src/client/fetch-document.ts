import { ApiError } from './api-error.ts';
import { serverAddress } from './address.ts';
import type { ReceivedResponse } from './explain.ts';
import { explainFailure, interrupted } from './explain-failure.ts';
import { CutError, inTime } from './in-time.ts';
import { receive } from './receive.ts';
import { requestLine } from './transport.ts';

/** It has some megabytes, and a server that has not made it yet takes long. */
const MOST_SECONDS = 120;
const ACCEPT = 'application/vnd.oai.openapi+json, application/vnd.oai.openapi, application/json, text/yaml';

/**
 * The OpenAPI document of a server, as text. `from`: the server's address, or that of the document itself.
 * The document is public, so no token is sent. `stop` ends it at once. Throws an ApiError.
 */
export async function fetchDocument(from: string, stop?: AbortSignal): Promise<string> {
  const address = /\/schema\/?(\?|$)|\.(ya?ml|json)$/.test(from)
    ? from
    : `${serverAddress(from)}/api/v3/schema/`;
  const { status, text } = await get(address, stop);
  if (status < 200 || status >= 300)
    throw new ApiError('unexpected', `${address} answered with status ${status}`, {
      status,
      hint: 'a server has its document at /api/v3/schema/',
    });
  return text;
}

async function get(address: string, stop: AbortSignal | undefined): Promise<ReceivedResponse> {
  try {
    return await inTime(MOST_SECONDS, stop, async (signal) =>
      receive(
        requestLine({ method: 'GET', url: address }),
        await fetch(address, { headers: { Accept: ACCEPT }, signal }),
      ),
    );
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (error instanceof CutError)
      throw interrupted(requestLine({ method: 'GET', url: address }), {
        mayStillRun: false,
        mayBeDone: false,
      });
    throw explainFailure(address, error);
  }
}
