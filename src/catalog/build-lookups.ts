import type { FieldFact, LookupFact, ModelFact, ModelFacts } from './facts/model-facts.ts';
import { ALIASES } from './facts/hand-facts.ts';
import type { Field, Lookup, ModelName } from './model.ts';

/** The look-ups of a model: each Django field, with where the API shows it. */
export function buildLookups(
  facts: ModelFacts,
  name: ModelName,
  fact: ModelFact,
  shown: Readonly<Record<string, Field>>,
): Record<string, Lookup> {
  const api = new Map(
    Object.entries(ALIASES[name] ?? {}).flatMap(([field, column]) =>
      column in fact.lookups ? [[column, field] as const] : [],
    ),
  );
  const lookups: Record<string, Lookup> = { pk: { kind: 'pk' } };
  for (const [lookup, said] of Object.entries(fact.lookups))
    lookups[lookup] = buildLookup(facts, name, lookup, said, shown, api);
  return lookups;
}

function buildLookup(
  facts: ModelFacts,
  name: ModelName,
  lookup: string,
  said: LookupFact,
  shown: Readonly<Record<string, Field>>,
  api: ReadonlyMap<string, string>,
): Lookup {
  if (said.like !== undefined) {
    const same = buildLookup(
      facts,
      name,
      said.like,
      facts.models[name]?.lookups[said.like] ?? {},
      shown,
      api,
    );
    return {
      kind: 'value',
      ...(same.kind === 'relation' && same.field !== undefined ? { field: same.field } : {}),
    };
  }
  if (said.pk)
    return said.to !== undefined && 'pk' in shown
      ? { kind: 'relation', to: said.to, field: 'pk' }
      : { kind: 'pk' };
  const claimed = new Set(api.values());
  const names = [
    api.get(lookup),
    ...[lookup, lookup.replace(/_id$/, ''), `${lookup}_id`].filter((one) => !claimed.has(one)),
  ];
  const field = names.find((one) => one !== undefined && one in shown && !shown[one]?.writeOnly);
  if (said.to === undefined) return { kind: 'value', ...(field === undefined ? {} : { field }) };
  if (said.reverse && field === undefined) {
    const via = holderOf(facts, name, lookup, { ...said, to: said.to });
    return via === undefined ? { kind: 'value' } : { kind: 'reverse', to: said.to, via };
  }
  return {
    kind: 'relation',
    to: said.to,
    ...(field === undefined ? {} : { field }),
    ...(said.many ? { many: true as const } : {}),
  };
}

/**
 * The look-up of the other model that points here: its own (a base class answers for what it has), not the
 * link to a parent row where a list is meant. Of several, the one that the reverse name speaks of
 * (`tenant_recovery` → `flow_recovery`); undefined when none is.
 */
function holderOf(
  facts: ModelFacts,
  name: ModelName,
  lookup: string,
  said: LookupFact & { readonly to: ModelName },
): string | undefined {
  const targets = new Set([name, ...(facts.models[name]?.bases ?? [])]);
  const links = ownLookups(facts, said.to)
    .filter(
      ([key, fact]) =>
        fact.to !== undefined &&
        !fact.reverse &&
        targets.has(fact.to) &&
        !key.endsWith('_id') &&
        !(said.many && key.endsWith('_ptr')),
    )
    .map(([key]) => key);
  if (links.length <= 1) return links[0];
  const words = new Set(lookup.split('_').slice(1));
  const score = (link: string): number =>
    link.split('_').filter((word) => words.has(word)).length * 10 - link.split('_').length;
  return links
    .filter((link) => link.split('_').some((word) => words.has(word)))
    .sort((a, b) => score(b) - score(a))[0];
}

/**
 * The look-ups of a model that it does not have from a base class; of a base class, those that all its kinds
 * have.
 */
function ownLookups(facts: ModelFacts, name: ModelName): [string, LookupFact][] {
  const kindsOf = (base: ModelName): ModelFact[] =>
    Object.values(facts.models).filter((fact) => fact.bases.includes(base));
  const model = facts.models[name];
  if (!model)
    return Object.entries(kindsOf(name)[0]?.lookups ?? {}).filter(([key]) =>
      kindsOf(name).every((kind) => key in kind.lookups),
    );
  const [base] = model.bases;
  const inherited = base === undefined ? [] : facts.models[base] ? [facts.models[base]] : kindsOf(base);
  return Object.entries(model.lookups).filter(([key, fact]) =>
    inherited.length < 2 && !facts.models[base ?? '']
      ? true
      : fact.pk || !inherited.every((kind) => key in kind.lookups),
  );
}

/** How a default shows that a text is a duration. */
const DURATION = /^(weeks|days|hours|minutes|seconds|milliseconds|microseconds)=/;

/** A field of the document with what the server's classes say of it. */
export function withFacts(field: Field, fact: FieldFact | undefined): Field {
  if (!fact) return field;
  const isList = field.type === 'array';
  return {
    ...field,
    ...(fact.trim && field.type === 'string' && !field.enum ? { trim: true as const } : {}),
    ...(fact.blank && field.enum && !field.enum.includes('') ? { enum: [...field.enum, ''] } : {}),
    ...(fact.filled && isList ? { minLength: 1 } : {}),
    ...(fact.url ? { format: 'url' } : {}),
    ...(fact.nullable ? { nullable: true as const } : {}),
    ...(fact.default !== undefined && !field.readOnly ? { default: fact.default } : {}),
    // Not every document says which texts are durations; their default is one.
    ...(field.type === 'string' && typeof fact.default === 'string' && DURATION.test(fact.default)
      ? { format: 'duration' }
      : {}),
    ...(fact.generated ? { generated: true as const } : {}),
    ...(fact.to === undefined
      ? {}
      : {
          references: [fact.to],
          ...(fact.onDelete && !isList ? { onDelete: fact.onDelete } : {}),
          ...(isList ? { set: true as const } : {}),
        }),
  };
}
