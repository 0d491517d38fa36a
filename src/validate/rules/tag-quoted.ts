import type { SourceFile } from '../../source/source-file.ts';
import type { TagNode } from '../../blueprint/blueprint.ts';
import { TAGS } from '../../blueprint/features.ts';
import { type Fixes, replacingWhole } from '../../blueprint/rewrite.ts';
import { readYaml } from '../../blueprint/yaml/read-yaml.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import type { WrittenText } from '../../semantics/written-texts.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Code `tag-quoted`: a tag in quotes, which is a text to YAML and goes to the server as it stands. An error
 * where a secret or the key of an object is meant, or where an object is looked for.
 */
export function checkTagQuoted(facts: Facts): void {
  for (const checked of facts.entries)
    for (const text of facts.textsOf(checked).texts) {
      const tag = quotedTag(text);
      if (tag) report(facts, checked, text, tag);
    }
}

function report(facts: Facts, checked: CheckedEntry, text: WrittenText, { tag }: TagNode): void {
  const { node, name, isSecret, isReference } = text;
  reportAt(facts, checked, node.span, {
    code: 'tag-quoted',
    severity: isSecret || isReference ? 'error' : undefined,
    message: `${name} is a text that begins with ${tag}, and no tag, since it stands in quotes`,
    hint: `take the quotes away`,
    ...withoutQuotes(checked.blueprint.file, text),
  });
}

/** The fix where the text is the same without quotes, on its own and in a list in brackets. */
function withoutQuotes(file: SourceFile, { node, value }: WrittenText): Fixes {
  const isSound = !value.includes('\n') && tagOf(`[${value}]`) !== undefined;
  return isSound ? replacingWhole(file, node, value, 'mechanical') : {};
}

/** The tag that a text would be without its quotes; undefined where it is none. */
export function quotedTag({ node, value }: Pick<WrittenText, 'node' | 'value'>): TagNode | undefined {
  const word = /^![A-Za-z]+(?=[\s[]|$)/.exec(value)?.[0];
  if (!node.quoted || word === undefined || !Object.hasOwn(TAGS, word)) return undefined;
  return tagOf(`[${value}]`) ?? tagOf(`- ${value}`);
}

/** The tag that is the one item of a list. */
function tagOf(list: string): TagNode | undefined {
  const root = readYaml({ path: '', text: list }, () => undefined);
  const [item, ...more] = root?.kind === 'seq' ? root.items : [];
  return item?.kind === 'tag' && more.length === 0 ? item : undefined;
}
