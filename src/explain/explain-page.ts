import { CODES, type Code } from '../diagnostics/codes.ts';
import { docsOf } from '../diagnostics/docs.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { parseCodePage } from './code-page.ts';
import type { Explanation } from './explanation.ts';
import { parseMarkdown, textOf } from './markdown.ts';
import type { Pages } from './pages.ts';

const TAGS = 'docs/tags';
const TOPICS = 'docs/topics';

/** The page of a code. */
export function explainCode(code: Code, pages: Pages): Explanation {
  const docs = docsOf(code);
  const { text, wrong, right, blocks } = parseCodePage(read(docs, pages));
  return {
    kind: 'code',
    name: code,
    blocks,
    json: {
      ...CODES[code],
      text,
      wrong: wrong.map((one) => one.text),
      right: right.map((one) => one.text),
      docs,
    },
  };
}

/** The tags that have a page, with their exclamation mark. */
export function tagNames(pages: Pages): string[] {
  return pages.list(TAGS).map((name) => `!${name}`);
}

/** The tag that a text means, with or without its exclamation mark, in any case. */
export function tagNamed(text: string, pages: Pages): string | undefined {
  return tagNames(pages).find((tag) => tag.toLowerCase() === `!${text.replace(/^!/, '')}`.toLowerCase());
}

/** The page of a tag as it stands, in Markdown. */
export function tagPage(tag: string, pages: Pages): string {
  return read(docsOfTag(tag), pages);
}

function docsOfTag(tag: string): string {
  return `${TAGS}/${tag.slice(1)}.md`;
}

/** The page of a tag. */
export function explainTag(tag: string, pages: Pages): Explanation {
  const docs = docsOfTag(tag);
  const blocks = parseMarkdown(tagPage(tag, pages));
  return { kind: 'tag', name: tag, blocks, json: { text: textOf(blocks), docs } };
}

/** Something that authentik keeps outside of blueprints. */
export interface Topic {
  readonly name: string;
  /** Other words by which people look for it: settings, names in the web interface. */
  readonly also: readonly string[];
  readonly about: string;
}

/** The topics that have a page. A page starts with its name, a line about it, and a line `Also: …`. */
export function topics(pages: Pages): Topic[] {
  return pages.list(TOPICS).map((name) => {
    const [, about, also] = parseMarkdown(read(`${TOPICS}/${name}.md`, pages));
    if (about?.kind !== 'paragraph' || also?.kind !== 'paragraph' || !also.text.startsWith('Also: '))
      throw new InternalError(`${TOPICS}/${name}.md needs a line about it and a line "Also: …"`);
    return {
      name,
      about: about.text,
      also: also.text
        .slice('Also: '.length)
        .replace(/\.$/, '')
        .split(', ')
        .map((word) => word.replaceAll('`', '')),
    };
  });
}

/**
 * The topic that a text means: its name or one of the other words for it, in any case. A word for it that
 * ends with `…` stands for all that begin so, in the same case, since models begin with `authentik_`; of
 * several such the longest counts. Undefined where the text means none.
 */
export function topicNamed(text: string, pages: Pages): string | undefined {
  const asked = text.toLowerCase();
  const all = topics(pages);
  const exact = all.find(
    ({ name, also }) => name === asked || also.some((word) => word.toLowerCase() === asked),
  );
  if (exact) return exact.name;
  const beginnings = all.flatMap(({ name, also }) =>
    also.filter((word) => word.endsWith('…')).map((word) => ({ name, start: word.slice(0, -1) })),
  );
  return beginnings
    .filter(({ start }) => text.startsWith(start))
    .sort((one, other) => other.start.length - one.start.length)[0]?.name;
}

/** The page of a topic. */
export function explainTopic(name: string, pages: Pages): Explanation {
  const docs = `${TOPICS}/${name}.md`;
  const blocks = parseMarkdown(read(docs, pages));
  return { kind: 'topic', name, blocks, json: { text: textOf(blocks), docs } };
}

function read(path: string, pages: Pages): string {
  const page = pages.read(path);
  if (page === undefined) throw new InternalError(`${path} is missing`);
  return page;
}
