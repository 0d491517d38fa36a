import { type Change, isWritten } from './plan.ts';
import { type GrantChange, writtenGrant } from './grant-change.ts';
import { isList, isMapping, type PlanDict, type PlanValue, tagOf } from './plan-value.ts';

/* What of a change is written, and what of the server it is written over: what a digest covers, and what two plans are compared by. */

/** What a change does, for a digest or to compare it. */
export interface Parts {
  readonly [name: string]: Part;
}
export type Part = PlanValue | Parts | readonly Part[] | undefined;

/** What a row is called; in a plan of its own a new object is called by its number. */
export type RowName = (row: string) => string;

/** Whether a change, ours or the server's, is among what is done. */
export function isDone(change: Change): boolean {
  return isWritten(change) || change.by !== undefined;
}

/**
 * What a change writes, by part: bodies, fields with endpoints of their own, permissions, what goes along with a
 * delete and loses a link, and the object as it was. `nameOf`: what rows are called.
 */
export function writtenParts(change: Change, nameOf: RowName): Parts {
  const { action, model, itemKey, markedIn, applies, by } = change;
  const dictOf = (values: PlanDict): PlanDict => renamedDict(values, nameOf);
  return {
    row: nameOf(change.row),
    action,
    model,
    itemKey,
    before: change.before && inOrder(change.before, change.unordered),
    body: inOrder(dictOf(change.body), change.unordered),
    companions: dictOf(change.companions),
    setters: change.setters.map(({ field, value }) => ({ field, value: renamed(value, nameOf) })),
    markedIn,
    brings: change.brings?.map(({ row, model: of, values }) => ({
      row: nameOf(row),
      model: of,
      values: dictOf(values),
    })),
    unmarks: change.unmarks && {
      ...change.unmarks,
      row: nameOf(change.unmarks.row),
      value: renamed(change.unmarks.value, nameOf),
    },
    applies: applies && { because: { ...applies.because }, content: applies.content },
    by: by === undefined ? undefined : nameOf(by),
    fields:
      by === undefined
        ? undefined
        : change.fields.map(({ path, after }) => ({
            path,
            after: after === undefined ? undefined : renamed(after, nameOf),
          })),
    cascades: change.cascades.map(({ model: other, count, keys }) => ({ model: other, count, keys })),
    clears: change.clears?.map(({ model: other, field, keys }) => ({ model: other, field, keys })),
    grants: grantParts(change.grants, nameOf),
  };
}

function grantParts(grants: readonly GrantChange[], nameOf: RowName): Parts[] {
  const written = grants.flatMap((grant): Parts[] => {
    const action = writtenGrant(grant);
    const { permission, everywhere, holder, key } = grant;
    return action === undefined
      ? []
      : [{ action, permission, everywhere, holder, key: renamed(key, nameOf) }];
  });
  return written
    .map((part) => [canonicalText(part), part] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, part]) => part);
}

/** Values with the lists whose order says nothing in one that is always the same. */
export function inOrder(values: PlanDict, unordered: readonly string[] = []): PlanDict {
  const parts: Record<string, PlanValue> = { ...values };
  for (const name of unordered) {
    const list = parts[name];
    if (list !== undefined && isList(list))
      parts[name] = [...list].sort((one, other) => (canonicalText(one) < canonicalText(other) ? -1 : 1));
  }
  return parts;
}

/** A value in which references to new objects call them by other names. */
function renamed(value: PlanValue, nameOf: RowName): PlanValue {
  if (isList(value)) return value.map((item) => renamed(item, nameOf));
  if (!isMapping(value)) return value;
  const reference = tagOf(value) === '$ref' ? value['$ref'] : undefined;
  if (reference !== undefined && isMapping(reference) && typeof reference['row'] === 'string')
    return { $ref: { ...reference, row: nameOf(reference['row']) } };
  return renamedDict(value, nameOf);
}

function renamedDict(values: PlanDict, nameOf: RowName): PlanDict {
  const parts = Object.create(null) as Record<string, PlanValue>;
  for (const [name, item] of Object.entries(values)) parts[name] = renamed(item, nameOf);
  return parts;
}

/** The references to secrets in what a change writes: `SecretReference.from`. */
export function secretsIn({ body, companions, setters, unmarks }: Change): Set<string> {
  const found = new Set<string>();
  const look = (value: PlanValue): void => {
    if (isList(value)) return value.forEach(look);
    if (!isMapping(value)) return;
    const secret = tagOf(value) === '$secret' ? value['$secret'] : undefined;
    if (secret !== undefined && isMapping(secret) && typeof secret['from'] === 'string')
      found.add(secret['from']);
    else Object.values(value).forEach(look);
  };
  for (const value of [body, companions, ...setters.map((one) => one.value)]) look(value);
  if (unmarks) look(unmarks.value);
  return found;
}

/** JSON with sorted keys, so that the order in which an entry gives its attributes makes no difference. */
export function canonicalText(value: Part): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const parts = Object.entries(value as PlanDict | Parts)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item)}`);
  return `{${parts.join(',')}}`;
}
