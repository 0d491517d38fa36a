import { type Blueprint, type Entry, type MapNode, type Node, valueAt } from '../blueprint/blueprint.ts';
import { formerEntries } from '../blueprint/was-comment.ts';
import { references } from '../blueprint/references.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import { type Question, questionKey } from '../catalog/question.ts';
import { isShown } from '../catalog/shown-model.ts';
import { fileNamed } from './file-order.ts';
import { type Criterion, readLookup } from '../semantics/criterion.ts';
import { questionOf } from './overlay/match.ts';
import { Overlay } from './overlay/overlay.ts';

/**
 * The questions that a plan will certainly ask, as far as the text of the blueprints shows: the objects that
 * entries identify and that `!Find`s look up, by the values that are written out, or whole models where a
 * value is not. Planning asks whatever else is needed.
 */
export function firstQuestions(blueprints: readonly Blueprint[], catalog: Catalog): Question[] {
  const overlay = new Overlay(catalog, { release: catalog.release, models: {}, me: undefined });
  const asked = new Map<string, Question>();
  const ask = (
    text: string | undefined,
    pairs: readonly (readonly [string | undefined, Node])[],
    whole?: true,
  ): void => {
    for (const question of questionsAbout(overlay, text, pairs)) {
      const all: Question = whole ? { model: question.model, whole } : question;
      asked.set(questionKey(all), all);
    }
  };
  for (const blueprint of blueprints) {
    const former = formerEntries(blueprint);
    for (const entry of blueprint.entries) {
      ask(textOf(entry), pairsOf(entry.identifiers));
      const before = former.get(entry)?.entry;
      if (before) ask(textOf(before), pairsOf(before.identifiers));
      for (const [model, pairs] of appliesFirst(entry, blueprints, catalog)) ask(model, pairs);
    }
    for (const reference of references(blueprint)) {
      if (reference.kind === 'find')
        ask(
          reference.model,
          reference.criteria.map(({ key, valueNode }) => [key, valueNode] as const),
          reference.node.tag === '!FindObject' ? true : undefined,
        );
    }
  }
  const whole = new Set(
    [...asked.values()].filter((question) => !question.where).map((question) => question.model),
  );
  return [...asked.values()].filter((question) => !question.where || !whole.has(question.model));
}

/**
 * The model and identifiers of the server's blueprint that an entry requires to be applied first, where it is
 * not among the files.
 */
function appliesFirst(
  entry: Entry,
  blueprints: readonly Blueprint[],
  catalog: Catalog,
): [ModelName, (readonly [string, Node])[]][] {
  const resolved = resolveModel(catalog, textOf(entry) ?? '');
  const identifiers = entry.attrs ? valueAt(entry.attrs, 'identifiers') : undefined;
  if (!resolved.ok || resolved.model.kind !== 'meta' || identifiers?.kind !== 'map') return [];
  const written = Object.fromEntries(
    identifiers.pairs.flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, value.value]] : [])),
  );
  return fileNamed(blueprints, written) ? [] : [[resolved.model.instances, pairsOf(identifiers)]];
}

function textOf(entry: Entry): string | undefined {
  return entry.model.kind === 'scalar' ? entry.model.text : undefined;
}

function pairsOf(identifiers: MapNode | undefined): (readonly [string, Node])[] {
  return (identifiers?.pairs ?? []).map(({ key, value }) => [key, value] as const);
}

function questionsAbout(
  overlay: Overlay,
  text: string | undefined,
  pairs: readonly (readonly [string | undefined, Node])[],
): Question[] {
  const resolved = text === undefined ? undefined : resolveModel(overlay.catalog, text);
  if (!resolved?.ok) return [];
  const { model } = resolved;
  if (model.kind === 'base')
    return (model.list === undefined ? model.concrete : [model.name]).map(
      (name): Question => ({ model: name }),
    );
  if (!isShown(model)) return [];
  const criteria = pairs.map(([key, node]) => criterionOf(overlay, model.name, key, node));
  return [
    criteria.every((criterion) => criterion !== undefined)
      ? questionOf(overlay, model.name, criteria)
      : { model: model.name },
  ];
}

/** A criterion whose value is written out; undefined when a tag makes a part of it. */
function criterionOf(
  overlay: Overlay,
  model: ModelName,
  key: string | undefined,
  node: Node,
): Criterion | undefined {
  if (key === undefined || key === 'pk' || node.kind !== 'scalar') return undefined;
  const read = readLookup(overlay.catalog, model, key);
  return read.kind === 'readable' ? { path: read.path, asked: node.value } : undefined;
}
