import type { ShownModel } from './shown-model.ts';

/**
 * The query with which a list shows objects as a whole: what it leaves out unless it is asked for (the members
 * and children of a group). Parameters that are fields of the model choose objects, and are not among them.
 */
export function detailQuery({ filters, fields }: ShownModel): Readonly<Record<string, string>> {
  const names = Object.keys(filters).filter((name) => name.startsWith('include_') && !(name in fields));
  return Object.fromEntries(names.map((name) => [name, 'true']));
}
