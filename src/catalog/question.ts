import type { ModelName } from './model.ts';

/** What a plan lacks: all objects of a model, or those where these API fields have these values. */
export interface Question {
  readonly model: ModelName;
  readonly where?: Readonly<Record<string, string | number | boolean>>;
}

/** A question as a stable text. */
export function questionKey(question: Question): string {
  const where = Object.entries(question.where ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${question.model}?${where.map(([field, value]) => `${field}=${JSON.stringify(value)}`).join('&')}`;
}
