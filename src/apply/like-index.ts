import { formOf } from '../forms/form-of.ts';
import { keysAsWritten, normal } from '../forms/normal.ts';
import type { Value } from '../blueprint/value.ts';
import { type Comparable, looksLike } from './look-up.ts';
import type { Written } from './written.ts';

/**
 * Objects that have been read and in which others are looked for one after the other: comparing each with each
 * would take minutes for some thousand.
 */
export class LikeIndex {
  readonly #rows: readonly Written[];
  /** The objects by the normal forms of their values, for each choice of fields that was asked for. */
  readonly #byFields = new Map<string, ReadonlyMap<string, readonly Written[]>>();

  constructor(rows: readonly Written[]) {
    this.#rows = rows;
  }

  /** The objects that have all these values. */
  like(told: readonly Comparable[]): readonly Written[] {
    // Of some forms the server makes another value than the one that was sent: these are compared one by one.
    const exact = told.filter(({ field }) => formOf(field).becomes === undefined);
    const near = this.#indexOf(exact).get(print(exact, ({ sent }) => sent)) ?? [];
    return near.filter((row) => looksLike(told, row));
  }

  #indexOf(told: readonly Comparable[]): ReadonlyMap<string, readonly Written[]> {
    const names = JSON.stringify(told.map(({ name }) => name));
    const known = this.#byFields.get(names);
    if (known) return known;
    const made = new Map<string, Written[]>();
    for (const row of this.#rows) {
      const key = print(told, ({ name }) => row[name] ?? null);
      const others = made.get(key);
      if (others) others.push(row);
      else made.set(key, [row]);
    }
    this.#byFields.set(names, made);
    return made;
  }
}

/** The normal forms of values, as one text. */
function print(told: readonly Comparable[], valueOf: (one: Comparable) => Value): string {
  return JSON.stringify(told.map((one) => normal(one.field, valueOf(one), keysAsWritten) ?? null));
}
