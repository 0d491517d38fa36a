import type { History } from '../catalog/history.ts';
import type { Field, MetaModel, Model, Resource } from '../catalog/model.ts';
import { isUnique } from './explain-model.ts';
import { fieldChanges, fieldRuns } from './field-history.ts';
import { traits, typeWords, valuesOf } from './field-words.ts';
import { code } from './markdown.ts';
import { fieldRenameWords } from './renamed.ts';
import { whenWords } from './runs.ts';

/*
 * The same things in short, as Markdown: what an editor shows beside a word.
 */

/** A model: what it is called, what identifies its objects, what a create needs. */
export function briefModel(model: Model): string {
  const lines = [`**${model.name}** (${model.label})`];
  if (model.kind === 'base')
    lines.push(`A base class: no entry can use it, a \`!Find\` can. Its kinds: ${code(model.concrete)}`);
  if (model.kind === 'unmanageable') lines.push(model.reason);
  if (model.kind === 'resource') {
    const required = Object.entries(model.fields)
      .filter(([, field]) => field.required && !field.readOnly)
      .map(([name]) => name);
    const unique = model.unique.map(({ fields }) => fields.map((name) => code([name])).join(' with '));
    if (required.length > 0) lines.push(`Required to create: ${code(required)}`);
    if (unique.length > 0) lines.push(`Unique: ${unique.join('; ')}`);
  }
  return lines.join('\n\n');
}

/** An attribute: what it takes, its choices and, where the history is given, since when it is so. */
export function briefField(
  model: Resource | MetaModel,
  name: string,
  field: Field,
  history: History = [],
): string {
  const having = history.filter((catalog) => catalog.models[model.name]);
  const when = whenWords(fieldRuns(having, model.name, name));
  const facts = [
    ...(field.required ? ['required to create'] : []),
    ...(field.writtenAs !== undefined
      ? [`${field.writtenAs} by another name`]
      : field.readOnly && !field.setter
        ? ['only the server sets it']
        : []),
    ...traits(field, model.kind === 'resource' && isUnique(model, name)),
    ...(when === '' ? [] : [when]),
    ...fieldRenameWords(model.name, name),
  ];
  const choices = valuesOf(field);
  const changes = fieldChanges(history, model.name, name).filter(({ change }) => change !== 'came');
  return [
    `**${name}** of ${model.name}: ${typeWords(field)}`,
    ...(facts.length > 0 ? [facts.join('; ')] : []),
    ...(choices.length > 0 ? [choices.map((choice) => `- ${code([choice])}`).join('\n')] : []),
    ...(changes.length > 0
      ? [changes.map(({ release, change }) => `${release}: ${change}`).join('  \n')]
      : []),
  ].join('\n\n');
}
