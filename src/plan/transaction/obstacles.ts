import { formatObstacle } from '../../blueprint/flow-text.ts';
import { isDict, Later, Ref, Unknown, type Value } from '../../blueprint/value.ts';
import type { ImporterFacts, ImporterLimit } from '../../catalog/importer.ts';
import { keyLookup } from '../../catalog/key-lookup.ts';
import type { Catalog, ModelName, Resource } from '../../catalog/model.ts';
import { writtenGrant } from '../value/grant-change.ts';
import { type Change, isWritten } from '../value/plan.ts';
import { decodeDict, decodeValue, type PlanDict, type PlanValue } from '../value/plan-value.ts';

/** What keeps changes out of a transaction, apart from other changes. */
export interface Circumstances {
  readonly catalog: Catalog;
  readonly importer: ImporterFacts;
  /** Whether there may be an object of a model, on the server or made by the plan. */
  readonly thereIs: (model: ModelName) => boolean;
  /** Rows of objects that the server makes along with others. */
  readonly along: ReadonlySet<string>;
  /** The fields of new objects that say what of them is still missing until that is written, by row. */
  readonly marks: ReadonlyMap<string, readonly string[]>;
}

/** What of a change cannot go in a transaction, each for people: a clause that says why. */
export interface Obstacles {
  /** Nothing of it can. */
  readonly whole?: string | undefined;
  /** Its object can; this is done afterwards. */
  readonly rest: readonly string[];
}

/** What keeps a change, or a part of it, out of a transaction. */
export function obstaclesOf(change: Change, where: Circumstances): Obstacles {
  const model = where.catalog.models[change.model];
  if (model?.kind !== 'resource') return { whole: 'the importer does not take its model', rest: [] };
  const whole =
    kindObstacle(change) ??
    limitObstacle(change, model.importer ?? [], where) ??
    keyObstacle(change, model) ??
    markObstacle(change, where) ??
    valueObstacle(change, where);
  if (whole !== undefined) return { whole, rest: [] };
  const rest = restOf(change, where);
  return isNothingElse(change, where) ? { whole: rest[0] ?? NOTHING, rest: [] } : { rest };
}

const NOTHING = 'the importer writes nothing of it';

/** What the change does that the importer has no way to do. */
function kindObstacle({ action, setters, applies, reason }: Change): string | undefined {
  if (applies) return 'the server applies the blueprint when it is told to';
  if (reason?.kind === 'along') return 'the server makes it along with another object';
  const [setter] = setters;
  return action === 'update' && setter ? `${setter.field} has an endpoint of its own` : undefined;
}

/** Whether a second write of a new object would take its mark away before what it stands for is written. */
function markObstacle({ action, row, body }: Change, { marks }: Circumstances): string | undefined {
  const field = marks.get(row)?.find((name) => body[name] !== undefined);
  return action === 'update' && field !== undefined
    ? `${field} says until then what of the object is still missing`
    : undefined;
}

/** What the release's importer does not do, or not as the API does. */
function limitObstacle(
  change: Change,
  limits: readonly ImporterLimit[],
  where: Circumstances,
): string | undefined {
  if (change.action === 'delete' && where.importer.queues)
    return 'what this release queues on a delete is not taken back with the transaction';
  return limits.find((limit) => holds(limit, change, where))?.why;
}

/** Whether a limit is about a change. */
function holds(limit: ImporterLimit, change: Change, { thereIs }: Circumstances): boolean {
  return isAbout(limit, change) && (limit.whileThereIs?.some(thereIs) ?? true);
}

/** The same, whatever objects there are. */
function isAbout(
  { actions, sends, values, otherThan, lacks }: ImporterLimit,
  { action, before = {}, body, companions }: Change,
): boolean {
  if (action === 'noop' || actions?.includes(action) === false) return false;
  // Of an object that is deleted its entry says what it has.
  const sent: PlanDict = action === 'delete' ? before : { ...companions, ...body };
  if (lacks && !lacks.some((name) => sent[name] === undefined)) return false;
  const isMeant = (value: PlanValue | undefined): boolean =>
    value !== undefined &&
    (values?.some((one) => one === value) ?? true) &&
    !otherThan?.some((one) => one === value);
  return sends?.some((name) => isMeant(sent[name])) ?? true;
}

/**
 * The models of which it must be known whether a server has an object, before its importer can be asked to make
 * these changes.
 */
export function modelsToAsk(changes: readonly Change[], catalog: Catalog): ModelName[] {
  const asked = changes.filter(isWritten).flatMap((change) => {
    const model = catalog.models[change.model];
    const limits = model?.kind === 'resource' ? (model.importer ?? []) : [];
    return limits.filter((limit) => isAbout(limit, change)).flatMap(({ whileThereIs = [] }) => whileThereIs);
  });
  return [...new Set(asked)].filter((name) => catalog.models[name]?.kind === 'resource').sort();
}

/** Whether the object can be named, if it is there, or an earlier change makes it. */
function keyObstacle({ action, id, row, before }: Change, model: Resource): string | undefined {
  const isKnown = action === 'create' || id !== row || before?.[model.collection.pk] !== undefined;
  return keyLookup(model) === undefined || !isKnown
    ? 'nobody knows what its primary key is called in this release'
    : undefined;
}

/** Whether a blueprint can hold what is written. */
function valueObstacle({ body, companions }: Change, where: Circumstances): string | undefined {
  const secret = (): Value => '';
  return [decodeDict(body, secret), decodeDict(companions, secret)]
    .flatMap((values) => Object.values(values))
    .map((value) => unwritable(value, where))
    .find((why) => why !== undefined);
}

function unwritable(value: Value, where: Circumstances): string | undefined {
  if (value instanceof Ref) {
    if (where.along.has(value.row)) return 'it refers to what the server makes along with another object';
    return value.aspect === 'hex' ? 'it holds a key in a form that a blueprint cannot write' : undefined;
  }
  if (value instanceof Later)
    return formatObstacle(value) ?? value.values.map((one) => unwritable(one, where)).find(Boolean);
  if (value instanceof Unknown) return 'only the server knows a value of it';
  if (!Array.isArray(value) && !isDict(value)) return undefined;
  return Object.values<Value>(value)
    .map((part) => unwritable(part, where))
    .find((why) => why !== undefined);
}

/** What is left to be done once the object is there. */
function restOf({ setters, grants }: Change, { importer, along }: Circumstances): string[] {
  const written = grants.filter((grant) => writtenGrant(grant) === 'grant');
  const why = [
    ...setters.map(({ field }) => `${field} has an endpoint of its own`),
    written.length > 0 && !importer.permissions && 'the importer of this release gives no permissions',
    written.some(({ everywhere }) => everywhere) &&
      'the importer takes a permission on all objects for those of that name in every app',
    written.some(({ key }) => isAlong(decodeValue(key), along)) &&
      'who is given permissions is made along with another object',
    grants.some((grant) => writtenGrant(grant) === 'revoke') && 'permissions are taken away over the API',
  ];
  return why.filter((one) => typeof one === 'string');
}

function isAlong(key: Value, along: ReadonlySet<string>): boolean {
  return key instanceof Ref && along.has(key.row);
}

/** Whether the importer would have nothing to do for a change. */
function isNothingElse({ action, body, grants }: Change, { importer, along }: Circumstances): boolean {
  if (action !== 'update' || Object.keys(body).length > 0) return false;
  return !grants.some(
    (grant) =>
      importer.permissions &&
      writtenGrant(grant) === 'grant' &&
      !grant.everywhere &&
      !isAlong(decodeValue(grant.key), along),
  );
}
