import { FIELD_RENAMES, MODEL_RENAMES } from '../catalog/facts/renames.ts';
import { VALUE_RENAMES } from '../catalog/facts/value-renames.ts';
import type { ModelName } from '../catalog/model.ts';
import { code } from './markdown.ts';

/** What a model was or became called otherwise, in sentences; '' when it never was. */
export function modelRenameWords(model: ModelName): string {
  return MODEL_RENAMES.flatMap(({ from, to, since, how }) => {
    if (from === model) return [`Since ${since} it is \`${to}\`${how === undefined ? '' : `; ${how}`}.`];
    return to === model ? [`Before ${since} it is \`${from}\`.`] : [];
  }).join(' ');
}

/** What an attribute was or became called otherwise, as parts of a sentence. */
export function fieldRenameWords(model: ModelName, name: string): string[] {
  return FIELD_RENAMES.filter(({ models }) => models.includes(model)).flatMap(({ from, to, since, how }) => {
    if (from === name) return [`since ${since} \`${to}\` instead${how === undefined ? '' : ` (${how})`}`];
    return to === name ? [`before ${since} \`${from}\``] : [];
  });
}

/** What a value of an attribute is written as from a release on, with where that was seen. */
export function valueRenameWords(model: ModelName, name: string, release: string): string[] {
  return VALUE_RENAMES.filter(
    (row) => row.since === release && row.field === name && row.models.includes(model),
  ).map(({ change, how, seen }) => {
    const former = typeof change === 'object' ? ` of ${code(Object.keys(change.values))}` : '';
    return `instead${former}: ${how} (seen: ${seen})`;
  });
}
