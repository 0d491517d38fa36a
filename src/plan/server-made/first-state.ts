import type { BundledBlueprint, Fact, SetObject } from '../../catalog/bundled.ts';
import type { DefaultObject } from '../../catalog/defaults.ts';
import { EXPECTED } from '../../catalog/facts/expected.ts';
import { asMapping, isMapping } from '../../catalog/json-mapping.ts';
import { FIRST_VALUES } from '../../catalog/first-values.ts';
import { isOwnMark } from '../../catalog/managed.ts';
import { metaOf } from '../../catalog/meta-of.ts';
import type { Json, ModelName, Resource } from '../../catalog/model.ts';
import type { Constant } from '../../catalog/object-rule.ts';
import { isSince } from '../../catalog/release.ts';
import { isMeant, isSame } from '../writers/compare-facts.ts';
import { assumedValues, fieldsOf } from '../../semantics/rule-fields.ts';
import { sameValue } from '../../forms/normal.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { needsWritten } from './left-out-object.ts';

/**
 * What a fresh server of the release has, by which it is told what somebody changed: the values that authentik's
 * own blueprints set, and of what they do not set, the defaults of the release.
 */
export class FirstState {
  readonly #overlay: Overlay;
  readonly #byModel = new Map<ModelName, SetObject[]>();
  readonly #assumed = new Map<ModelName, ReadonlySet<string>>();
  readonly #facts = new Map<OverlayRow, Facts | undefined>();
  readonly #ask: ((model: ModelName) => void) | undefined;

  /** `ask`: is told the models that must be read to know an object; undefined: all have been. */
  constructor(overlay: Overlay, bundled: readonly BundledBlueprint[], ask?: (model: ModelName) => void) {
    this.#overlay = overlay;
    this.#ask = ask;
    for (const object of bundled.filter((one) => one.instantiated).flatMap((one) => one.objects)) {
      const others = this.#byModel.get(object.model);
      if (others) others.push(object);
      else this.#byModel.set(object.model, [object]);
    }
  }

  /**
   * What authentik's own blueprints set of an object, by field, each value that one of them gives; undefined where
   * they make no such object.
   */
  factsOf(row: OverlayRow): Facts | undefined {
    const known = this.#facts.get(row);
    if (known || this.#facts.has(row)) return known;
    const facts = this.#findFacts(row);
    this.#facts.set(row, facts);
    return facts;
  }

  #findFacts(row: OverlayRow): Facts | undefined {
    const facts = new Map<string, Fact[]>();
    let isMade = false;
    for (const object of this.#byModel.get(row.model) ?? []) {
      if (object.state === 'absent') continue;
      const meant = isMeant(this.#overlay, row, object.identifiers);
      if (meant === undefined) this.#askFor(row, object.identifiers);
      if (meant !== true) continue;
      isMade = true;
      for (const [name, fact] of Object.entries({ ...object.identifiers, ...object.attrs }))
        facts.set(name, [...(facts.get(name) ?? []), fact]);
    }
    for (const { model, named, values } of FIRST_VALUES) {
      if (model !== row.model || !isNamed(row, named)) continue;
      isMade = true;
      for (const [name, value] of Object.entries(values))
        facts.set(name, [...(facts.get(name) ?? []), value]);
    }
    // An instance of one of authentik's own blueprints is as new, under the name and path that it has everywhere.
    const { catalog } = this.#overlay;
    const instance = metaOf(catalog, row.model)
      ? catalog.defaults?.blueprints.find(({ name }) => isNamed(row, { name }))
      : undefined;
    if (instance) facts.set('name', [instance.name]).set('path', [instance.path]);
    return isMade || instance ? facts : undefined;
  }

  /** Asks for what a link of an object may lead to, where that has not been read. */
  #askFor(row: OverlayRow, identifiers: SetObject['identifiers']): void {
    if (!this.#ask) return;
    const { fields } = this.#overlay.resource(row.model);
    for (const [name, fact] of Object.entries(identifiers)) {
      const { $of: model, by } = asMapping(fact);
      if (typeof model !== 'string' || !isMapping(by)) continue;
      const target = this.#overlay.rowOf(fields[name]?.references ?? [], row.actual?.[name]);
      if (target) this.#askFor(target, by);
      else this.#ask(model);
    }
  }

  /** Whether every server has an object of this name by itself, whatever its values are there. */
  isThere(row: OverlayRow): boolean {
    if (isOwnMark(row.actual?.['managed'])) return true;
    if (this.factsOf(row)) return true;
    return this.#defaultNames(row) !== undefined;
  }

  /** The names of the object of a fresh server that a row is. */
  #defaultNames(row: OverlayRow): DefaultObject | undefined {
    return this.#overlay.catalog.defaults?.objects[row.model]?.find((names) => isNamed(row, names));
  }

