import { ApiError } from './api-error.ts';
import type { ReceivedResponse, RequestLine } from './explain.ts';

/** The most bytes of a good answer, unpacked: a page of 100 large objects has some hundred kilobytes. */
const MOST_BYTES = 64 * 1024 * 1024;
/** As much of a refusal's text is kept. */
const MOST_OF_REFUSAL = 64 * 1024;

/**
 * Reads an answer to its end, or of a refusal as much as is kept. Throws an ApiError for a good answer that is
 * too large; a part of one would look like less than the server has.
 */
export async function receive(request: RequestLine, response: Response): Promise<ReceivedResponse> {
  const isGood = response.status >= 200 && response.status < 300;
  const { text, bytes, isWhole } = await readText(response.body, isGood ? MOST_BYTES : MOST_OF_REFUSAL);
  if (isGood && !isWhole)
    throw new ApiError(
      'unexpected',
      `${request.method} ${request.path} was answered with more than ${MOST_BYTES / 1024 / 1024} MB`,
      { status: response.status, mayBeDone: true, hint: 'is the address that of authentik?' },
    );
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text,
    bytes,
    isWhole,
    location: response.headers.get('location'),
    retryAfter: secondsOf(response.headers.get('retry-after')),
    requestId: requestIdOf(response.headers.get('x-authentik-id')),
    date: timeOf(response.headers.get('date')),
  };
}

/** The text of a body, its bytes as they came, and whether that is all of it: at most `most` bytes are kept. */
async function readText(
  body: Response['body'],
  most: number,
): Promise<{ readonly text: string; readonly bytes: number; readonly isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (body) {
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const chunk = part.value as Uint8Array;
      bytes += chunk.byteLength;
      parts.push(bytes > most ? chunk.subarray(0, chunk.byteLength - (bytes - most)) : chunk);
      if (bytes <= most) continue;
      // The rest may never end, so nobody waits for it.
      reader.cancel().catch(() => undefined);
      return { text: new TextDecoder().decode(Buffer.concat(parts)), bytes, isWhole: false };
    }
  }
  return { text: new TextDecoder().decode(Buffer.concat(parts)), bytes, isWhole: true };
}

/** The id of a request, 32 hexadecimal digits (measured 2023.2.3 and 2025.12.4); nothing else is kept of it. */
function requestIdOf(header: string | null): string | undefined {
  return header !== null && /^[\w-]{1,64}$/.test(header) ? header : undefined;
}

/** The milliseconds of a Date header. */
function timeOf(header: string | null): number | undefined {
  const time = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}

/** The seconds of a Retry-After header, which has seconds or a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
