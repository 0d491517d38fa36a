import type { Blueprint, Node } from '../blueprint/blueprint.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';

/** What can be seen in the text to be needed for a plan: the models of entries and of `!Find`s that are written out. */
export function firstQuestions(blueprints: readonly Blueprint[], catalog: Catalog): Question[] {
  const models = new Set<ModelName>();
  const name = (text: string): void => {
    const resolved = resolveModel(catalog, text);
    if (!resolved.ok) return;
    const { model } = resolved;
    if (model.kind === 'resource') models.add(model.name);
    if (model.kind === 'base') (model.list === undefined ? model.concrete : [model.name]).forEach((one) => models.add(one));
  };
  const visit = (node: Node): void => {
    if (node.kind === 'map') node.pairs.forEach((pair) => visit(pair.value));
    else if (node.kind === 'seq') node.items.forEach(visit);
    else if (node.kind === 'tag') {
      const [first] = node.args;
      if (first?.kind === 'scalar' && (node.tag === '!Find' || node.tag === '!FindObject')) name(first.text);
      node.args.forEach(visit);
    }
  };
  for (const { entries } of blueprints) {
    for (const entry of entries) {
      if (entry.model.kind === 'scalar') name(entry.model.text);
      for (const node of [entry.identifiers, entry.attrs, entry.ensure, ...entry.conditions]) if (node) visit(node);
    }
  }
  return [...models].map((model) => ({ model }));
}