  /**
   * Whether a field has its value on a fresh server, or in a new object, without being named. Of what authentik's
   * own blueprints set, that is so where it is not surely another value.
   */
  isFirstValue(row: OverlayRow, name: string): boolean {
    const facts = this.factsOf(row);
    const own = facts?.get(name);
    if (own) return this.#isOneOf(row, name, own);
    // What every server has by itself exists before an entry could make it.
    return facts ? this.#hasDefault(row, name) : this.isDefault(row, name);
  }

  /** Whether authentik's own blueprints set a field to this value, as far as can be told. */
  isFact(row: OverlayRow, name: string, value: Json): boolean {
    const field = this.#overlay.resource(row.model).fields[name];
    const facts = this.factsOf(row)?.get(name) ?? [];
    return !!field && facts.some((fact) => isSame(this.#overlay, field, value, fact) !== false);
  }

  /** The same for an object that is exported as a whole: the value is the default, and stays it. */
  isFirstOfAll(row: OverlayRow, name: string): boolean {
    const facts = this.factsOf(row)?.get(name);
    return this.isDefault(row, name) && (!facts || this.#isOneOf(row, name, facts));
  }

  /** Whether a field surely gets its value in a new object without being named. */
  isDefault(row: OverlayRow, name: string): boolean {
    const field = this.#overlay.resource(row.model).fields[name];
    return !field || (!this.#mustBeWritten(row, name) && this.#hasDefault(row, name));
  }

  /** Whether a field surely has the value that the release gives it in a new object. */
  #hasDefault(row: OverlayRow, name: string): boolean {
    const field = this.#overlay.resource(row.model).fields[name];
    if (!field) return true;
    const value = row.actual?.[name] ?? null;
    const { keyOf } = this.#overlay;
    if (field.default !== undefined) return sameValue(field, field.default, value, keyOf);
    if (field.required || field.generated) return false;
    const isNone = value === null || (value === '' && field.forms?.includes('empty') === true);
    if (field.nullable || isNone) return isNone;
    if (field.type === 'array') return Array.isArray(value) && value.length === 0;
    // A picture that is none is shown as one, too.
    return field.type === 'string' && !field.enum && sameValue(field, '', value, keyOf);
  }

  /**
   * Whether a field must be given though its value is the default: the server takes something else where a create
   * leaves it out, or people are told that it should be there.
   */
  #mustBeWritten(row: OverlayRow, name: string): boolean {
    const model = this.#overlay.resource(row.model);
    let assumed = this.#assumed.get(model.name);
    if (!assumed) this.#assumed.set(model.name, (assumed = assumedOtherwise(model)));
    if (assumed.has(name)) {
      const leftOut = new Set([...assumed].filter((one) => this.#hasDefault(row, one)));
      const rules = (model.rules ?? []).filter(({ refused }) => fieldsOf(refused).includes(name));
      if (needsWritten(this.#overlay, row, rules, leftOut)) return true;
    }
    const { release } = this.#overlay.catalog;
    return EXPECTED.some(
      (expected) =>
        expected.model === model.name &&
        expected.field === name &&
        isSince(release, expected.since ?? '0') &&
        Object.entries(expected.when ?? {}).every(([other, value]) => row.actual?.[other] === value),
    );
  }

  #isOneOf(row: OverlayRow, name: string, facts: readonly Fact[]): boolean {
    const field = this.#overlay.resource(row.model).fields[name];
    const value = row.actual?.[name] ?? null;
    return !field || facts.some((fact) => isSame(this.#overlay, field, value, fact) !== false);
  }
}

/** The values that blueprints set fields to. */
type Facts = ReadonlyMap<string, readonly Fact[]>;

/** The fields of which rules take another value than the default where a request leaves them out. */
function assumedOtherwise({ rules = [], fields }: Resource): ReadonlySet<string> {
  const assumed = rules.flatMap(({ refused }) => assumedValues(refused));
  return new Set(
    assumed.flatMap(([name, value]) => (isSameOrEmpty(value, fields[name]?.default ?? null) ? [] : [name])),
  );
}

/** Whether two values are the same, or both none: null, the empty text, the empty list. */
function isSameOrEmpty(one: Constant, other: Json): boolean {
  const isEmpty = (value: Constant | Json): boolean =>
    value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(one) === JSON.stringify(other);
}

function isNamed({ actual }: OverlayRow, names: Readonly<Record<string, string>>): boolean {
  return Object.entries(names).every(([field, name]) => actual?.[field] === name);
}
