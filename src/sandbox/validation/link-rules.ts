import { X509Certificate } from 'node:crypto';
import type { Json, ModelName } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import type { Row } from '../row.ts';
import type { Values, Write } from './context.ts';
import type { Rule } from '../behaviour/validation-rules.ts';

/** The object that a link is to. */
function follow(database: Database, to: ModelName | undefined, pk: Json | undefined): Row | undefined {
  return to === undefined ? undefined : database.store.find(database.models.concrete(to), pk);
}

/** Whether a rule about what a binding binds is about the kind of object that it is bound to. */
export function isBound({ to }: Rule<'exactly-one'>, values: Values, database: Database): boolean {
  if (!to) return true;
  const target = follow(database, database.models.wellKnown.target, values[to.field]);
  const isNamed = target !== undefined && to.models.includes(target.model);
  return isNamed !== (to.others === true);
}

/** The field links to no object of the rule's models. */
export function checkLinked(
  { field, models, text }: Rule<'linked'>,
  values: Values,
  { database, model }: Write,
): string | undefined {
  const linked = follow(database, model.columns[field]?.to, values[field]);
  return linked !== undefined && models.includes(linked.model) ? text : undefined;
}

/** The object that the field links to has a text in the rule's column. */
export function checkLinkedFilled(
  { field, column, text }: Rule<'linked-filled'>,
  values: Values,
  { database, model }: Write,
): string | undefined {
  const linked = follow(database, model.columns[field]?.to, values[field]);
  return linked === undefined || (linked.values[column] ?? '') !== ''
    ? undefined
    : text.replace('{value}', String(linked.pk));
}

/** The certificate that the field links to has a key of one of the rule's types. */
export function checkKeyType(
  { field, column, types, text }: Rule<'key-type'>,
  values: Values,
  { database, model }: Write,
): string | undefined {
  const pem = follow(database, model.columns[field]?.to, values[field])?.values[column];
  const type = typeof pem === 'string' ? new X509Certificate(pem).publicKey.asymmetricKeyType : undefined;
  return type === undefined || types.includes(type) ? undefined : text;
}
