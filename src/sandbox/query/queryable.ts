import type { Json } from '../../catalog/model.ts';
import type { SandboxModel } from '../model-table.ts';

/**
 * What a list says about the fields that a query may name; empty for most lists (recorded: "list empty",
 * "user list default").
 */
export function describeQuery(model: SandboxModel): { [name: string]: Json } {
  const fields = model.list?.queryable;
  if (!fields) return {};
  const described = Object.entries(fields).map(([name, kind]): [string, Json] => {
    if (typeof kind !== 'string') return [name, { type: 'str', nullable: false, options: [...kind] }];
    const shown: { [name: string]: Json } = { type: kind, nullable: kind === 'bool', options: null };
    if (kind === 'relation') shown['relation'] = `${model.name}_${name}`;
    return [name, shown];
  });
  return { current_model: model.name, models: { [model.name]: Object.fromEntries(described) } };
}
