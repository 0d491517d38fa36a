import { BASES } from '../facts/class-facts.ts';
import type { FieldFact, LookupFact, ModelFact, ModelFacts } from '../facts/model-facts.ts';
import type { ModelName } from '../model.ts';
import { component, type Document } from '../openapi.ts';
import { listedComponent } from './build-collection.ts';

/* What a document shows of a class that no description has, or of a column of one that came later. */

/**
 * A model that no described release has: its look-ups are the fields of the document, its links those that
 * fields of this name are elsewhere.
 */
export function inferModel(
  document: Document,
  descriptions: readonly ModelFacts[],
  name: ModelName,
  shown: ReadonlySet<string>,
): ModelFact {
  const className = name.split('.')[1] ?? '';
  const bases = BASES.filter(
    (row) =>
      row.list !== undefined &&
      className.endsWith(row.model.split('.')[1] ?? '') &&
      listPathOf(document, className)?.split('/')[1] === row.list.split('/')[1],
  ).map((row) => row.model);
  const fields: Record<string, FieldFact> = {};
  const lookups: Record<string, LookupFact> = {};
  for (const field of [...shown].sort()) {
    if (
      field === 'pk' ||
      /_(obj|set)$|^(meta_model_name|verbose_name|verbose_name_plural|component)$/.test(field)
    )
      continue;
    const link = linkOf(descriptions, field);
    fields[field] = link ? { to: link.to } : {};
    lookups[field] = link ?? {};
  }
  return { bases, pk: 'pk', ordering: [], lookups, fields, unique: [], inferred: true };
}

function listPathOf(document: Document, className: string): string | undefined {
  return Object.entries(document.paths ?? {}).find(
    ([path, item]) =>
      !path.includes('{') && item?.get && listedComponent(document, item.get)?.toLowerCase() === className,
  )?.[0];
}

/** What links of this name point at, where all models that have one agree. */
function linkOf(
  descriptions: readonly ModelFacts[],
  field: string,
): (LookupFact & { readonly to: ModelName }) | undefined {
  const links = descriptions.flatMap((one) =>
    Object.values(one.models).flatMap((model) =>
      field in model.fields && model.lookups[field] ? [model.lookups[field]] : [],
    ),
  );
  const [first] = links;
  return first?.to !== undefined && links.every((link) => link.to === first.to && link.many === first.many)
    ? { ...first, to: first.to }
    : undefined;
}

/**
 * A described model with the columns that came later: what a request takes and no description knows.
 * `descriptions`: all that there are, for what links of that name lead to elsewhere.
 */
export function withNewColumns(
  document: Document,
  descriptions: readonly ModelFacts[],
  name: ModelName,
  model: ModelFact,
): ModelFact {
  const request = `${name.split('.')[1] ?? ''}request`;
  const [body] = Object.keys(document.components?.schemas ?? {}).filter(
    (one) => one.toLowerCase() === request,
  );
  const described = descriptions.flatMap((one) => one.models[name] ?? []);
  const fields: Record<string, FieldFact> = { ...model.fields };
  const lookups: Record<string, LookupFact> = { ...model.lookups };
  for (const field of Object.keys(component(document, body).properties ?? {})) {
    if (field in lookups || described.some((one) => field in one.fields || field in one.lookups)) continue;
    const link = linkOf(descriptions, field);
    fields[field] = link ? { to: link.to } : {};
    lookups[field] = link ?? {};
  }
  return { ...model, fields, lookups: inOrder(lookups) };
}

function inOrder(lookups: Readonly<Record<string, LookupFact>>): Record<string, LookupFact> {
  return Object.fromEntries(Object.entries(lookups).sort(([a], [b]) => (a < b ? -1 : 1)));
}
