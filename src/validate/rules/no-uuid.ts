import type { Resource } from '../../catalog/model.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';

/** Code `attribute-type`: the key of an object, which is a number, where the server wants a UUID of it. */
export function noUuid(name: string, model: Resource): Finding {
  return {
    code: 'attribute-type',
    message: `${name} wants a UUID, and the key of ${model.name} is a number`,
    hint: model.fields['uuid'] ? `write !AtIndex [!FindObject [${model.name}, …], uuid]` : undefined,
  };
}
