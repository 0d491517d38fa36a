import type { Node, TagNode } from '../blueprint.ts';
import { mergeInto } from '../merge.ts';
import { plainNode } from '../plain.ts';
import { keyText } from '../python-text.ts';
import {
  dict,
  isDict,
  isOpen,
  PyFloat,
  PyTime,
  Ref,
  Unknown,
  type Dict,
  type ScalarValue,
  type Value,
} from '../value.ts';
import { shape as shapeOf } from '../yaml/core-tag.ts';
import { isList, textOf, warnOfMore } from './arguments.ts';
import { FAILED, good, type EnumerateItem, type Evaluation, type Result, type TagRule } from './tag-rule.ts';

/**
 * `!Enumerate [iterable, SEQ or MAP, body]`: the body once per item, gathered into a list or merged into a
 * mapping.
 */
export const enumerate: TagRule = {
  shape(tag, check) {
    const [iterable, output] = tag.args;
    if (!isList(tag, check, 3, '!Enumerate [[a, b], SEQ, !Value 0]')) return false;
    warnOfMore(tag, check, 3);
    let ok = true;
    if (output?.kind !== 'scalar' || !['SEQ', 'MAP'].includes(output.text.toUpperCase())) {
      ok = false;
      check.report(
        'tag-failed',
        `the second argument of !Enumerate must be SEQ or MAP, but is ${outputShown(output)}`,
        output?.span ?? tag.tagSpan,
        {
          hint: outputHint(output),
        },
      );
    }
    if (
      iterable?.kind === 'tag' &&
      (iterable.tag === '!Value' || iterable.tag === '!Index') &&
      Number(textOf(iterable.args[0])) === 0
    ) {
      ok = false;
      check.report(
        'tag-failed',
        `${iterable.tag} 0 as what !Enumerate goes through is its own item`,
        iterable.span,
        { hint: `use ${iterable.tag} 1 for the item of the !Enumerate around it` },
      );
    }
    if (iterable?.kind === 'scalar' && typeof iterable.value !== 'string') {
      ok = false;
      check.report('tag-failed', `!Enumerate cannot go through ${shapeOf(iterable)}`, iterable.span, {
        hint: 'it goes through a list, a mapping, or the characters of a text',
      });
    }
    return ok;
  },
  inside(tag, check) {
    const [iterable, , body] = tag.args;
    if (iterable) check.argument(iterable);
    if (body) check.resolve(body);
  },
  evaluate(tag, evaluation) {
    const [iterable, output, body] = tag.args;
    if (!iterable || !body) return FAILED;
    const items = itemsOf(iterable, evaluation);
    if (!items) return FAILED;
    if (items instanceof Unknown) return good(items);
    const toMap = textOf(output)?.toUpperCase() === 'MAP';
    const list: Value[] = [];
    const map: Dict = dict();
    for (const item of items) {
      const result = evaluation.withItem(tag, item, () => evaluation.resolve(body));
      if (!result.ok) return FAILED;
      if (!toMap) list.push(result.value);
      else {
        const pairs = asPairs(result.value, body, evaluation);
        if (!pairs) return FAILED;
        if (pairs instanceof Unknown) return good(pairs);
        mergeInto(map, pairs);
      }
    }
    return good(toMap ? map : list);
  },
};

/** What to write in place of another word than SEQ and MAP, the likelier first. */
function outputHint(output: Node | undefined): string {
  const word = output?.kind === 'scalar' ? output.text : '';
  return /^(map|dict|obj|hash)/i.test(word)
    ? 'write MAP, or write SEQ for a list'
    : 'write SEQ, or write MAP for a mapping';
}

function outputShown(output: Node | undefined): string {
  if (!output) return 'missing';
  return output.kind === 'scalar' ? `"${output.text}"` : shapeOf(output);
}

