import { canHoldSecret, isSecretPart } from '../blueprint/secret-part.ts';
import { isSecret } from '../catalog/is-secret.ts';
import { isStoredText } from '../catalog/meta-of.ts';
import type { Catalog, Json, ModelName } from '../catalog/model.ts';
import { shownModel } from '../catalog/shown-model.ts';
import { type MaskedAt, maskHash } from '../ownership/field-hash.ts';
import { looksSecret } from '../source/looks-secret.ts';
import { maskOf } from '../source/masked.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
import type { Row } from './snapshot.ts';

/** What decides which parts of objects are masked, and how. */
export interface Masking {
  readonly catalog: Catalog;
  /** `AK_BLUEPRINT_KEY`: masks then hold keyed hashes; undefined: they say nothing. */
  readonly key: string | undefined;
  /** Texts that are masked wherever they stand: the token in use. */
  readonly texts: readonly string[];
  /** The secrets in the text of a stored blueprint. */
  readonly secretsIn: (content: string) => readonly string[];
}

/** Masks the secrets of objects, and counts them. */
export class Masks {
  readonly #masking: Masking;
  /** How many secrets were masked. */
  count = 0;

  constructor(masking: Masking) {
    this.#masking = masking;
  }

  /** An object with masks in place of its secrets. */
  row(model: ModelName, row: Row): Row {
    const { catalog } = this.#masking;
    const object = String(row[shownModel(catalog, model)?.collection.pk ?? 'pk'] ?? '');
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        const at: MaskedAt = { model, object, path: [name] };
        if (isSecret(catalog, model, name) && canHoldSecret(value)) return [name, this.#mask(at, value)];
        const isText = typeof value === 'string' && isStoredText(catalog, model, name);
        return [name, isText ? this.#content(at, value) : this.#parts(at, value)];
      }),
    );
  }

  #parts(at: MaskedAt, value: Json): Json {
    // The name of the field itself says nothing: the catalog knows whether it holds a secret.
    const inside = at.path.slice(1);
    if (typeof value === 'string') {
      if (value !== '' && soundsSecret(inside.at(-1) ?? '')) return this.#mask(at, value);
      return this.#text(at, value);
    }
    if (value === null || typeof value !== 'object') return this.#plain(at, inside, value);
    if (isSecretPart(inside, value)) return this.#mask(at, value);
    const next = (step: string): MaskedAt => ({ ...at, path: [...at.path, step] });
    if (Array.isArray(value)) return value.map((item, index) => this.#parts(next(String(index)), item));
    return Object.fromEntries(
      Object.entries(value).map(([step, item]) => [step, this.#parts(next(step), item)]),
    );
  }

  #plain(at: MaskedAt, inside: readonly string[], value: Json): Json {
    return isSecretPart(inside, value) ? this.#mask(at, value) : value;
  }

  #content(at: MaskedAt, text: string): string {
    return this.#replace(at, this.#text(at, text), this.#masking.secretsIn(text));
  }

  /** A text without what looks like a secret in it. */
  #text(at: MaskedAt, text: string): string {
    const looks = looksSecret(text).map(({ start, end }) => text.slice(start, end));
    return this.#replace(at, text, [...looks, ...this.#masking.texts]);
  }

  #replace(at: MaskedAt, text: string, secrets: readonly string[]): string {
    let rest = text;
    // A longer one may have a shorter one in it.
    for (const secret of [...new Set(secrets)].sort((one, other) => other.length - one.length))
      if (secret !== '' && rest.includes(secret))
        rest = rest.replaceAll(secret, () => this.#mask(at, secret));
    return rest;
  }

  #mask(at: MaskedAt, value: Json): string {
    this.count += 1;
    const { key } = this.#masking;
    return maskOf(key === undefined ? undefined : maskHash(key, at, value));
  }
}
