import type { ModelName } from './model.ts';
import type { ListedChoices } from './object-rule.ts';

/**
 * What a plan lacks: all objects of a model, those where these API fields have these values, or something
 * about permissions. `whole`: all objects, with what a list leaves out unless it is asked for. `choices`: what
 * the server lists for a field of the model. `licence`: whether the server has one, which objects of the model
 * need.
 */
export interface Question {
  readonly model: ModelName;
  readonly where?: Readonly<Record<string, string | number | boolean>>;
  readonly whole?: true | undefined;
  readonly permissions?: PermissionQuestion;
  readonly choices?: ListedChoices;
  readonly licence?: true;
}

/**
 * Who holds permissions on the object of the model with this key; which ones that object (a user, a role)
 * holds everywhere, or (`held`) on objects of any model; whether the model has a permission of this name, its app before it.
 */
export type PermissionQuestion =
  | { readonly of: 'object' | 'holder' | 'held'; readonly key: string | number }
  | { readonly of: 'name'; readonly key: string };

/** A question as a stable text. */
export function questionKey(question: Question): string {
  const { model, permissions, whole, choices, licence } = question;
  if (licence) return 'licence';
  if (choices) return choices.path;
  if (whole) return `${model}*`;
  if (permissions) return `${model}!${permissions.of}=${permissions.key}`;
  const where = Object.entries(question.where ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${model}?${where.map(([field, value]) => `${field}=${JSON.stringify(value)}`).join('&')}`;
}

/** Whether a question asks for objects of its model. */
export function isAboutRows({ permissions, choices, licence }: Question): boolean {
  return !permissions && !choices && !licence;
}
