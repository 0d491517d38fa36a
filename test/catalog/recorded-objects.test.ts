import { describe, expect, test } from 'vitest';
import type { Field, Json } from '../../src/catalog/model.ts';
import { hasShared } from '../shared.ts';
import { exchanges, isObject, resourceAt, shownObjects } from './recordings.ts';

/** What is wrong with a value as an answer for this field; '' when nothing is. */
function fault(field: Omit<Field, 'required'>, value: Json): string {
  if (value === null) return field.nullable || field.type === 'json' ? '' : 'null';
  if (field.enum && !field.enum.includes(value as string))
    return `${JSON.stringify(value)} is not one of ${field.enum.join(', ')}`;
  switch (field.type) {
    case 'json':
      return '';
    case 'array':
      return Array.isArray(value)
        ? value
            .map((item) => (field.items ? fault(field.items, item) : ''))
            .filter(Boolean)
            .join('; ')
        : 'no list';
    case 'object':
      return isObject(value) ? '' : 'no object';
    case 'integer':
      return Number.isInteger(value) ? '' : 'no integer';
    default:
      return typeof value === field.type ? '' : `no ${field.type}`;
  }
}

describe.skipIf(!hasShared)('every object that a real server showed', () => {
  const objects = [...shownObjects()];

  test('is of a resource of the catalog, and there are many', () => {
    expect(objects.length).toBeGreaterThan(450);
    expect(new Set(objects.map(({ model }) => model.name)).size).toBeGreaterThan(40);
  });

  test('has the fields of the catalog and no others', () => {
    const faults = new Set<string>();
    for (const { model, row, seen } of objects) {
      for (const name of Object.keys(row))
        if (!model.fields[name] || (model.fields[name].writeOnly && !model.fields[name].setter))
          faults.add(`${model.name}.${name}: ${seen}`);
      for (const [name, field] of Object.entries(model.fields))
        if (!field.writeOnly && !field.readOnly && !(name in row))
          faults.add(`${model.name}.${name} is not shown: ${seen}`);
    }
    expect([...faults]).toEqual([]);
  });

  test('has values of the types, choices and nullability of the catalog', () => {
    const faults = new Map<string, string>();
    for (const { model, row, seen } of objects) {
      for (const [name, value] of Object.entries(row)) {
        const about = model.fields[name];
        // The document does not say which of the values that the server derives may be null.
        const found = about && !(about.readOnly && value === null) && fault(about, value);
        if (found) faults.set(`${model.name}.${name}`, `${found} (${seen})`);
      }
    }
    expect(Object.fromEntries(faults)).toEqual({});
  });
});

describe.skipIf(!hasShared)('what a real server answers to a create', () => {
  const creates = exchanges.filter(
    ({ method, path }) => method === 'POST' && resourceAt(path)?.one === false,
  );

  test('names as required exactly the required fields that were left out', () => {
    let seen = 0;
    for (const { path, status, request_body: body, response_body: answer, name } of creates) {
      const model = resourceAt(path)?.model;
      if (status !== 400 || !isObject(answer) || !isObject(body) || !model) continue;
      const missed = Object.entries(answer)
        .filter(([, texts]) => JSON.stringify(texts) === '["This field is required."]')
        .map(([field]) => field);
      if (missed.length === 0) continue;
      seen += 1;
      // What the server crashes on instead of naming it is required, too, but not named.
      const left = Object.entries(model.fields)
        .filter(([field, about]) => about.required && !(field in body))
        .map(([field]) => field);
      expect(
        left.filter((field) => !['action', 'issuer', 'user_fields', 'kubeconfig'].includes(field)).sort(),
        name,
      ).toEqual(missed.sort());
    }
    expect(seen).toBeGreaterThan(25);
  });

  test('is never a success when a required field is left out', () => {
    for (const { path, status, request_body: body, name } of creates) {
      const model = resourceAt(path)?.model;
      if (status !== 201 || !isObject(body) || !model) continue;
      expect(
        Object.entries(model.fields)
          .filter(([field, about]) => about.required && !(field in body))
          .map(([field]) => field),
        name,
      ).toEqual([]);
    }
  });

  test('shows the defaults of the catalog for what was left out', () => {
    const faults = new Map<string, string>();
    let seen = 0;
    for (const { path, status, request_body: body, response_body: answer, name, number } of creates) {
      const model = resourceAt(path)?.model;
      if (status !== 201 || !isObject(body) || !isObject(answer) || !model) continue;
      for (const [field, about] of Object.entries(model.fields)) {
        if (
          field in body ||
          about.default === undefined ||
          !(field in answer) ||
          about.forms?.includes('adds')
        )
          continue;
        seen += 1;
        if (JSON.stringify(answer[field]) !== JSON.stringify(about.default))
          faults.set(
            `${model.name}.${field}`,
            `${JSON.stringify(answer[field])}, not ${JSON.stringify(about.default)} (${number} ${name})`,
          );
      }
    }
    expect(Object.fromEntries(faults)).toEqual({});
    expect(seen).toBeGreaterThan(300);
  });

  test('has a default or a generated value in the catalog for every writable field that was left out', () => {
    const unknown = new Map<string, string>();
    for (const { path, status, request_body: body, response_body: answer, name } of creates) {
      const model = resourceAt(path)?.model;
      if (status !== 201 || !isObject(body) || !isObject(answer) || !model) continue;
      for (const [field, about] of Object.entries(model.fields)) {
        if (
          field in body ||
          about.readOnly ||
          about.setter ||
          about.default !== undefined ||
          about.generated ||
          !(field in answer)
        )
          continue;
        unknown.set(`${model.name}.${field}`, `${JSON.stringify(answer[field])} (${name})`);
      }
    }
    expect(Object.fromEntries(unknown)).toEqual({});
  });

  test('refuses as taken exactly what the catalog says is unique', () => {
    let seen = 0;
    for (const { path, method, status, request_body: body, response_body: answer, name } of exchanges) {
      const at = resourceAt(path);
      if (status !== 400 || (method === 'POST' && at?.one) || !isObject(answer) || !isObject(body) || !at)
        continue;
      for (const [field, texts] of Object.entries(answer)) {
        const text = JSON.stringify(texts);
        const rule =
          /The fields (.*) must make a unique set/.exec(text)?.[1]?.split(', ') ??
          (/already exists|must be unique/.test(text) ? [field] : undefined);
        if (!rule) continue;
        seen += 1;
        expect(
          at.model.unique.map(({ fields }) => fields.join()),
          name,
        ).toContain(rule.join());
      }
    }
    expect(seen).toBeGreaterThan(15);
  });

  test('shows text without white space at its ends where the catalog says that it is trimmed, and only there', () => {
    const faults: string[] = [];
    let trimmed = 0;
    for (const { path, method, status, request_body: body, response_body: answer, name } of exchanges) {
      const at = resourceAt(path);
      if (
        !['POST', 'PATCH', 'PUT'].includes(method) ||
        status > 201 ||
        !isObject(body) ||
        !isObject(answer) ||
        !at
      )
        continue;
      for (const [field, sent] of Object.entries(body)) {
        const about = at.model.fields[field];
        if (
          typeof sent !== 'string' ||
          sent === sent.trim() ||
          typeof answer[field] !== 'string' ||
          !about ||
          about.readOnly
        )
          continue;
        trimmed += 1;
        if ((answer[field] === sent.trim()) !== (about.trim === true))
          faults.push(`${at.model.name}.${field} (${name})`);
      }
    }
    expect(faults).toEqual([]);
    expect(trimmed).toBeGreaterThan(0);
  });
});
