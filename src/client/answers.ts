import { isMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import { notAuthentik, type RequestLine } from './explain.ts';
import type { Item } from './page.ts';

/** An answer in JSON, and the request that it answers, for messages. */
export interface Answer {
  readonly request: RequestLine;
  readonly json: Json;
}

/** The user behind a token. */
export interface TokenUser {
  readonly pk: number;
  readonly username: string;
  readonly isSuperuser: boolean;
  readonly groups: readonly string[];
}

/** An answer that is one object. Throws an ApiError for any other. */
export function itemOf({ request, json }: Answer): Item {
  if (!isMapping(json)) throw notAuthentik(request, 'it is no object');
  return json;
}

/** Reads the user of `GET /core/users/me/`. Throws an ApiError when it is not as authentik says it. */
export function userOf(answer: Answer): TokenUser {
  const { request } = answer;
  const { user } = itemOf(answer);
  if (!isMapping(user)) throw notAuthentik(request, 'it has no user');
  const { pk, username, is_superuser: isSuperuser = false, groups = [] } = user;
  if (typeof pk !== 'number' || !Number.isSafeInteger(pk))
    throw notAuthentik(request, 'the pk of the user is no number');
  if (typeof username !== 'string' || username === '')
    throw notAuthentik(request, 'the username of the user is no text');
  if (typeof isSuperuser !== 'boolean')
    throw notAuthentik(request, 'is_superuser of the user is neither true nor false');
  if (!Array.isArray(groups)) throw notAuthentik(request, 'the groups of the user are no list');
  return {
    pk,
    username,
    isSuperuser,
    groups: groups.map((group) => {
      if (!isMapping(group) || typeof group['name'] !== 'string')
        throw notAuthentik(request, 'a group of the user has no name');
      return group['name'];
    }),
  };
}

/** Reads a release such as `2025.12.4` or `2024.8.0-rc1`. Throws an ApiError for what cannot be one. */
export function releaseOf(request: RequestLine, version: Json | undefined): string {
  if (typeof version !== 'string' || !/^\w[\w.+-]{0,99}$/.test(version))
    throw notAuthentik(request, 'it names no version');
  return version;
}

/**
 * Whether there is a valid licence, from `GET /enterprise/license/summary/`: a text `status` since 2024.8, a
 * boolean `valid` before (OpenAPI documents). A licence that expires soon is still valid.
 */
export function licensedOf(answer: Answer): boolean {
  const { status, valid } = itemOf(answer);
  if (typeof valid === 'boolean') return valid;
  if (typeof status === 'string') return status === 'valid' || status === 'expiry_soon';
  throw notAuthentik(answer.request, 'it says neither status nor valid');
}
