import { ApiError } from './api-error.ts';
import { serverAddress } from './address.ts';
import { explainFailure } from './explain-failure.ts';

/**
 * The OpenAPI document of a server, as text. `from`: the server's address, or that of the document itself.
 * The document is public, so no token is sent. Throws an ApiError.
 */
export async function fetchDocument(from: string): Promise<string> {
  const address = /\/schema\/?(\?|$)|\.(ya?ml|json)$/.test(from)
    ? from
    : `${serverAddress(from)}/api/v3/schema/`;
  let response: Response;
  try {
    response = await fetch(address, {
      headers: {
        Accept: 'application/vnd.oai.openapi+json, application/vnd.oai.openapi, application/json, text/yaml',
      },
      signal: AbortSignal.timeout(120_000),
    });
  } catch (error) {
    throw explainFailure(address, error);
  }
  if (!response.ok)
    throw new ApiError('unexpected', `${address} answered with status ${response.status}`, {
      status: response.status,
      hint: 'a server has its document at /api/v3/schema/',
    });
  return response.text();
}
