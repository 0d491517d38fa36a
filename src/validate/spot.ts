import { dict, type Value } from '../blueprint/value.ts';
import type { Path } from '../forms/form.ts';

/**
 * A position within an attribute: its name, the path, and a function that wraps a value there into a value of
 * the whole attribute.
 */
export interface Spot {
  readonly name: string;
  readonly path: Path;
  readonly whole: (value: Value) => Value;
}

/** An item of a list at a position. */
export function inList(spot: Spot): Spot {
  return { ...spot, path: [...spot.path, 0], whole: (value) => spot.whole([value]) };
}

/** The value of a key of a mapping at a position. */
export function inMapping(spot: Spot, key: string): Spot {
  return {
    name: spot.name,
    path: [...spot.path, key],
    whole: (value) => {
      const map = dict();
      map[key] = value;
      return spot.whole(map);
    },
  };
}

/** `client_id`, `an item of redirect_uris`, `url of an item of redirect_uris`. */
export function nameOf({ name, path }: Spot): string {
  return path.reduce<string>(
    (of, part) => (typeof part === 'number' ? `an item of ${of}` : `${part} of ${of}`),
    name,
  );
}
