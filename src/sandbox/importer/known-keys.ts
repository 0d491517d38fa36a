import type { Json } from '../../catalog/model.ts';
import { type Evaluated, type EvaluatedMapping, isEvaluatedMapping, isSpecial, Uuid } from './evaluate.ts';

/**
 * The keys that entries gave as `pk`, with those that their objects got. The importer puts the latter in the place
 * of every value of a later entry that equals the former, and to Python True, 1 and 1.0 are equal.
 */
export class KnownKeys {
  readonly #keys = new Map<string, Json>();

  add(given: Evaluated, key: Json): void {
    const hash = hashOf(given);
    if (hash !== undefined) this.#keys.set(hash, key);
  }

  /**
   * Values with known keys replaced: of attributes, of items of lists and of values of mappings, and no deeper.
   * A list or mapping is left at the first item that is a list or mapping itself.
   */
  replace(values: EvaluatedMapping): EvaluatedMapping {
    if (this.#keys.size === 0) return values;
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        if (Array.isArray(value)) return [name, this.#replaceAll(value)];
        if (!isEvaluatedMapping(value)) return [name, this.#replaceOne(value)];
        const names = Object.keys(value);
        const replaced = this.#replaceAll(Object.values(value));
        return [name, Object.fromEntries(replaced.map((one, index) => [names[index] ?? '', one]))];
      }),
    );
  }

  #replaceAll(items: readonly Evaluated[]): Evaluated[] {
    const end = items.findIndex((item) => hashOf(item) === undefined);
    return items.map((item, index) => (end >= 0 && index >= end ? item : this.#replaceOne(item)));
  }

  #replaceOne(value: Evaluated): Evaluated {
    const hash = hashOf(value);
    return (hash === undefined ? undefined : this.#keys.get(hash)) ?? value;
  }
}

/** The same for values that are equal to Python; undefined for what cannot be a key of a mapping. */
function hashOf(value: Evaluated): string | undefined {
  if (isSpecial(value)) return `${value instanceof Uuid ? 'uuid' : 'moment'} ${value.text}`;
  if (value === null) return 'none';
  if (typeof value === 'object') return undefined;
  return typeof value === 'string' ? `text ${value}` : `number ${Number(value)}`;
}
