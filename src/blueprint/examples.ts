import type { MapNode } from './blueprint.ts';

/**
 * What the models of a release look like, for hints about entries that cannot be read; each as it is written in one
 * line. Undefined where nothing is known.
 */
export interface Examples {
  /**
   * The model of an entry that has none: one that takes all that the entry gives, and what refers to it in the text.
   */
  model(entry: MapNode, text: string): string | undefined;
  /** Attributes or identifiers that an entry lacks: `{name: my-name}`. */
  fields(entry: MapNode, part: 'identifiers' | 'attrs'): string | undefined;
}

/** A model, for a hint where nothing says which is meant. */
export const A_MODEL = 'authentik_core.group';

/** An entry, for a hint where there is none. */
export const AN_ENTRY = `{model: ${A_MODEL}, identifiers: {name: my-group}}`;

/** The only id that `!KeyOf`s of a text name and no entry has: what an entry that lost its id is called. */
export function missedId(text: string): string | undefined {
  const named = new Set([...text.matchAll(/!KeyOf +["']?([\w.-]+)/g)].map(([, id]) => id));
  for (const [, id] of text.matchAll(/\bid *: *["']?([\w.-]+)/g)) named.delete(id);
  const [only, ...more] = named;
  return more.length === 0 ? only : undefined;
}
