import { parseJson, TooDeepError } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';
import { notAuthentik, notJson, type ReceivedResponse, type RequestLine } from './explain.ts';

/** A key that JavaScript gives a meaning of its own to, as it may be written in JSON. */
const PROTOTYPE = /__proto__|\\u005f/i;

/**
 * The parsed body of a response. Throws an ApiError when it is no JSON, incomplete, nested without end, or has a
 * field that no answer of authentik's has and that code trips over.
 */
export function jsonOf(request: RequestLine, response: ReceivedResponse): Json {
  if (!response.contentType.includes('json')) throw notJson(request, response);
  const value = parsed(request, response);
  if (PROTOTYPE.test(response.text) && hasPrototype(response.text))
    throw notAuthentik(request, 'it has a field __proto__');
  return value;
}

function parsed(request: RequestLine, response: ReceivedResponse): Json {
  try {
    return parseJson(response.text);
  } catch (error) {
    throw error instanceof TooDeepError ? notAuthentik(request, error.message) : notJson(request, response);
  }
}

function hasPrototype(text: string): boolean {
  let found = false;
  JSON.parse(text, (key: string, value: unknown) => {
    found ||= key === '__proto__';
    return value;
  });
  return found;
}
