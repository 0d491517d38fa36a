import type { JsonSchema } from '../../forms/form.ts';

/*
 * How editors present a tag to a JSON Schema:
 * - yaml-language-server (VS Code, Neovim, Helix, Zed) presents `!KeyOf a` as the text `a` and `!Find [ … ]` as
 *   a list; since 1.24 a tag may be registered with the type of its result. We register every tag with the
 *   result null. A value of type null that is not null is therefore a tag, and nothing else ever is: to any
 *   other validator this is a schema that nothing matches.
 * - JetBrains IDEs present a text with its tag in front (`!KeyOf a`), and a tagged list as an empty mapping or
 *   not at all.
 * - Servers before 1.24 make no difference between a tag and a value. For them there is the lenient schema,
 *   which accepts every text and every list as a tag.
 */

/**
 * The result type that is registered for every tag, so that yaml-language-server presents it as a null that
 * is not null.
 */
const MARK = 'null';

/** The schema of a tag as editors present it. `lenient`: any text and any list may be one. */
export function shownTag(lenient: boolean): JsonSchema {
  const marked = { type: 'null', not: { const: null } };
  return lenient
    ? { type: ['string', 'array'] }
    : { anyOf: [marked, { type: 'string', pattern: '^![A-Za-z]' }, { type: 'object', maxProperties: 0 }] };
}

/**
 * The value of `yaml.customTags`: each tag as a text and as a list, first with its result type, then without
 * it for servers before 1.24, which ignore the former.
 */
export function customTags(tags: Iterable<string>): string[] {
  return [...tags].flatMap((tag) =>
    ['scalar', 'sequence'].flatMap((form) => [`${tag} ${form}:${MARK}`, `${tag} ${form}`]),
  );
}
