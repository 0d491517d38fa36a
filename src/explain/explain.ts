import type { History } from '../catalog/history.ts';
import type { Catalog } from '../catalog/model.ts';
import { CODES, isCode } from '../diagnostics/codes.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { explainField } from './explain-field.ts';
import { explainModel } from './explain-model.ts';
import {
  explainCode,
  explainTag,
  explainTopic,
  tagNamed,
  tagNames,
  topicNamed,
  topics,
} from './explain-page.ts';
import type { Explanation } from './explanation.ts';
import { findSubject, modelNames, type NotFound } from './find-subject.ts';
import type { Block } from './markdown.ts';
import type { Pages } from './pages.ts';

/**
 * What a text means of the things that have a page: a code, else a tag, else a topic; undefined where it
 * means none of them. Needs no catalog.
 */
export function explainPage(what: string, pages: Pages): Explanation | undefined {
  if (isCode(what)) return explainCode(what, pages);
  const tag = tagNamed(what, pages);
  if (tag !== undefined) return explainTag(tag, pages);
  const topic = topicNamed(what, pages);
  return topic === undefined ? undefined : explainTopic(topic, pages);
}

/**
 * A model or an attribute in the target release, or in the nearest that has it, with what other releases
 * changed about it. Where there is none: what is spelt alike of all that can be explained.
 */
export function explainSubject(
  what: string,
  target: Catalog,
  history: History,
  pages: Pages,
): Explanation | NotFound {
  const found = findSubject(what, target, history);
  if ('model' in found)
    return found.field === undefined
      ? explainModel(found.model, found.catalog, target, history)
      : explainField(found.model, found.field, found.catalog, target, history);
  const other = nearest(what, [
    ...Object.keys(CODES),
    ...tagNames(pages),
    ...topics(pages).flatMap(({ name, also }) => [name, ...also]),
  ]);
  return found.near.length === 0 && other !== undefined ? { ...found, near: [other] } : found;
}

/** Everything that can be explained, by kind. */
export function listAll(
  history: History,
  pages: Pages,
): { readonly blocks: readonly Block[]; readonly json: Readonly<Record<string, unknown>> } {
  const models = modelNames(history);
  const codes = Object.keys(CODES);
  const tags = tagNames(pages);
  const known = topics(pages);
  const list = (names: readonly string[]): Block => ({ kind: 'paragraph', text: names.join(', ') });
  return {
    json: { codes, tags, topics: known.map(({ name }) => name), models },
    blocks: [
      { kind: 'heading', level: 2, text: 'Topics: what is set outside of blueprints' },
      { kind: 'table', rows: [['topic', 'what about it'], ...known.map(({ name, about }) => [name, about])] },
      { kind: 'heading', level: 2, text: 'Tags' },
      list(tags),
      { kind: 'heading', level: 2, text: 'Findings' },
      list(codes),
      { kind: 'heading', level: 2, text: 'Models (of any release), and model.attribute' },
      list(models),
    ],
  };
}
