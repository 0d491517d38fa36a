import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { loadCatalog, releases } from '../../src/cli/catalogs.ts';
import { FIELD_CHECKS } from '../../src/sandbox/behaviour/checks/field-checks.ts';
import { CRASHES, OBJECT_CHECKS } from '../../src/sandbox/behaviour/checks/object-checks.ts';
import { modelTable } from '../../src/sandbox/model-table.ts';
import { COMPUTED } from '../../src/sandbox/render/computed.ts';
import { hasShared, shared } from '../shared.ts';
import { partsOf } from './start.ts';

/** Fields that only a place inside another object shows. */
const INNER = ['group_uuid'];

describe.each(['2023.2.3', '2025.12.4'])('the behaviour table of %s', (patch) => {
  const { behaviour, catalog, rules } = partsOf(patch);
  const table = modelTable({ catalog, rules, behaviour });
  const models = [...table.models.values()];
  const knows = (name: string, field: string): boolean =>
    name === '*' ||
    INNER.includes(field) ||
    table
      .concrete(name)
      .some(
        (kind) =>
          table.models.get(kind)?.fields.some((one) => one.name === field) ??
          table.bases.get(kind)?.fields?.includes(field),
      ) ||
    table.concrete(name).some((kind) => field in (table.models.get(kind)?.columns ?? {}));

  it('names models and fields that exist', () => {
    const rows = [
      ...behaviour.derived,
      ...behaviour.checks,
      ...behaviour.unique,
      ...behaviour.generated,
      ...behaviour.effects,
      ...behaviour.mirrors,
    ];
    expect(
      rows.filter((row) => !knows(row.model, row.field)).map((row) => `${row.model}.${row.field}`),
    ).toEqual([]);
    expect(
      [...behaviour.validators, ...behaviour.crashes, ...behaviour.titles]
        .map((row) => row.model)
        .filter((name) => table.concrete(name).length === 0),
    ).toEqual([]);
    expect(
      behaviour.derived
        .flatMap(({ how }) => (how.kind === 'computed' ? how.name : []))
        .filter((name) => !(name in COMPUTED)),
    ).toEqual([]);
  });

  it('says where every shown field comes from: a column or a rule', () => {
    const missing = models.flatMap((model) =>
      model.fields
        .filter(
          (field) =>
            !field.writeOnly &&
            !(field.name in model.columns) &&
            field.name !== behaviour.wellKnown.targetId &&
            !behaviour.derived.some(
              (rule) =>
                rule.field === field.name &&
                (rule.model === '*' || table.lineage(model.name).includes(rule.model)),
            ),
        )
        .map((field) => `${model.name}.${field.name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has a text for every unique column that the API writes', () => {
    const missing = models.flatMap((model) =>
      model.fields
        .filter(
          (field) =>
            !field.readOnly &&
            model.columns[field.name]?.unique &&
            !behaviour.unique.some(
              (rule) => rule.field === field.name && table.lineage(model.name).includes(rule.model),
            ),
        )
        .map((field) => `${model.name}.${field.name}`),
    );
    expect(missing).toEqual([]);
  });

  it('makes every value that the server makes by a function', () => {
    const missing = models.flatMap((model) =>
      Object.entries(model.columns)
        .filter(
          ([name, column]) =>
            column.generated &&
            !column.many &&
            !['JSONField', 'ArrayField', 'UUIDField', 'DateTimeField'].includes(column.type) &&
            !behaviour.generated.some(
              (rule) => rule.field === name && table.lineage(model.name).includes(rule.model),
            ),
        )
        .map(([name]) => `${model.name}.${name}`),
    );
    expect(missing).toEqual([]);
  });

  it.skipIf(!hasShared)('says of every row where it was seen', () => {
    // What both releases share was seen on one of them.
    const recordings = patch === '2023.2.3' ? [patch] : [patch, '2023.2.3'];
    const names = new Set(
      recordings.flatMap((one) =>
        readFileSync(shared(`data/contract/${one}.jsonl`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { name: string }).name),
      ),
    );
    const rows = Object.values(behaviour).flatMap((part: unknown) =>
      Array.isArray(part) ? (part as { seen: string }[]) : [],
    );
    // A release and a file of its sources, or one of these.
    const other =
      /^(20\d\d\.\d+: authentik\/[\w/]+\.py$|OpenAPI document|model-fields|tools\/rest_dump\.py|as )/;
    const unknown = rows
      .map(({ seen }) => seen)
      .filter((seen) => {
        const state = /^state ([\w-]+)/.exec(seen)?.[1];
        const oracle = /^oracle ([\w-]+)/.exec(seen)?.[1];
        if (state !== undefined)
          return !recordings.some((one) => existsSync(shared(`data/state/${one}/${state}.json`)));
        if (oracle !== undefined)
          return !['outcomes/', ''].some((folder) =>
            existsSync(shared(`data/oracle/2023.2.3/${folder}${oracle}.json`)),
          );
        return (
          !other.test(seen) &&
          ![...names].some(
            (name) => seen === name || (seen.startsWith(name) && /^[,;:]/.test(seen.slice(name.length))),
          )
        );
      });
    expect(unknown).toEqual([]);
    expect(rows.length).toBeGreaterThan(150);
  });
});

test('the checks of all releases are of models and fields that a release has', () => {
  const known = new Set(
    releases().flatMap((release) => {
      const { models } = loadCatalog(release, () => undefined);
      return Object.values(models).flatMap((model) => [
        model.name,
        ...(model.kind === 'base' ? model.concrete : [model.name])
          .map((name) => models[name])
          .flatMap((one) => (one?.kind === 'resource' ? Object.keys(one.fields) : []))
          .map((field) => `${model.name}.${field}`),
      ]);
    }),
  );
  expect(
    FIELD_CHECKS.map(({ model, field }) => `${model}.${field}`).filter((name) => !known.has(name)),
  ).toEqual([]);
  expect([...OBJECT_CHECKS, ...CRASHES].filter(({ model }) => !known.has(model))).toEqual([]);
});
