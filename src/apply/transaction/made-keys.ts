import { flowText, quotedText } from '../../blueprint/flow-text.ts';
import { Later, Ref, type Unknown, type Value } from '../../blueprint/value.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import { InternalError } from '../../diagnostics/errors.ts';
import type { Change } from '../../plan/value/plan.ts';

/** The entries of new objects, by row: the `id` of each, and whether the primary key will be a number. */
export type MadeEntries = ReadonlyMap<string, { readonly id: string; readonly isNumber: boolean }>;

/** The entries of the objects that these changes make, entry `i` of `changes[i]`. */
export function madeEntries(changes: readonly Change[], catalog: Catalog): MadeEntries {
  return new Map(
    changes.flatMap(({ row, action, model }, index) =>
      action === 'create'
        ? [[row, { id: `entry-${index}`, isNumber: hasNumber(catalog, model) }] as const]
        : [],
    ),
  );
}

function hasNumber({ models }: Catalog, name: ModelName): boolean {
  const model = models[name];
  return model?.kind === 'resource' && model.fields[model.collection.pk]?.type === 'integer';
}

/**
 * What the context of a blueprint has in which keys are only looked up where it is known. The log of an importer shows an
 * entry that it refuses, for which it evaluates its tags without the blueprint: `!KeyOf` fails then, and so does
 * the server, and the reason of the refusal is lost (measured on a real 2025.12.4 and 2026.5.0-rc1).
 */
export const GUARD = 'keys';

/**
 * Writes what is known once the objects of earlier entries are there. `isLink`: it is written where a key is meant;
 * anywhere else the importer refuses a UUID that is not made a text (measured on a real 2025.12.4). `isGuarded`: see
 * `GUARD`. Throws an InternalError for what no entry makes.
 */
export function keyWriter(
  made: MadeEntries,
  { isLink, isGuarded }: { readonly isLink: boolean; readonly isGuarded: boolean },
): (value: Ref | Unknown) => string {
  return (value) => {
    if (value instanceof Later) {
      const write = (one: Value): string => flowText(one, keyWriter(made, { isLink: true, isGuarded }));
      return `!Format [${[quotedText(value.template), ...value.values.map(write)].join(', ')}]`;
    }
    const entry = value instanceof Ref ? made.get(value.row) : undefined;
    if (entry === undefined) throw new InternalError('a value of the transaction is only known afterwards');
    const plain = `!KeyOf ${quotedText(entry.id)}`;
    const key = isGuarded ? `!If [!Context ${quotedText(GUARD)}, ${plain}, null]` : plain;
    return isLink || entry.isNumber ? key : `!Format ["%s", ${key}]`;
  };
}
