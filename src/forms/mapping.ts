import { dict, isDict, type Dict } from '../blueprint/value.ts';
import type { Field, Shape } from '../catalog/model.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Accepted, Comparing, Form, Problem, Within } from './form.ts';
import { ANY_JSON, jsonProblems } from './json.ts';
import { isStorable, plainJson } from './plain.ts';
import { wrongKind } from './problem.ts';

/**
 * A mapping of JSON, or one whose members are known. Of the latter, the server drops keys that the document
 * does not have (recording "b oauth2 redirect_uris extra key").
 */
export const mapping: Form = {
  name: 'mapping',
  of: ({ type }) => type === 'object',
  schema: (field, part) => ({
    type: 'object',
    properties:
      field.members &&
      Object.fromEntries(Object.entries(field.members).map(([name, member]) => [name, part(member)])),
    required: field.members && requiredOf(field.members),
    additionalProperties: ANY_JSON,
  }),
  editorSchema: () => ({ type: 'object' }),
  present: (field, value, part) => {
    if (!isDict(value) || !Object.keys(value).every(isStorable)) return plainJson(value);
    const parts = Object.entries(value).map(([key, item]): [string, unknown] => {
      const member = memberOf(field, key);
      return [key, member ? part(member, item) : plainJson(item)];
    });
    return Object.fromEntries(parts);
  },
  accept: (field, value, within) =>
    isDict(value) ? acceptMembers(field, value, within) : wrongKind('a mapping', value, within),
  normal: (field, value, comparing) =>
    isDict(value) && field.members ? normalMembers(field, value, comparing) : canonicalJson(value),
  words: () => 'a mapping',
  plural: 'mappings',
};

function memberOf(field: Shape, key: string): Field | undefined {
  return field.members && Object.hasOwn(field.members, key) ? field.members[key] : undefined;
}

function requiredOf(members: NonNullable<Shape['members']>): string[] {
  return Object.keys(members).filter((name) => members[name]?.required);
}

function acceptMembers(field: Shape, value: Dict, within: Within): Accepted {
  const { path } = within;
  const kept = dict();
  const problems: Problem[] = requiredOf(field.members ?? {})
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ code: 'attribute-type', message: `needs ${name}`, path }));
  for (const [key, item] of Object.entries(value)) {
    const member = memberOf(field, key);
    const accepted: Accepted = member
      ? within.part(member, item, key)
      : acceptJson({ [key]: item }, key, path);
    if (accepted.ok) kept[key] = accepted.value;
    else problems.push(...accepted.problems);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: kept };
}

/** Any JSON under a key that the mapping has no member for. */
function acceptJson(pair: Dict, key: string, path: Problem['path']): Accepted {
  const problems = jsonProblems(pair, path);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: pair[key] ?? null };
}

/** A member that is left out is what the server fills in for it. */
function normalMembers(field: Shape, value: Dict, { part }: Comparing): string | undefined {
  const parts: string[] = [];
  const { members = {} } = field;
  const filled = Object.keys(members).filter((name) => members[name]?.default !== undefined);
  for (const name of [...new Set([...Object.keys(value), ...filled])].sort()) {
    const member = memberOf(field, name);
    if (!member) continue;
    const normal = part(member, (Object.hasOwn(value, name) ? value[name] : member.default) ?? null);
    if (normal === undefined) return undefined;
    parts.push(`${JSON.stringify(name)}:${normal}`);
  }
  return `{${parts.join(',')}}`;
}
