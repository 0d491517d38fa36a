import type { Field } from '../model.ts';
import { isSince } from '../release.ts';
import { formatFor } from './build-model-field.ts';
import { type Described, isAbout, type Source } from './source.ts';

/**
 * The fields of a model with an endpoint of their own, where the document has that endpoint and the field is
 * not simply writable.
 */
export function buildSetters(
  source: Source,
  model: Described,
  fields: Readonly<Record<string, Field>>,
): [string, Field][] {
  const { hand, paths } = source;
  return hand.setters.flatMap((row): [string, Field][] => {
    const before = fields[row.field];
    if (!isAbout(row.model, model) || !paths.has(row.path) || (before && !before.readOnly)) return [];
    const isFilled = row.filledSince !== undefined && isSince(source.release, row.filledSince);
    const field: Field = {
      ...(before ?? { type: 'string', writeOnly: true }),
      readOnly: undefined,
      required: undefined,
      nullable: row.nullable ?? before?.nullable,
      format: formatFor(source, row.format) ?? before?.format,
      trim: isFilled ? true : before?.trim,
      minLength: isFilled ? 1 : before?.minLength,
      forms: isFilled ? undefined : row.forms,
      hashed: row.hashed,
      secret: row.secret ?? before?.secret,
      setter: { path: row.path, body: row.body, mark: row.mark },
    };
    return [[row.field, field]];
  });
}
