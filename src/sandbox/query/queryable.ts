import type { Json } from '../../catalog/model.ts';
import type { SandboxModel } from '../model-table.ts';

/**
 * What a list tells of the fields that a query may name; nothing for most lists (recorded: "list empty",
 * "user list default").
 */
export function describeQuery(model: SandboxModel): { [name: string]: Json } {
  const fields = model.list?.queryable;
  if (!fields) return {};
  const described = Object.entries(fields).map(([name, kind]): [string, Json] => {
    if (typeof kind !== 'string') return [name, { type: 'str', nullable: false, options: [...kind] }];
    return [
      name,
      {
        type: kind,
        nullable: kind === 'bool',
        options: null,
        ...(kind === 'relation' ? { relation: `${model.name}_${name}` } : {}),
      },
    ];
  });
  return { current_model: model.name, models: { [model.name]: Object.fromEntries(described) } };
}
