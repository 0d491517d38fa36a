import { itemsOf, type TagNode } from '../blueprint.ts';
import { SINCE } from '../features.ts';
import { isDict, isOpen, Opaque, Unknown, type Value } from '../value.ts';
import { shape as shapeOf } from '../yaml/core-tag.ts';
import { isList } from './arguments.ts';
import { criteriaOf } from './criteria.ts';
import {
  FAILED,
  type FindCriterion,
  good,
  type Evaluation,
  type Result,
  type TagCheck,
  type TagRule,
} from './tag-rule.ts';

const EXAMPLE = '!Find [authentik_flows.flow, [slug, my-flow]]';

/** `!Find [model, [key, value], …]`: the primary key of the object that meets all criteria. */
export const find: TagRule = rule(false);

/** `!FindObject […]`: the object itself. */
export const findObject: TagRule = rule(true);

function rule(whole: boolean): TagRule {
  return {
    shape(tag, check) {
      const [model] = tag.args;
      if (!isList(tag, check, 1, EXAMPLE) || !model) return false;
      if (!(model.kind === 'tag' || (model.kind === 'scalar' && typeof model.value === 'string'))) {
        check.report(
          'tag-arguments',
          `the model of ${tag.tag} must be text, but is ${shapeOf(model)}`,
          model.span,
          { hint: `write ${EXAMPLE}` },
        );
        return false;
      }
      if (model.kind === 'tag' && !check.features.findModelTag) {
        check.report(
          'tag-unavailable',
          `a tag as the model of ${tag.tag} came with authentik ${SINCE.findModelTag}, ` +
            `later than ${check.features.release}`,
          model.tagSpan,
          { hint: 'write the name of the model' },
        );
        return false;
      }
      return criteriaAreRight(tag, check);
    },
    inside(tag, check) {
      const [model] = tag.args;
      if (model) check.argument(model);
      for (const { keyNode, valueNode } of criteriaOf(tag)) {
        check.argument(keyNode);
        check.argument(valueNode);
      }
    },
    evaluate: (tag, evaluation) => ask(tag, evaluation, whole),
  };
}

function criteriaAreRight(tag: TagNode, check: Pick<TagCheck, 'report'>): boolean {
  const bare = tag.args.slice(1).filter((node) => !itemsOf(node));
  let ok = bare.length === 0;
  const [first] = bare;
  // A field and its value without their brackets are one mistake.
  if (first) {
    const found = bare.length > 1 ? 'written without its brackets' : shapeOf(first);
    const span = { start: first.span.start, end: bare.at(-1)?.span.end ?? first.span.end };
    check.report(
      'tag-arguments',
      `a criterion of ${tag.tag} is a list of a field and a value, but this is ${found}`,
      span,
      bare.length > 1
        ? {
            hint: 'put brackets around the field and its value',
            rewrite: { span, write: (source) => `[${source}]` },
          }
        : { hint: `write ${EXAMPLE}` },
    );
  }
  for (const node of tag.args.slice(1)) {
    const items = itemsOf(node);
    if (!items) continue;
    if (items.length < 2) {
      ok = false;
      check.report(
        'tag-arguments',
        `a criterion of ${tag.tag} is a list of a field and a value, but this is a list of ${items.length}`,
        node.span,
        { hint: `write ${EXAMPLE}` },
      );
      continue;
    }
    const [key, , extra] = items;
    if (key && key.kind !== 'tag' && !(key.kind === 'scalar' && typeof key.value === 'string')) {
      ok = false;
      check.report(
        'tag-arguments',
        `the field of a criterion must be text, but is ${shapeOf(key)}`,
        key.span,
      );
    }
    if (extra) {
      check.report(
        'find-criterion',
        'only the first two items of a criterion count, a field and its value; this one does not',
        extra.span,
        { hint: 'write further criteria as lists of their own: [slug, a], [name, b]' },
      );
    }
    if (node.kind === 'tag')
      check.report(
        'find-criterion',
        `${node.tag} in front of a criterion is overlooked; the list behind it counts`,
        node.tagSpan,
      );
  }
  return ok;
}

function ask(tag: TagNode, evaluation: Evaluation, whole: boolean): Result {
  const [modelNode] = tag.args;
  const model = modelNode ? evaluation.argument(modelNode, 'value') : FAILED;
  if (!model.ok || !modelNode) return FAILED;
  if (isOpen(model.value)) return good(new Unknown('the model to look in is not known yet'));
  if (typeof model.value !== 'string') {
    evaluation.report('tag-failed', `the model of ${tag.tag} must be text`, modelNode.span);
    return FAILED;
  }
  const criteria: FindCriterion[] = [];
  for (const { node, keyNode, valueNode } of criteriaOf(tag)) {
    const key = evaluation.argument(keyNode, 'value');
    const value = evaluation.argument(valueNode, 'value');
    if (!key.ok || !value.ok) return FAILED;
    if (isOpen(key.value)) return good(new Unknown('the field to look by is not known yet'));
    if (typeof key.value !== 'string') {
      evaluation.report('tag-failed', 'the field of a criterion must be text', keyNode.span);
      return FAILED;
    }
    const opaque = findOpaque(value.value);
    if (opaque) {
      evaluation.report(
        'tag-misplaced',
        `${opaque.tag} inside a list or mapping of ${tag.tag} is not resolved`,
        opaque.span ?? valueNode.span,
      );
      return FAILED;
    }
    criteria.push({
      key: key.value,
      value: value.value,
      span: node.span,
      from: evaluation.from(keyNode, valueNode),
    });
  }
  return evaluation.find({
    model: model.value,
    from: evaluation.from(modelNode),
    criteria,
    position: evaluation.position,
    span: tag.span,
    whole,
  });
}

/** A tag left unresolved in a value, at any depth. */
export function findOpaque(value: Value): Opaque | undefined {
  if (value instanceof Opaque) return value;
  for (const item of partsOf(value)) {
    const found = findOpaque(item);
    if (found) return found;
  }
  return undefined;
}

function partsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return isDict(value) ? Object.values(value) : [];
}
