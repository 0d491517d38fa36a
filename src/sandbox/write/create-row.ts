import type { Json } from '../../catalog/model.ts';
import { makeUuid } from '../random.ts';
import { crash } from '../response.ts';
import type { Row } from '../row.ts';
import type { Values, Write } from '../validation/context.ts';
import { makeDefault } from './defaults.ts';

/** A new object, which is not stored yet. */
export function createRow(write: Write, given: Values): Row {
  const { database, environment, model } = write;
  const values: Record<string, Json> = {};
  for (const [name, column] of Object.entries(model.columns)) {
    const value = given[name] ?? (name in given ? null : makeDefault(write, model, name, column));
    // The database refuses a null here, and the server fails (recorded: "x2 source saml create", "svc conn
    // k8s no kubeconfig").
    if (value === null && column.null !== true) throw crash();
    values[name] = value;
  }
  if (model.hasPtr) values[database.models.wellKnown.targetId] = makeUuid(environment.random);
  return {
    model: model.name,
    pk: write.key ?? (model.auto ? database.store.next(model.sequence) : makeUuid(environment.random)),
    values,
  };
}
