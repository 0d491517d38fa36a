import type { HandFacts } from '../facts/hand-facts.ts';
import type { Field, Json, ModelName } from '../model.ts';
import type { SchemaNode } from '../openapi.ts';
import { isSince, isWithin } from '../release.ts';
import { buildField } from './build-field.ts';
import { type Described, isAbout, rowAbout, type Source } from './source.ts';
import { withFacts } from './with-facts.ts';

/**
 * A field of a model: what the document says of it in answers (`shown`) and requests (`written`), what the
 * server's classes say, and what was written by hand. `isRequired`: the document requires it to create one.
 */
export function buildModelField(
  source: Source,
  model: Described,
  name: string,
  shown: SchemaNode | undefined,
  written: SchemaNode | undefined,
  isRequired: boolean,
): Field {
  const { hand } = source;
  const { generated, ...field } = withFacts(
    buildField(source.document, shown, written),
    model.fact.fields[name],
  );
  const secret = isSecret(source, model.name, name, field) || undefined;
  if (field.readOnly) return { ...field, format: documentFormat(field), secret };
  const form = hand.forms.find(
    (row) => row.field === name && isAbout(row.model, model) && isWithin(source.release, row),
  );
  const isAnyJson = hand.anyJson.some(
    (row) => row.model === model.name && row.field === name && isWithin(source.release, row),
  );
  const known = rowAbout(hand.defaults, model.name, name);
  const isMade = generated ?? rowAbout(hand.generated, model.name, name) !== undefined;
  return {
    ...field,
    type: isAnyJson ? 'json' : field.type,
    pattern: form?.pattern ?? field.pattern,
    format: formatFor(source, form?.format ?? documentFormat(field)),
    minLength: form?.minLength ?? field.minLength,
    required: isRequired || rowAbout(hand.required, model.name, name) !== undefined || undefined,
    set: rowAbout(hand.unordered, model.name, name) ? true : field.set,
    default: known ? (known.default ?? everyChoice(field)) : field.default,
    generated: (!known && isMade) || undefined,
    ...formsOf(source, model.name, name),
    shownAs: rowAbout(hand.shownAs, model.name, name)?.shown,
    secret,
  };
}

/** A list of all choices that the items of a field have. */
function everyChoice({ items }: Field): Json[] {
  return [...(items?.enum ?? [])];
}

function isSecret({ hand }: Source, model: ModelName, name: string, field: Field): boolean {
  return (
    isNamedSecret(hand, model, name) === true ||
    (field.writeOnly === true && rowAbout(hand.public, model, name) === undefined)
  );
}

/** Whether a fact says that a field holds a secret. */
function isNamedSecret({ secrets }: HandFacts, model: ModelName, name: string): true | undefined {
  return secrets.some((row) => row.field === name && (row.models?.includes(model) ?? true)) || undefined;
}

/** Of an address the document does not say which kind it is. */
function documentFormat({ format }: Field): string | undefined {
  return format === 'uri' ? 'address' : format;
}

/** The format as the release checks it, where that is another than the one that was measured. */
export function formatFor({ hand, release }: Source, format: string | undefined): string | undefined {
  const former = hand.formerFormats.find((row) => row.format === format && isSince(row.until, release));
  const later = hand.laterFormats.find((row) => row.format === format && isSince(release, row.since));
  return former?.was ?? later?.becomes ?? format;
}

/** What is kept otherwise than it is written, and what the server keeps of its own. */
function formsOf(
  { hand, release }: Source,
  model: ModelName,
  name: string,
): Pick<Field, 'forms' | 'ownKeys' | 'volatile'> {
  const about = <T extends { readonly model: ModelName; readonly field: string }>(rows: readonly T[]): T[] =>
    rows.filter((row) => row.model === model && row.field === name);
  const forms = about(hand.extraForms).map((row) => row.form);
  const volatile = about(hand.volatile)
    .filter((row) => isWithin(release, row))
    .map(({ when, unless, wanted, why }) => ({ when, unless, wanted, why }));
  const ownKeys = about(hand.ownKeys).flatMap((row) => row.keys);
  return {
    forms: forms.length > 0 ? forms : undefined,
    volatile: volatile.length > 0 ? volatile : undefined,
    ownKeys: ownKeys.length > 0 ? ownKeys : undefined,
  };
}

/** What only authentik's own importer can set in this release. */
export function importerOnly({ hand, release }: Source, model: ModelName): [string, Field][] {
  return hand.importerOnly
    .filter((row) => row.model === model && isWithin(release, row))
    .map(({ field, type, writtenAs, filled }) => [
      field,
      {
        type,
        trim: filled,
        minLength: filled && 1,
        readOnly: true,
        importerOnly: true,
        writtenAs,
        secret: isNamedSecret(hand, model, field),
      },
    ]);
}