/** What is gone through; undefined when it cannot be, and that has been reported. */
function itemsOf(node: Node, evaluation: Evaluation): readonly EnumerateItem[] | Unknown | undefined {
  if (node.kind === 'map') {
    return node.pairs.map(({ key, keyNode, value }) => ({
      index: keyNode.kind === 'scalar' ? keyNode.value : key,
      value: plainNode(value),
    }));
  }
  const result = evaluation.argument(node);
  if (!result.ok) return undefined;
  const { value } = result;
  if (value instanceof Unknown) return value;
  if (value instanceof Ref) return new Unknown('the text of a key that does not exist yet');
  if (Array.isArray(value)) return value.map((item, index) => ({ index, value: item }));
  if (typeof value === 'string') return Array.from(value, (item, index) => ({ index, value: item }));
  if (isDict(value)) return Object.entries(value).map(([index, item]) => ({ index, value: item }));
  evaluation.report('tag-failed', `!Enumerate cannot go through ${evaluation.shown(value)}`, node.span, {
    hint: 'it goes through a list, a mapping, or the characters of a text',
  });
  return undefined;
}

/** What the body gives for MAP: a mapping, or a list of a key and a value; undefined as above. */
function asPairs(value: Value, body: Node, evaluation: Evaluation): Dict | Unknown | undefined {
  if (isDict(value)) return value;
  if (value instanceof Unknown) return value;
  const [key, item] = Array.isArray(value) ? value : [];
  if (key === undefined || item === undefined) {
    const found = Array.isArray(value) ? `a list of ${value.length}` : evaluation.shown(value);
    evaluation.report(
      'tag-failed',
      `the body of an !Enumerate with MAP must give a mapping, or a list of a key and a value, but gives ${found}`,
      body.span,
    );
    return undefined;
  }
  if (isOpen(key)) return new Unknown('a key that does not exist yet');
  if (!isKey(key)) {
    evaluation.report('tag-failed', `${evaluation.shown(key)} cannot be a key`, body.span);
    return undefined;
  }
  const pairs = dict();
  pairs[keyText(key)] = item;
  return pairs;
}

function isKey(value: Value): value is ScalarValue {
  return value === null || typeof value !== 'object' || value instanceof PyFloat || value instanceof PyTime;
}

/**
 * `!Index n`, `!Value n`: index or value of the current item of the enclosing `!Enumerate` that is n levels
 * out.
 */
export const index: TagRule = itemRule((item) => item.index);
export const value: TagRule = itemRule((item) => item.value);

function itemRule(part: (item: EnumerateItem) => Value): TagRule {
  return {
    shape(tag, check) {
      const depth = depthOf(tag);
      if (depth === undefined) {
        check.report(
          'tag-arguments',
          `${tag.tag} takes a number: 0 for the innermost !Enumerate, 1 for the one around it`,
          tag.span,
          { hint: `write ${tag.tag} 0` },
        );
        return false;
      }
      if (depth < check.depth) return true;
      const message =
        check.depth === 0
          ? `${tag.tag} works only inside the body of an !Enumerate`
          : `${tag.tag} ${depth} is too deep: only ${check.depth} !Enumerate enclose it, ` +
            `so ${check.depth - 1} is the most`;
      check.report('tag-failed', message, tag.span, {
        hint:
          'an !Enumerate that is itself an argument of another tag does not count: ' +
          'authentik resolves its body without an item of its own',
      });
      return false;
    },
    inside: () => undefined,
    evaluate(tag, evaluation): Result {
      const item = evaluation.item(depthOf(tag) ?? 0);
      if (item) return good(part(item));
      evaluation.report(
        'tag-failed',
        `${tag.tag} has no item here: it stands in what its !Enumerate goes through, not in its body`,
        tag.span,
      );
      return FAILED;
    },
  };
}

function depthOf(tag: TagNode): number | undefined {
  const text = tag.form === 'scalar' ? textOf(tag.args[0])?.trim() : undefined;
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
