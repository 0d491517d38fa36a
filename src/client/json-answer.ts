import { parseJson, TooDeepError } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';
import { notAuthentik, notJson, type ReceivedResponse, type RequestLine } from './explain.ts';

/** A key that JavaScript gives a meaning of its own to, as it may be written in JSON. */
const PROTOTYPE = /__proto__|\\u005f/i;

/**
 * The parsed body of a response. Throws an ApiError when it is no JSON, incomplete, nested without end, or has a
 * field that no object of authentik's has and that code trips over. Inside of a field that holds anything, such as
 * attributes, it may be: a blueprint can write it, and values are kept in mappings without a prototype.
 */
export function jsonOf(request: RequestLine, response: ReceivedResponse): Json {
  if (!response.contentType.includes('json')) throw notJson(request, response);
  const value = parsed(request, response);
  if (PROTOTYPE.test(response.text) && objectsOf(value).some((one) => Object.hasOwn(one, '__proto__')))
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

/** The objects in an answer: itself, those that it lists, and the user of a token. */
function objectsOf(answer: Json): readonly object[] {
  if (Array.isArray(answer)) return answer.filter((one) => isObject(one));
  if (!isObject(answer)) return [];
  const { results, user } = answer;
  return [answer, ...(Array.isArray(results) ? results : []), user ?? null].filter((one) => isObject(one));
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
