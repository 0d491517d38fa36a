import type { JsonSchema } from '../../forms/form.ts';

/*
 * How editors show a tag to a JSON Schema:
 * - yaml-language-server (VS Code, Neovim, Helix, Zed) shows `!KeyOf a` as the text `a` and `!Find [ … ]` as
 *   a list; since 1.24 a tag may
 *   be registered with the type of what it gives. We register every tag as one that gives null. What is of
 *   type null and is not
 *   null is therefore a tag, and nothing else ever is: for any other validator this is a schema that nothing
 *   matches.
 * - JetBrains IDEs show a text with its tag in front (`!KeyOf a`), and a tagged list as an empty mapping or
 *   as nothing at all.
 * - Servers before 1.24 show no difference between a tag and a value. For them there is the lenient schema,
 *   which takes every
 *   text and every list for a tag.
 */

/**
 * What is registered behind the form of a tag, so that yaml-language-server shows the tag as a null that is
 * not null.
 */
const MARK = 'null';

/** What a tag looks like to an editor. `lenient`: any text and any list may be one. */
export function shownTag(lenient: boolean): JsonSchema {
  const marked = { type: 'null', not: { const: null } };
  return lenient
    ? { type: ['string', 'array'] }
    : { anyOf: [marked, { type: 'string', pattern: '^![A-Za-z]' }, { type: 'object', maxProperties: 0 }] };
}

/**
 * The tags as `yaml.customTags` wants them: each as a text and as a list, first with what it gives, then
 * without for servers before 1.24, which overlook the first.
 */
export function customTags(tags: Iterable<string>): string[] {
  return [...tags].flatMap((tag) =>
    ['scalar', 'sequence'].flatMap((form) => [`${tag} ${form}:${MARK}`, `${tag} ${form}`]),
  );
}
