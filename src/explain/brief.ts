import type { History } from '../catalog/history.ts';
import type { Field, MetaModel, Model } from '../catalog/model.ts';
import type { ShownModel } from '../catalog/shown-model.ts';
import { wordsOf } from '../forms/words.ts';
import { isUnique } from './explain-model.ts';
import { fieldChanges, fieldRuns } from './field-history.ts';
import { traits, valuesOf } from './field-words.ts';
import { code } from './markdown.ts';
import { fieldRenameWords } from './renamed.ts';
import { whenWords } from './runs.ts';
import { said } from './said.ts';

/*
 * Models and attributes in short, as Markdown: what an editor shows beside a word.
 */

/** A model: what it is called, what identifies its objects, what a create needs. */
export function briefModel(model: Model): string {
  const lines = [`**${model.name}** (${model.label})`];
  if (model.kind === 'base')
    lines.push(`A base class: no entry can use it, a \`!Find\` can. Its kinds: ${code(model.concrete)}`);
  if (model.kind === 'unmanageable') lines.push(model.reason);
  if (model.kind === 'listed') lines.push(`No entry can use it, a \`!Find\` can: ${model.reason}`);
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
  model: ShownModel | MetaModel,
  name: string,
  field: Field,
  history: History = [],
): string {
  const having = history.filter((catalog) => catalog.models[model.name]);
  const when = whenWords(fieldRuns(having, model.name, name));
  const facts = said(
    field.required && 'required to create',
    setBy(field),
    ...traits(field, model.kind === 'resource' && isUnique(model, name)),
    when,
    ...fieldRenameWords(model.name, name),
  );
  const choices = valuesOf(field).map((choice) => `- ${code([choice])}`);
  const changes = fieldChanges(history, model.name, name)
    .filter(({ change }) => change !== 'came')
    .map(({ release, change }) => `${release}: ${change}`);
  return said(
    `**${name}** of ${model.name}: ${wordsOf(field)}`,
    facts.join('; '),
    choices.join('\n'),
    rulesAt(model, name).join('  \n'),
    changes.join('  \n'),
  ).join('\n\n');
}

/** What an entry that breaks a rule about several attributes is told at one of them. */
function rulesAt(model: ShownModel | MetaModel, name: string): string[] {
  const rules = model.kind === 'resource' ? (model.rules ?? []) : [];
  return rules.filter(({ at }) => at.includes(name)).map(({ message }) => `Refused: ${message}`);
}

/** What is said of an attribute that an entry cannot set, or by another name. */
function setBy(field: Field): string | undefined {
  if (field.writtenAs !== undefined) return `${field.writtenAs} by another name`;
  return field.readOnly && !field.setter ? 'only the server sets it' : undefined;
}
