import type { Empty } from '../../blueprint/empty-variables.ts';
import { isDict, Later, NotRead, Unknown, type Value } from '../../blueprint/value.ts';
import type { Field, Shape } from '../../catalog/model.ts';
import { accept } from '../../forms/accept.ts';
import type { Problem } from '../../forms/form.ts';
import type { Place } from '../../source/source-file.ts';
import type { PlanContext } from './plan-context.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';

/** The value that an entry sets for one field, and where. */
export interface DesiredValue {
  readonly name: string;
  readonly value: Value;
  /** Whether the value is a list whose items are only added to what the object has. */
  readonly merge: boolean;
  readonly provenance: Provenance;
  /** What is empty in it because it comes from outside: of a secret, or of the secrets among its parts. */
  readonly empty: (isSecret: boolean) => readonly Empty[];
  /**
   * The place of a part of the value, by its path: list indexes and keys of mappings. `at`: an offset in its
   * text, if the place in that is asked for.
   */
  readonly placeOf: (path: readonly (string | number)[], at?: number) => Place;
  /** The text of a part of the value as the file has it; undefined where a tag makes it. */
  readonly written: (path: readonly (string | number)[]) => string | undefined;
}

/**
 * Desired values by field, in the form that the server would store; undefined when the server would refuse
 * one of them, which has been reported. Fields that cannot be written are left out.
 */
export function acceptDesired(
  context: PlanContext,
  row: OverlayRow | undefined,
  model: string,
  desiredValues: readonly DesiredValue[],
): Map<string, DesiredValue> | undefined {
  const { fields } = context.overlay.resource(model);
  const acceptedValues = new Map<string, DesiredValue>();
  let ok = true;
  for (const desired of desiredValues) {
    const field = fields[desired.name];
    if (!field || (field.readOnly && !field.setter)) continue;
    const empty = desired.empty(field.secret === true);
    if (empty.length > 0) {
      ok = false;
      for (const one of empty) reportEmpty(context, desired, one);
      continue;
    }
    if (staysUnknown(desired.value)) {
      ok = false;
      context.report({
        code: 'value-unknown',
        message: `${desired.name} depends on what only the server will know`,
        hint: 'apply the entries that it depends on first',
        place: desired.provenance.place,
        entry: desired.provenance.entry,
      });
      continue;
    }
    // An address that is null is cleared, by an empty one.
    const isCleared = desired.value === null && field.setter && !field.writeOnly;
    const accepted = accept(shapeFor(field, desired), isCleared ? '' : desired.value);
    if (accepted.ok) acceptedValues.set(desired.name, { ...desired, value: accepted.value });
    else {
      ok = false;
      for (const problem of accepted.problems) reportProblem(context, desired, problem);
    }
  }
  return ok ? acceptedValues : undefined;
}

/**
 * Whether a part of a value will still be unknown when it is written, even after the objects it depends on
 * have been created.
 */
function staysUnknown(value: Value): boolean {
  if (value instanceof Unknown) return !(value instanceof Later) && !(value instanceof NotRead);
  if (Array.isArray(value)) return value.some(staysUnknown);
  return isDict(value) && Object.values(value).some(staysUnknown);
}

/**
 * A field as its value sees it: one with a setter that is shown can be null, no message shows what must not be
 * shown.
 */
function shapeFor(field: Field, { provenance }: DesiredValue): Shape {
  const settable: Shape = field.setter && !field.writeOnly ? { ...field, nullable: true } : field;
  return provenance.from ? { ...settable, secret: true } : settable;
}

function reportEmpty(
  { report }: PlanContext,
  { name, provenance }: DesiredValue,
  { span, from }: Empty,
): void {
  report({
    code: 'secret-empty',
    message: `${name} is a secret, and ${from} is empty`,
    hint: 'give it the secret; to clear it on the server, write "" into the file',
    place: { file: provenance.place.file, span },
    entry: provenance.entry,
  });
}

function reportProblem(context: PlanContext, desired: DesiredValue, problem: Problem): void {
  context.report({
    code: problem.code,
    // The keys of a mapping are a part of the value.
    message: `${desired.name}${desired.provenance.from ? '' : pathText(problem.path)} ${problem.message}`,
    place: desired.placeOf(problem.path, problem.at),
    value: problem.at === undefined ? undefined : desired.placeOf(problem.path),
    entry: desired.provenance.entry,
  });
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
}
