import { parseJson } from '../../src/catalog/exact-json.ts';
import type { Json } from '../../src/catalog/model.ts';
import type { Served } from '../cli/served.ts';

/* Who changes a server by hand, and what drift says of it. */

/** A difference in `drift --format json`. */
export interface Difference {
  readonly kind: string;
  readonly model: string;
  readonly key: string;
  readonly file?: string;
  readonly fate?: string;
  readonly fields: readonly { readonly path: string; readonly file?: unknown; readonly server?: unknown }[];
  readonly who: Readonly<Record<string, unknown>>;
}

/** What `drift --format json` prints. */
export interface Report {
  readonly differences: readonly Difference[];
  readonly children: readonly Readonly<Record<string, unknown>>[];
  readonly summary: Readonly<Record<string, number>>;
  readonly oldest?: string;
}

/** Somebody else, with a token of his own. */
export interface Hand {
  readonly send: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Json }>;
}

/** Somebody who may do everything, in a browser. */
export async function handOf({ api, sandbox }: Served, username: string): Promise<Hand> {
  const { pk } = (await api.post('core/users/', { username, name: username, groups: [] })) as { pk: number };
  await api.post('core/groups/', { name: `of ${username}`, is_superuser: true, users: [pk] });
  await api.post('core/tokens/', { identifier: 'hand', intent: 'api', user: pk, expiring: false });
  await api.post('core/tokens/hand/set_key/', { key: 'key of a hand' });
  const headers = {
    authorization: 'Bearer key of a hand',
    'content-type': 'application/json',
    'user-agent': 'Mozilla/5.0',
  };
  return {
    send: async (method, path, body) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const answer = await sandbox.respond(method, `/api/v3${path}`, headers, text);
      return { status: answer.status, body: answer.body === '' ? null : parseJson(answer.body) };
    },
  };
}
