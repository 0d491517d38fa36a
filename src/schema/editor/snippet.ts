import type { Resource } from '../../catalog/model.ts';

/**
 * The snippet for a new entry of a model: the fields that identify an object, and those that a create
 * requires.
 */
export function entrySnippet(model: Resource): {
  readonly label: string;
  readonly description: string;
  readonly body: unknown;
} {
  const names = namingFields(model);
  const required = Object.entries(model.fields)
    .filter(([name, field]) => field.required && !field.readOnly && !names.includes(name))
    .map(([name]) => name);
  let stop = 0;
  const place = (name: string): string => {
    stop += 1;
    const field = model.fields[name];
    const choices = field?.enum ?? [];
    if (choices.length > 0) return `\${${stop}|${choices.join(',')}|}`;
    return `\${${stop}:${field?.references ? '!KeyOf id' : name}}`;
  };
  const body = {
    model: model.name,
    identifiers: Object.fromEntries(names.map((name) => [name, place(name)])),
    attrs: Object.fromEntries(required.map((name) => [name, place(name)])),
  };
  return {
    label: model.name,
    description: `a new ${model.label}`,
    body: required.length > 0 ? body : { model: body.model, identifiers: body.identifiers },
  };
}

/**
 * The fields that identify an object: the first unique set that can be written; else a name; else the
 * required fields.
 */
function namingFields(model: Resource): readonly string[] {
  const writable = (name: string): boolean =>
    name in model.lookups && model.fields[name] !== undefined && !model.fields[name].readOnly;
  const unique = model.unique
    .map(({ fields }) => fields)
    .filter((fields) => fields.every(writable) && !fields.includes('managed'));
  const named =
    unique.find((fields) => fields.every((name) => model.fields[name]?.required)) ??
    unique.find((fields) => fields.includes('name'));
  if (named) return named;
  if (writable('name')) return ['name'];
  const required = Object.keys(model.fields).filter((name) => model.fields[name]?.required && writable(name));
  return required.length > 0 ? required : (unique[0] ?? ['pk']);
}
