import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { hasShared, shared } from '../shared.ts';
import { catalog, check, list, shipped } from './setup.ts';

type Dump = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;

/** The initial setup of a server without administrator is not among our defaults (blueprints/README.md). */
const LEFT_OUT = /oobe|initial-setup/;

/*
 * Other people's blueprints look default objects up by slug, name and managed name, and put steps between
 * default steps. So the names and the order of ours must be those of a fresh server, as recorded; texts and
 * expressions are our own.
 */
describe.skipIf(!hasShared)('the defaults are found under the names of a fresh 2023.2.3 server', () => {
  const fresh = hasShared
    ? (JSON.parse(readFileSync(shared('data/oracle/2023.2.3/base-fresh.json'), 'utf8')) as Dump)
    : {};
  const wanted = Object.entries(fresh)
    .flatMap(([model, rows]) => Object.keys(rows).map((key) => ({ model, key, row: rows[key] ?? {} })))
    .filter(({ key }) => !LEFT_OUT.test(key));

  it('every flow, stage, prompt, policy, mapping, rule, transport and tenant', async () => {
    const { sandbox } = await openSandbox({ seed: 'default' }, { ...processIo(false), env: {} });
    const missing: string[] = [];
    let compared = 0;
    for (const { model, key } of wanted) {
      const known = catalog.models[model];
      const [field = '', value] = key.includes(',') ? [] : key.split('=');
      if (known?.kind !== 'resource' || value === undefined) continue;
      compared += 1;
      const rows = await list(sandbox, known.collection.path.replace(/^\/|\/$/g, ''));
      if (!rows.some((row) => row[field] === value)) missing.push(`${model} ${key}`);
    }
    expect(missing).toEqual([]);
    expect(compared).toBeGreaterThan(60);
  });

  it('every step at its place in its flow, and evaluated when it is on a fresh server', async () => {
    const { sandbox } = await openSandbox({ seed: 'default' }, { ...processIo(false), env: {} });
    const flows = new Map((await list(sandbox, 'flows/instances')).map((flow) => [flow['pk'], flow['slug']]));
    const ours = (await list(sandbox, 'flows/bindings')).map((binding) => {
      const stage = binding['stage_obj'] as { name: string };
      return `${String(flows.get(binding['target']))} ${String(binding['order'])} ${stage.name} ${String(binding['re_evaluate_policies'])}`;
    });
    const theirs = wanted
      .filter(({ model }) => model === 'authentik_flows.flowstagebinding')
      .map(
        ({ row }) =>
          `${after(row['target'])} ${String(row['order'])} ${after(row['stage'])} ${String(row['re_evaluate_policies'])}`,
      );
    expect(ours.sort()).toEqual(theirs.sort());
    expect(theirs.length).toBeGreaterThan(10);
  });

  it('every blueprint that metaapplyblueprint may name', () => {
    const names = check(shipped('default')).blueprints.map((blueprint) => blueprint.name);
    const theirs = wanted
      .filter(
        ({ model, row }) =>
          model === 'authentik_blueprints.blueprintinstance' && !/^migrations|oobe/.test(String(row['path'])),
      )
      .map(({ row }) => String(row['name']));
    expect(names.sort()).toEqual(theirs.sort());
    expect(theirs.length).toBeGreaterThan(10);
  });
});

/** The value in `model:field=value`. */
function after(reference: Json | undefined): string {
  return String(reference).replace(/^.*=/, '');
}
