import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTags } from '../../src/blueprint/check-tags.ts';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { evaluateNode } from '../../src/blueprint/evaluate.ts';
import { features } from '../../src/blueprint/features.ts';
import { toJson, type JsonValue } from '../../src/blueprint/json.ts';
import { mergeContext, mergeIdentifiers } from '../../src/blueprint/merge.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import type { Blueprint } from '../../src/blueprint/blueprint.ts';
import { dict, type Dict } from '../../src/blueprint/value.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { hasShared, shared } from '../shared.ts';
import { shown } from './read.ts';

interface Outcome {
  readonly case: string;
  readonly context: Dict;
  readonly env: Record<string, string>;
  readonly setup: object;
  readonly ok: boolean;
  readonly phase: string;
  readonly errors: readonly { entry_index?: number; error?: string }[];
  readonly diff: { readonly created: Record<string, Record<string, Record<string, JsonValue>>> } | null;
  readonly source_file: string;
}

const RELEASE = features('2023.2.3');
const outcomes = (prefix: string): Outcome[] =>
  !hasShared
    ? []
    : readdirSync(shared('data/oracle/2023.2.3/outcomes'))
        .filter((name) => name.startsWith(prefix))
        .map(
          (name) =>
            JSON.parse(readFileSync(shared(`data/oracle/2023.2.3/outcomes/${name}`), 'utf8')) as Outcome,
        );
const probes = outcomes('probe__');

function read(path: string): { blueprint: Blueprint | undefined; collector: Collector } {
  const collector = new Collector();
  const file = decodeFile(path, readFileSync(path), collector.report);
  const blueprint = file && parseBlueprint(file, collector.report, { features: RELEASE });
  if (blueprint) checkTags(blueprint, RELEASE, collector.report);
  return { blueprint, collector };
}

/** What each entry writes, references given as texts; undefined for an entry that fails. */
function evaluate(blueprint: Blueprint, outcome: Outcome, collector: Collector): (Dict | undefined)[] {
  return blueprint.entries.map((entry) => {
    const parts = [entry.attrs, entry.identifiers].map((node) =>
      node
        ? evaluateNode(node, {
            file: blueprint.file,
            features: RELEASE,
            report: collector.report,
            context: mergeContext(blueprint.context, outcome.context),
            position: 'value',
            env: (name) => outcome.env[name],
            keyOf: () => ({ ok: true, value: 'key' }),
            find: () => ({ ok: true, value: 'key' }),
          })
        : { ok: true as const, value: dict() },
    );
    const [attrs, identifiers] = parts;
    return attrs?.ok && identifiers?.ok
      ? mergeIdentifiers(attrs.value as Dict, identifiers.value as Dict)
      : undefined;
  });
}

function files(folder: string): string[] {
  return !hasShared
    ? []
    : readdirSync(shared(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => join(shared(folder), name));
}

describe.skipIf(!hasShared)("the real importer's verdict", () => {
  it.each(probes.filter(({ phase }) => phase === 'load').map((outcome) => [outcome.case, outcome] as const))(
    '%s cannot be loaded',
    (_, outcome) => {
      const { collector } = read(shared(`data/oracle/2023.2.3/${outcome.source_file}`));
      // An empty file is nothing to do for us: only that is no error.
      expect(collector.diagnostics.some(({ code }) => code === 'yaml-empty') || collector.failed).toBe(true);
    },
  );

  it.each(
    probes
      .filter(({ phase, ok }) => phase !== 'load' && ok)
      .map((outcome) => [outcome.case, outcome] as const),
  )('%s is taken', (_, outcome) => {
    const { blueprint, collector } = read(shared(`data/oracle/2023.2.3/${outcome.source_file}`));
    evaluate(blueprint!, outcome, collector);
    expect(collector.diagnostics.filter(({ severity }) => severity === 'error').map(shown)).toEqual([]);
  });

  const TAG_ERRORS =
    /^(Value tag|At least one value|'|Enumerate|Invalid Enumerate|incomplete format|%d format|not (enough|all) arguments|Value tags)/;
  it.each(
    probes
      .filter(({ errors }) => TAG_ERRORS.test(errors[0]?.error ?? ''))
      .map((outcome) => [outcome.case, outcome] as const),
  )('%s fails at the same entry', (_, outcome) => {
    const { blueprint, collector } = read(shared(`data/oracle/2023.2.3/${outcome.source_file}`));
    const values = evaluate(blueprint!, outcome, collector);
    expect(values.findIndex((value) => value === undefined)).toBe(outcome.errors[0]?.entry_index);
    expect(collector.failed).toBe(true);
  });

  const made = [...probes, ...outcomes('fixture__tags')].flatMap((outcome) => {
    const groups = Object.values(outcome.diff?.created['authentik_core.group'] ?? {}).filter(
      (row) => row['attributes'] !== undefined,
    );
    return outcome.ok && groups.length > 0 && Object.keys(outcome.setup).length === 0
      ? [[outcome.case, outcome, groups] as const]
      : [];
  });
  it.each(made)('%s writes the attributes that the server then has', (name, outcome, groups) => {
    const path = outcome.source_file.startsWith('probes/')
      ? `data/oracle/2023.2.3/${outcome.source_file}`
      : `data/${outcome.source_file}`;
    const { blueprint, collector } = read(shared(path));
    const written = new Map(
      evaluate(blueprint!, outcome, collector).flatMap((value) =>
        value && typeof value['name'] === 'string' ? [[value['name'], value] as const] : [],
      ),
    );
    for (const group of groups) {
      const mine = written.get(JSON.stringify(group['name']).slice(1, -1));
      if (!mine || mine['attributes'] === undefined || /find_/.test(name)) continue;
      expect(approximately(toJson(mine['attributes']))).toEqual(approximately(group['attributes'] ?? null));
    }
  });

  it("reads all of authentik's own blueprints without a word", () => {
    const all = ['system', 'default', 'example', 'migrations'].flatMap((folder) =>
      files(`data/blueprints/2023.2.3/${folder}`),
    );
    expect(all.length).toBe(26);
    expect(all.flatMap((path) => read(path).collector.diagnostics.map(shown))).toEqual([]);
  });

  it('reads what people have written, as the newest importer does', () => {
    const release = features('2025.12.4');
    const verdicts = new Map(
      readFileSync(shared('data/oracle/2025.12.4/community.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { file: string; parse_ok: boolean })
        .map((row) => [row.file, row.parse_ok]),
    );
    let judged = 0;
    for (const path of files('data/community')) {
      const collector = new Collector();
      const file = decodeFile(path, readFileSync(path), collector.report);
      const blueprint = file && parseBlueprint(file, collector.report, { features: release });
      if (blueprint) checkTags(blueprint, release, collector.report);
      const verdict = [...verdicts].find(([name]) => path.endsWith(name))?.[1];
      if (verdict === undefined) continue;
      judged++;
      expect([path, !collector.failed]).toEqual([path, verdict]);
    }
    expect(judged).toBe(verdicts.size);
  });
});

/** References are names in the recording, and integers beyond 2^53 are rounded when it is read. */
function approximately(value: JsonValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string')
    return value.replace(/^authentik_policies_expression\.expressionpolicy:name=foo-bar-baz-qux-/, 'key-');
  if (Array.isArray(value)) return value.map(approximately);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, approximately(item)]));
}
