import { describe, expect, test } from 'vitest';
import type { Catalog, Json } from '../../src/catalog/model.ts';
import { loadCatalog, newestRelease } from '../../src/cli/catalogs.ts';
import { accept } from '../../src/forms/accept.ts';
import { present } from '../../src/forms/schema.ts';
import { schemaErrors } from '../../src/schema/field-check.ts';
import { planWith } from '../plan/setup.ts';
import { sample as sampleOf } from '../random-cases.ts';
import { ask, partsOf, startSandbox } from '../sandbox/start.ts';
import { knownReason } from './known-differences.ts';
import { blueprintOf, readBack, type Slot, slotsOf } from './slots.ts';
import { valuesFor } from './values.ts';

/*
 * Four answers to one question: what the JSON Schema says of a value (`validate` checks with it), what
 * `accept` says (`plan` stores by it), what a plan reports, and what the sandbox answers, which knows nothing
 * of the forms. They are asked about every field that can be written, in four releases.
 */

const RELEASES = ['2023.2', '2024.10', '2025.12', newestRelease()];
const catalogOf = (release: string): Catalog => loadCatalog(release, () => undefined);

/** A random value for every field of a release, as many times as `rounds`. */
function sample(catalog: Catalog, rounds: number): [Slot, Json][] {
  return slotsOf(catalog).flatMap((slot) =>
    sampleOf(`${slot.model.name}.${slot.name}`, valuesFor(slot.field), rounds).map((value): [Slot, Json] => [
      slot,
      value,
    ]),
  );
}

function shown({ model, name }: Slot, value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
  return `${model.name}.${name} ${text}`;
}

describe.each(RELEASES)('in %s', (release) => {
  const catalog = catalogOf(release);

  test('the schema refuses a value exactly where accept does', () => {
    const values = sample(catalog, 30);
    const read = readBack(catalog, blueprintOf(values));
    expect(read).toHaveLength(values.length);
    const differ = values.flatMap(([slot], index) => {
      const value = read[index] ?? null;
      const errors = schemaErrors(slot.field, present(slot.field, value));
      const accepted = accept(slot.field, value);
      const refused = accepted.ok ? [] : accepted.problems.map(({ path }) => path.map(String).join('/'));
      const said = [...new Set(errors.map(({ path }) => path.join('/')))].sort();
      const own = [...new Set(refused)].sort();
      return said.join() === own.join()
        ? []
        : [`${shown(slot, value)}: schema [${said.join()}], accept [${own.join()}]`];
    });
    expect(differ).toEqual([]);
  });

  test('a plan reports exactly what accept says', () => {
    const values = sample(catalog, 3).filter(
      ([{ name, field }]) => name !== 'pk' && !field.setter && field.writtenAs === undefined,
    );
    const text = blueprintOf(values);
    const read = readBack(catalog, text);
    const { diagnostics } = planWith([text], {}, { catalog });
    const told = new Map<number, string[]>();
    for (const { entry, code, message } of diagnostics)
      if (/^attribute-(type|enum|null|format)$/.test(code) && entry)
        told.set(entry.index, [...(told.get(entry.index) ?? []), message]);
    const differ = values.flatMap(([slot], index) => {
      const accepted = accept(slot.field, read[index] ?? null);
      const problems = accepted.ok ? [] : accepted.problems;
      const plan = told.get(index) ?? [];
      const agrees =
        plan.length === problems.length &&
        problems.every(({ message }, at) => plan[at]?.startsWith(slot.name) && plan[at].endsWith(message));
      return agrees ? [] : [`${shown(slot, read[index])}: ${plan.join('; ')} | ${JSON.stringify(problems)}`];
    });
    expect(differ).toEqual([]);
  });

  test('the sandbox refuses what accept refuses, but for known reasons', async () => {
    const sandbox = startSandbox(partsOf(release));
    const start = sandbox.snapshot();
    const values = sample(catalog, 4).filter(([slot]) => isTaken(slot));
    const read = readBack(catalog, blueprintOf(values));
    const unknown: string[] = [];
    let agreed = 0;
    for (const [index, [slot, value]] of values.entries()) {
      const { model, name, field } = slot;
      const { status, body } = await ask(sandbox, 'POST', model.collection.path, { [name]: value });
      sandbox.restore(start);
      if (status !== 400 && status !== 201) continue;
      const said = status === 400 && name in body ? JSON.stringify(body[name]) : '';
      const accepted = accept(field, read[index] ?? null);
      const problems = accepted.ok ? [] : accepted.problems;
      if ((said === '') === accepted.ok) agreed += 1;
      else if (knownReason({ release, slot, value, problems, said }) === undefined)
        unknown.push(`${shown(slot, value)}: sandbox ${said}, accept ${problems[0]?.message ?? 'takes it'}`);
    }
    console.log(`${release}: accept and the sandbox agree on ${agreed} of ${values.length} values`);
    expect(unknown).toEqual([]);
    expect(agreed).toBeGreaterThan(values.length / 2);
  });
});

/** Whether a body may have the field: pictures, permissions and second names have endpoints of their own. */
function isTaken({ model, field }: Slot): boolean {
  return model.actions.create && !field.setter && field.writtenAs === undefined && !field.grants;
}
