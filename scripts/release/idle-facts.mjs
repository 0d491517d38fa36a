// Rows of the hand-written tables that do nothing for a release.
import '../typescript.mjs';

const { catalogFrom, modelBuilder } = await import('../../src/catalog/build/build-catalog.ts');
const { readSource } = await import('../../src/catalog/build/source.ts');
const { HAND_FACTS } = await import('../../src/catalog/facts/hand-facts.ts');

/**
 * The rows without which the catalog of a document is the same, as texts: `setters: authentik_core.user
 * password`. Each row is taken out by itself. `among`: the only ones that are asked about; by default all.
 */
export function idleRows(document, facts, among) {
  const source = readSource(document, facts);
  const without = (table, row) => ({
    ...source,
    hand: { ...HAND_FACTS, [table]: HAND_FACTS[table].filter((other) => other !== row) },
  });
  const textOf = (made) => JSON.stringify(catalogFrom(made));
  const whole = textOf(source);
  const usual = modelBuilder(source);
  // Most rows do something to the model that they name, which is made much faster than a catalog.
  const isSeenInModels = (made, row) => {
    const names = textsIn(row).filter((text) => text in facts.models);
    const build = modelBuilder(made);
    return names.some((name) => JSON.stringify(build(name)) !== JSON.stringify(usual(name)));
  };
  return Object.entries(HAND_FACTS).flatMap(([table, rows]) =>
    rows.flatMap((row) => {
      const text = describe(table, row);
      if (among && !among.has(text)) return [];
      const made = without(table, row);
      return isSeenInModels(made, row) || textOf(made) !== whole ? [] : [text];
    }),
  );
}

/** A row in a line: what it is about, not where it was seen and why. */
function describe(table, row) {
  const words = Object.entries(row)
    .filter(([key]) => !['seen', 'why', 'refuses'].includes(key))
    .flatMap(([, value]) => textsIn(value));
  return `${table}: ${words.slice(0, 4).join(' ')}`;
}

function textsIn(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
