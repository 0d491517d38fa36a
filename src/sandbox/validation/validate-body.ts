import type { Json } from '../../catalog/model.ts';
import type { SandboxField } from '../sandbox-field.ts';
import { invalid } from '../response.ts';
import type { CheckName, FormName } from '../behaviour/validation-rules.ts';
import { FORMS } from './check-form.ts';
import { METHODS } from './check-method.ts';
import { bad, type Checked, type FieldContext, type Values, type Write } from './context.ts';
import { checkReference, checkReferences, parseUuid } from './relation.ts';
import { checkBoolean, checkChoice, checkDate, checkFloat, checkInteger, typeOfPython } from './scalar.ts';
import { checkAddress, checkEmailField, checkSlug, checkText, checkUrlField } from './text.ts';
import { findTaken } from './unique.ts';
import { checkMethods } from './validate-object.ts';

/**
 * The values that a body sets, field by field, as the framework's serializer reads them; refuses with 400 and
 * every field's errors.
 */
export function validateBody(write: Write, raw: Json): { readonly values: Values; readonly body: Values } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw invalid({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeOfPython(raw)}.`],
    });
  const values: Record<string, Json> = {};
  const errors: Record<string, Json> = {};
  for (const field of write.model.fields) {
    if (field.readOnly) continue;
    const given = raw[field.name];
    if (given === undefined) {
      if (write.partial) continue;
      if (field.required) errors[field.name] = ['This field is required.'];
      else if (field.fallback !== undefined) values[field.name] = field.fallback;
      continue;
    }
    const checked = checkField({ ...write, field, body: raw }, given);
    if ('errors' in checked) errors[field.name] = checked.errors;
    else values[field.name] = checked.value;
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { values, body: raw };
}

function checkField(context: FieldContext, raw: Json): Checked {
  const { field } = context;
  // The framework takes an empty text for no link.
  const given = raw === '' && field.to !== undefined && !field.list ? null : raw;
  if (given === null) return field.allowNull ? { value: null } : bad('This field may not be null.');
  const checked = READERS[field.type]?.(context, given) ?? { value: given };
  if ('errors' in checked) return checked;
  const { value } = checked;
  const errors: Json[] = field.checks.flatMap((name) =>
    isForm(name) && (value !== '' || name === 'dictionary') ? (FORMS[name](value, context) ?? []) : [],
  );
  const taken = findTaken(context, value);
  if (taken !== undefined) errors.push(taken);
  // Methods of the serializer see only what all validators took.
  if (errors.length === 0)
    errors.push(
      ...field.checks.flatMap((name) => (isForm(name) ? [] : (METHODS[name](value, context) ?? []))),
    );
  if (errors.length > 0) return { errors };
  const wrong = checkMethods(context, value);
  return wrong === undefined ? checked : { errors: wrong };
}

const isForm = (name: CheckName): name is FormName => name in FORMS;

type Reader = (context: FieldContext, raw: Json) => Checked;

/** How each class of the framework reads a value. */
const READERS: Readonly<Record<string, Reader>> = {
  CharField: ({ field }, raw) => checkText(field, raw),
  SlugField: ({ field }, raw) => checkSlug(field, raw),
  URLField: ({ field, release }, raw) => checkUrlField(field, raw, release.behaviour.addresses),
  EmailField: ({ field, release }, raw) => checkEmailField(field, raw, release.behaviour.addresses),
  IPAddressField: ({ field }, raw) => checkAddress(field, raw),
  BooleanField: (_, raw) => checkBoolean(raw),
  IntegerField: ({ field }, raw) => checkInteger(field, raw),
  ChoiceField: ({ field }, raw) => checkChoice(field, raw),
  DateTimeField: (_, raw) => checkDate(raw),
  UUIDField: (_, raw) => {
    const uuid = parseUuid(typeof raw === 'string' ? raw : (numberAsHex(raw) ?? ''));
    return uuid === undefined ? bad('Must be a valid UUID.') : { value: uuid };
  },
  PrimaryKeyRelatedField: (context, raw) => checkReference(context, context.field.to ?? '', raw),
  PolicyBindingModelForeignKey: (context, raw) => checkReference(context, context.field.to ?? '', raw),
  ManyRelatedField: (context, raw) => checkReferences(context, context.field.to ?? '', raw),
  ListField: ({ field }, raw) => checkList(field, raw),
  ListSerializer: ({ field, partial }, raw) => checkObjects(field, raw, partial),
  JSONDictField: (_, raw) =>
    typeOfPython(raw) === 'dict'
      ? { value: raw }
      : bad('Value must be a dictionary, and not have any duplicate keys.'),
  FloatField: (_, raw) => checkFloat(raw),
};

/** The 128 bits that Python's UUID(int=…) takes, as digits; true and false are numbers to it. */
function numberAsHex(raw: Json): string | undefined {
  if (typeof raw === 'boolean') return numberAsHex(Number(raw));
  if (typeof raw !== 'bigint' && !Number.isInteger(raw)) return undefined;
  const bits = BigInt(raw as number | bigint);
  return bits < 0n || bits >= 1n << 128n ? undefined : bits.toString(16).padStart(32, '0');
}

function checkList(field: SandboxField, raw: Json): Checked {
  if (!Array.isArray(raw)) return bad(`Expected a list of items but got type "${typeOfPython(raw)}".`);
  if (raw.length === 0 && !field.allowEmpty) return bad('This list may not be empty.');
  const errors: Record<string, Json> = {};
  const values: Json[] = [];
  for (const [index, item] of raw.entries()) {
    // The framework cuts white space off the items of a list, whatever the list itself is.
    const checked = checkItem({ ...field, trim: true, allowBlank: false }, item);
    if ('errors' in checked) errors[String(index)] = checked.errors;
    else values.push(checked.value);
  }
  return Object.keys(errors).length > 0 ? { errors } : { value: values };
}

/** An item of a list, or a member of an object in a list. */
function checkItem(field: SandboxField, raw: Json): Checked {
  if (raw === null) return bad('This field may not be null.');
  if (field.choices) return checkChoice(field, raw);
  return field.numbers ? checkInteger(field, raw) : checkText(field, raw);
}

/**
 * A list of objects with fields of their own. The errors of each object stand at its position; fields that it
 * may not have are dropped.
 */
function checkObjects({ members = {} }: SandboxField, raw: Json, partial: boolean): Checked {
  if (!Array.isArray(raw))
    return {
      errors: { non_field_errors: [`Expected a list of items but got type "${typeOfPython(raw)}".`] },
    };
  const errors: Json[] = [];
  const values: Json[] = [];
  for (const item of raw) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      errors.push({
        non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeOfPython(item)}.`],
      });
      continue;
    }
    const wrong: Record<string, Json> = {};
    const kept: Record<string, Json> = {};
    for (const [name, member] of Object.entries(members)) {
      const given = item[name];
      if (given === undefined) {
        if (partial) continue;
        if (member.required) wrong[name] = ['This field is required.'];
        else if (member.fallback !== undefined) kept[name] = member.fallback;
        continue;
      }
      const checked = checkItem(member, given);
      if ('errors' in checked) wrong[name] = checked.errors;
      else kept[name] = checked.value;
    }
    errors.push(wrong);
    values.push(kept);
  }
  return errors.some((one) => Object.keys(one as object).length > 0) ? { errors } : { value: values };
}
