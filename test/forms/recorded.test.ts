import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { hasUnknown, isDict, type Value } from '../../src/blueprint/value.ts';
import type { Json } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { accept } from '../../src/forms/accept.ts';
import { present } from '../../src/forms/schema.ts';
import { schemaErrors } from '../../src/schema/field-check.ts';
import { writtenValue } from '../../src/validate/present.ts';
import { hasShared, shared } from '../shared.ts';
import { serversOwn } from './known-differences.ts';
import type { Slot } from './slots.ts';

/*
 * Single attributes that the importer of a real 2023.2.3 was given, one blueprint each, with what it said of
 * them: the answer of the real serializer to a value.
 */

interface Recorded {
  readonly case: string;
  readonly ok: boolean;
  readonly blueprint: string;
  readonly errors?: Json;
}

/** A value that a field was given, and what the serializer said against it; empty: nothing. */
interface Verdict {
  readonly slot: Slot;
  readonly value: Value;
  readonly said: string;
}

const RELEASE = '2023.2';
const catalog = loadCatalog(RELEASE, () => undefined);

function* verdicts(): Generator<Verdict> {
  const lines = readFileSync(shared('data/oracle/2023.2.3/attributes.jsonl'), 'utf8').split('\n');
  for (const line of lines.filter((text) => text !== '')) {
    const recorded = JSON.parse(line) as Recorded;
    const [, name = ''] = recorded.case.replace('ID.', '').split('--');
    const file = { path: 'case.yaml', text: recorded.blueprint };
    const entry = parseBlueprint(file, () => undefined, { features: features(RELEASE) })?.entries.at(-1);
    const model = entry?.model.kind === 'scalar' ? catalog.models[entry.model.text] : undefined;
    const field = model?.kind === 'resource' ? model.fields[name] : undefined;
    const said = saidOf(recorded, name);
    if (!entry || model?.kind !== 'resource' || !field || said === undefined) continue;
    for (const part of ['identifiers', 'attrs'] as const)
      for (const pair of entry[part]?.pairs ?? []) {
        const written = writtenValue(pair.value);
        const isKeyed = part === 'identifiers' && isDict(written) && Object.hasOwn(written, 'pk');
        const value = isKeyed ? (written['pk'] ?? null) : written;
        if (pair.key === name && !hasUnknown(value)) yield { slot: { model, name, field }, value, said };
      }
  }
}

/** What was said of one attribute; undefined where the case was refused for something else. */
function saidOf({ ok, errors }: Recorded, name: string): string | undefined {
  if (ok) return '';
  const isByField = typeof errors === 'object' && errors !== null && !Array.isArray(errors);
  return isByField && name in errors ? JSON.stringify(errors[name]) : undefined;
}

describe.skipIf(!hasShared)('of a value, the forms say what the real serializers of 2023.2.3 said', () => {
  test('accept and the schema, each, but for known reasons', () => {
    const unknown: string[] = [];
    const counts: Record<string, number> = {};
    for (const { slot, value, said } of verdicts()) {
      const accepted = accept(slot.field, value);
      const problems = accepted.ok ? [] : accepted.problems;
      const errors = schemaErrors(slot.field, present(slot.field, value));
      expect(errors.length === 0, `${slot.model.name}.${slot.name}`).toBe(accepted.ok);
      const agrees = (said === '') === accepted.ok;
      const reason = agrees ? 'agreed' : serversOwn({ release: RELEASE, slot, value, problems, said });
      counts[reason ?? 'unknown'] = (counts[reason ?? 'unknown'] ?? 0) + 1;
      if (reason === undefined)
        unknown.push(
          `${slot.model.name}.${slot.name} ${JSON.stringify(value)}: ${said} ${problems[0]?.message ?? ''}`,
        );
    }
    console.log(`recorded attributes: ${JSON.stringify(counts, null, 1)}`);
    expect(unknown).toEqual([]);
    expect(counts['agreed']).toBeGreaterThan(5580);
  });
});
