import type { Field, Json } from '../../catalog/model.ts';
import { fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { changedFields, isOtherEnd, isWritable } from '../../plan/server-made/changed-fields.ts';
import { attributesOf } from '../attributes.ts';
import { asWritten, type ExportValue } from '../export-value.ts';
import type { Identity } from '../identities.ts';
import type { NaturalObjects } from './natural-entries.ts';
import type { NaturalEntry } from './natural-entry.ts';

/*
 * authentik's exporter leaves out what is false, empty or no item, whatever the default of the model is (measured at
 * 2023.2.3 and 2025.12.4: `expiring: false` of a token, `evaluate_on_plan: false` of a binding). On another server the
 * default would take its place.
 */

/** The attributes that an exported entry lacks, and that a new object would have another value in. */
export function lostValues(
  objects: NaturalObjects,
  entry: NaturalEntry,
  identity: Identity,
): readonly (readonly [string, ExportValue])[] {
  const { checked, row } = entry;
  const { resource } = checked;
  if (!resource || !objects.isOfRelease) return [];
  const identifying = new Set(identity.parts.map(({ field }) => field));
  const isLost = (name: string): boolean => !identifying.has(name) && !valueOf(checked, name);
  if (!objects.onServer(row))
    return Object.entries(resource.fields).flatMap(([name, field]) => {
      const value = isLost(name) && isWritable(resource, name, field) ? leftOutAs(field) : undefined;
      return value === undefined ? [] : [[name, asWritten(value)] as const];
    });
  const changed = new Set(changedFields(objects.describing, row).filter(isLost));
  return attributesOf(objects.describing, row, identity).attrs.filter(([name]) => changed.has(name));
}

/** Whether an attribute has the value that a new object has without it. */
export function isUsual(
  { describing, overlay, isOfRelease }: NaturalObjects,
  entry: NaturalEntry,
  name: string,
): boolean {
  const {
    row,
    checked: { resource },
  } = entry;
  const field = resource && fieldNamed(resource, name);
  if (!field || !isOfRelease || field.writeOnly || row.actual?.[name] === undefined) return false;
  if (!isWritable(resource, name, field) || isOtherEnd(overlay, resource, name, field)) return false;
  return describing.first.isFirstOfAll(row, name);
}

/** The value of a field that the exporter leaves out, where the default is another. */
function leftOutAs(field: Field): Json | undefined {
  if (field.writeOnly) return undefined;
  if (field.type === 'boolean') return field.default === true ? false : undefined;
  const isDefault = Array.isArray(field.default) && field.default.length === 0;
  if (field.type === 'array')
    return (field.required && !isDefault) || (field.default !== undefined && !isDefault) ? [] : undefined;
  const { default: usual } = field;
  const isText = field.type === 'string' && !field.enum && !field.nullable;
  return isText && typeof usual === 'string' && usual !== '' ? '' : undefined;
}
