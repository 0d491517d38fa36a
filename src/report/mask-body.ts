import { isSecret } from '../catalog/is-secret.ts';
import type { Catalog, Json } from '../catalog/model.ts';
import { HIDDEN, type KnownSecrets } from '../source/known-secrets.ts';
import { mayNameSecret, soundsSecret } from '../source/sounds-secret.ts';

/** A longer body than this is named by its length: the API document, a list of thousands. */
const MOST_CHARACTERS = 256 * 1024;

/** `password: x`, `client_secret = "x"`, `'token': x`: a line of a text that gives something a value. */
const ASSIGNED = /(?:^|[\s{,(])["']?([\w.-]+)["']?\s*[:=]/gm;

/** What decides which parts of a body are hidden. */
export interface Hiding {
  readonly secrets: KnownSecrets;
  /** Undefined while the release is not known: then names decide. */
  readonly catalog: Catalog | undefined;
}

/**
 * The body of a request or an answer as it may be kept: without the run's secrets, without the value of any
 * field that holds a secret in some model or sounds so, and without texts (expressions, blueprints) that give
 * a value to such a name. What is no JSON is not kept.
 */
export function maskBody(text: string, { secrets, catalog }: Hiding): Json {
  if (text === '') return null;
  if (text.length > MOST_CHARACTERS) return `(${text.length} characters)`;
  try {
    return masked(JSON.parse(text) as Json, secrets, (name) =>
      catalog ? isSecret(catalog, undefined, name) : mayNameSecret(name),
    );
  } catch {
    return `(no JSON, ${text.length} characters)`;
  }
}

/** A value as it may be kept, whatever the names in it: without secrets, and without texts that assign some. */
export function maskTexts(value: Json, secrets: KnownSecrets): Json {
  return masked(value, secrets, () => false);
}

function masked(value: Json, secrets: KnownSecrets, isHidden: (name: string) => boolean): Json {
  if (typeof value === 'string') return maskText(value, secrets);
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets, isHidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      secrets.mask(name),
      !isEmpty(part) && isHidden(name) ? HIDDEN : masked(part, secrets, isHidden),
    ]),
  );
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || typeof value === 'boolean';
}

function maskText(text: string, secrets: KnownSecrets): string {
  for (const [, name = ''] of text.matchAll(ASSIGNED)) if (soundsSecret(name)) return HIDDEN;
  return secrets.mask(text);
}
