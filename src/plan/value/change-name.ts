import type { Change } from './plan.ts';

/** A change for people: the model of its object, and what that is called. */
export function changeName({ model, key }: Pick<Change, 'model' | 'key'>): string {
  return `${model} ${key}`;
}
