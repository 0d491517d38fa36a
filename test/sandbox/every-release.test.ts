import { describe, expect, it } from 'vitest';
import { isAddress } from '../forms/is-address.ts';
import type { Field, Resource } from '../../src/catalog/model.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { ask, partsOf } from './start.ts';

/** A value for a required field, or undefined where only something more than a value would do. */
function valueFor(name: string, field: Field): unknown {
  if (field.references || field.format === 'uuid') return undefined;
  if (
    /certificate|key_data|expression|url|uri|host|path|content|metadata|service_account|config|delegated|credentials/.test(
      name,
    ) ||
    isAddress(field)
  )
    return undefined;
  if (field.enum) return field.enum[0];
  if (field.type === 'string') return 'every-release';
  if (field.type === 'integer' || field.type === 'number') return 7;
  if (field.type === 'boolean') return true;
  return undefined;
}

function bodyFor(model: Resource): Record<string, unknown> | undefined {
  const required = Object.entries(model.fields).filter(([, field]) => field.required && !field.readOnly);
  const values = required.map(([name, field]) => [name, valueFor(name, field)] as const);
  return values.every(([, value]) => value !== undefined) ? Object.fromEntries(values) : undefined;
}

/**
 * A login at a source or a device belongs to a user whom its API does not take, and a licence must be one:
 * real servers fail on them, too. An agent belongs to a user whom the document does not require: what a server
 * does without one was never recorded.
 */
const FAILS = /(connection|device|\.license|\.agent)$/;

describe.each(releases())('a sandbox of %s', (release) => {
  const parts = partsOf(release);
  const resources = Object.values(parts.catalog.models).filter(
    (model): model is Resource => model.kind === 'resource',
  );
  const start = (): ReturnType<typeof createSandbox> => createSandbox(parts);

  it('says that it is that release, and who asks', async () => {
    const sandbox = start();
    expect((await ask(sandbox, 'GET', '/admin/version/')).body['version_current']).toBe(
      parts.catalog.release,
    );
    expect(
      ((await ask(sandbox, 'GET', '/core/users/me/')).body['user'] as { is_superuser: boolean }).is_superuser,
    ).toBe(true);
  });

  it('reads every field that its document can write', () => {
    const unread = resources.flatMap(({ name, fields }) => {
      const own = parts.rules.models[name]?.serializer;
      return Object.entries(fields)
        .filter(
          ([, { readOnly, setter, importerOnly, grants }]) =>
            !readOnly && !setter && !importerOnly && !grants,
        )
        .filter(([field]) => own !== undefined && !(field in own))
        .map(([field]) => `${name}.${field}`);
    });
    expect(unread).toEqual([]);
  });

  it('lists every model of its document, with the fields of the document only', async () => {
    const sandbox = start();
    for (const model of resources) {
      const { status, body } = await ask(sandbox, 'GET', `${model.collection.path}?superuser_full_list=true`);
      expect([model.name, status]).toEqual([model.name, 200]);
      for (const row of body.results)
        expect(
          Object.keys(row).filter((name) => !(name in model.fields)),
          model.name,
        ).toEqual([]);
    }
  });

  it('makes, changes and deletes what needs nothing else', async () => {
    const sandbox = start();
    let made = 0;
    const wrong: string[] = [];
    for (const model of resources.filter(
      ({ actions }) => actions.create && actions.update && actions.delete,
    )) {
      const body = bodyFor(model);
      if (!body) continue;
      const created = await ask(sandbox, 'POST', model.collection.path, body);
      if (created.status === 400) continue;
      if (created.status === 405 && FAILS.test(model.name)) continue;
      if (created.status !== 201) {
        wrong.push(`${model.name}: ${created.status}`);
        continue;
      }
      const item = `${model.collection.path}${String(created.body[model.collection.key])}/`;
      const shown = (await ask(sandbox, 'GET', item)).body;
      for (const [name, value] of Object.entries(body))
        if (name in shown) expect([model.name, name, shown[name]]).toEqual([model.name, name, value]);
      expect((await ask(sandbox, 'DELETE', item)).status, model.name).toBe(204);
      expect((await ask(sandbox, 'GET', item)).status, model.name).toBe(404);
      made += 1;
    }
    expect(wrong).toEqual([]);
    expect(made).toBeGreaterThan(15);
  });
});
