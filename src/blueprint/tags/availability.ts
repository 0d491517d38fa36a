import type { TagNode } from '../blueprint.ts';
import { type Features, TAGS } from '../features.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { TagCheck, TagRule } from './tag-rule.ts';
import { TAG_RULES } from './table.ts';

/** What older releases have in place of tags. */
const INSTEAD: Readonly<Record<string, { readonly hint: string; readonly tag?: string }>> = {
  '!FindObject': { hint: 'write !Find, which gives the key of the object', tag: '!Find' },
  '!File': { hint: 'write the text itself, or read it from a variable with !Env' },
  '!ParseJSON': { hint: 'write as YAML what the JSON says' },
  '!AtIndex': { hint: 'write the value itself, or give it a key of its own in the context' },
};

/** The rule of a tag; undefined when the release does not know it, which is reported. */
export function ruleOf(
  tag: TagNode,
  features: Features,
  check: Pick<TagCheck, 'report'>,
): TagRule | undefined {
  const rule = TAG_RULES.get(tag.tag);
  if (rule && features.tags.has(tag.tag)) return rule;
  const since = Object.hasOwn(TAGS, tag.tag) ? TAGS[tag.tag] : undefined;
  if (since !== undefined) {
    check.report(
      'tag-unavailable',
      `${tag.tag} came with authentik ${since}, later than ${features.release}`,
      tag.tagSpan,
      INSTEAD[tag.tag] ?? { hint: 'take it out, or name a newer release as target' },
    );
    return undefined;
  }
  const near = nearest(tag.tag, features.tags);
  const hint = near ? `did you mean ${near}?` : `there are ${[...features.tags].join(', ')}`;
  check.report('tag-unknown', `${tag.tag} is no tag of authentik`, tag.tagSpan, { hint, tag: near });
  return undefined;
}
