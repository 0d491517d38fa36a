import type { Catalog, Resource } from '../catalog/model.ts';
import type { Condition, Constant } from '../catalog/object-rule.ts';

/** The fields of the object itself that a condition asks about, in their order. */
export function fieldsOf(condition: Condition): readonly string[] {
  return [...asked(condition).own];
}

/**
 * What a condition takes for fields that a request leaves out, whatever their default is: by field, each value that
 * is taken somewhere.
 */
export function assumedValues(condition: Condition): readonly (readonly [string, Constant])[] {
  const own =
    'field' in condition && condition.otherwise !== undefined
      ? [[condition.field, condition.otherwise] as const]
      : [];
  return [...own, ...partsOf(condition).flatMap(assumedValues)];
}

/** The names of fields that conditions ask about: of the object and those of its model, and of what it links to. */
interface Asked {
  readonly own: Set<string>;
  readonly others: Set<string>;
  readonly linked: Set<string>;
}

function asked(
  condition: Condition,
  into: Asked = { own: new Set(), others: new Set(), linked: new Set() },
): Asked {
  for (const part of partsOf(condition)) asked(part, into);
  if ('changed' in condition) into.own.add(condition.changed);
  else if ('given' in condition) into.own.add(condition.given);
  else if ('itself' in condition) into.own.add(condition.itself);
  else if ('items' in condition) into.own.add(condition.items);
  else if ('same' in condition) into.own.add(condition.same);
  else if ('longer' in condition) for (const one of [condition.longer, condition.than]) into.own.add(one);
  else if ('another' in condition) asked(condition.another, { ...into, own: into.others });
  else if ('linked' in condition) {
    into.own.add(condition.linked);
    if ('meets' in condition) asked(condition.meets, { ...into, own: into.linked });
  } else if ('field' in condition) into.own.add(condition.field);
  return into;
}

/** The conditions on other objects of the model that a condition holds, at any depth. */
export function conditionsOnOthers(condition: Condition): readonly Condition[] {
  if ('another' in condition) return [condition.another];
  return partsOf(condition).flatMap(conditionsOnOthers);
}

/** Whether a condition asks about the object as it was before the change. */
export function isAboutBefore(condition: Condition): boolean {
  return 'before' in condition || partsOf(condition).some(isAboutBefore);
}

/**
 * Whether something must be read to decide a condition: other objects, linked ones or those of the same model,
 * or what the server has of its own.
 */
export function asksOthers(condition: Condition): boolean {
  return (
    'licensed' in condition ||
    'unlisted' in condition ||
    'linked' in condition ||
    'another' in condition ||
    'itself' in condition ||
    partsOf(condition).some(asksOthers)
  );
}

/** The conditions on the same object that a condition is made of. */
export function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('not' in condition) return [condition.not];
  if ('surely' in condition) return [condition.surely];
  return 'before' in condition ? [condition.before] : [];
}

const known = new WeakMap<Catalog, ReadonlySet<string>>();

/** The names of fields that rules ask about in what an object links to. */
function linkedFields(catalog: Catalog): ReadonlySet<string> {
  let fields = known.get(catalog);
  if (!fields) {
    const rules = Object.values(catalog.models).flatMap((model) =>
      model.kind === 'resource' ? (model.rules ?? []) : [],
    );
    fields = new Set(rules.flatMap(({ refused }) => [...asked(refused).linked]));
    known.set(catalog, fields);
  }
  return fields;
}

const knownOf = new WeakMap<Resource, ReadonlySet<string>>();

/** Whether a rule asks about a field of a model: one of its own rules, or one of what links to its objects. */
export function isAskedAbout(catalog: Catalog, model: Resource, field: string): boolean {
  let fields = knownOf.get(model);
  if (!fields) {
    const rules = (model.rules ?? []).map(({ refused }) => asked(refused));
    fields = new Set(rules.flatMap(({ own, others }) => [...own, ...others]));
    knownOf.set(model, fields);
  }
  return fields.has(field) || linkedFields(catalog).has(field);
}
