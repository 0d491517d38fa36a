import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, type Node, type YAMLMap, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Catalog, Json, ModelName } from '../../src/catalog/model.ts';
import { isWithin } from '../../src/catalog/release.ts';
import type { ServerCheck } from '../../src/catalog/facts/server-checks/server-check.ts';

/*
 * The examples of the list of server checks, as blueprints. They are kept as YAML with tags; see the comments
 * at the head of the files in examples/.
 */

/** An example for one release, as texts of blueprints. */
export interface Example {
  readonly check: ServerCheck;
  readonly model: ModelName;
  /** Where the finding stands. */
  readonly at: string;
  /** A blueprint that is applied before; missing: none. */
  readonly exists: string | undefined;
  /** What the server has made of the object of the example since, by field. */
  readonly stored: Readonly<Record<string, Json>>;
  /** Breaks the check, and only it; and the nearest that does not. */
  readonly bad: string;
  readonly good: string;
  /** Whether the file alone shows it. */
  readonly offline: boolean;
  /** Whether one request has it all: what an endpoint of its own sets is not refused beside another's. */
  readonly rest: boolean;
}

const read = (name: string): Document =>
  parseDocument(readFileSync(join(import.meta.dirname, 'examples', name), 'utf8'), {
    logLevel: 'silent',
  });

const parts = read('parts.yaml').contents as YAMLMap;
const bases = read('bases.yaml').contents as YAMLMap;
const examples = read('checks.yaml').contents as YAMLMap;

/** The names of all examples, to see that each is used. */
export const exampleNames = (): string[] => examples.items.map(({ key }) => String(key));

/**
 * The name of a check's example: its own, that of the check in another release, or that of its kind. Checks
 * that other findings or nobody make have none.
 */
export function exampleOf(check: ServerCheck): string | undefined {
  const own = check.name.replace(/-20\d\d-\d+$/, '');
  return [check.name, own, own.split('-')[0] ?? ''].find((name) => examples.has(name));
}

/** The model of a check's example where a release has it and the check; undefined where it has not. */
export function modelOf(check: ServerCheck, { release, models }: Catalog): ModelName | undefined {
  if (!isWithin(release, check)) return undefined;
  return check.models.find((name) => {
    const model = models[name];
    return (
      model?.kind === 'resource' &&
      model.actions.create &&
      check.fields.every((field) => model.fields[field] && !model.fields[field].readOnly)
    );
  });
}

/** The example of a check for a release; undefined where the release does not have the check. */
export function buildExample(check: ServerCheck, catalog: Catalog): Example | undefined {
  const name = exampleOf(check);
  const model = modelOf(check, catalog);
  if (name === undefined || model === undefined) return undefined;
  const example = examples.get(name) as YAMLMap;
  const at = String(example.get('at') ?? check.fields[0]);
  const write = (changes: Node | undefined, key: string): YAMLMap =>
    isMap(changes) && example.has('at') ? changes : mapOf(at, example.get(key, true) as Node);
  const one = (changes: YAMLMap | undefined, given: YAMLMap | undefined): Entry => ({
    model,
    changes: [given, changes].filter((map) => map !== undefined),
    without: namesIn(example.get('without')),
  });
  const needs = [
    ...namesIn((bases.get(model) as YAMLMap | undefined)?.get('parts')),
    ...namesIn(example.get('parts')),
  ];
  const identifiers = example.get('identifiers') as YAMLMap | undefined;
  const beside = example.get('beside') as YAMLMap | undefined;
  const exists = example.get('exists') as YAMLMap | undefined;
  const text = (changes: YAMLMap | undefined): string =>
    textOf(catalog, needs, [
      ...(beside ? [{ ...one(beside, undefined), suffix: '-beside' }] : []),
      { ...one(changes, undefined), identifiers },
    ]);
  return {
    check,
    model,
    at,
    exists: exists && textOf(catalog, needs, [one(exists, undefined)]),
    stored: ((example.get('stored') as YAMLMap | undefined)?.toJSON() ?? {}) as Record<string, Json>,
    bad: text(write(example.get('bad') as Node, 'bad')),
    good: text(write(example.get('good') as Node, 'good')),
    offline: example.get('offline') !== false,
    rest: example.get('rest') !== false,
  };
}

interface Entry {
  readonly model: ModelName;
  readonly changes: readonly YAMLMap[];
  readonly without: readonly string[];
  /** Instead of those of the base. */
  readonly identifiers?: YAMLMap | undefined;
  /** What the texts in identifiers end with, to be another object. */
  readonly suffix?: string;
}

/** A blueprint of these parts and entries, without what the release does not have. */
function textOf(catalog: Catalog, needs: readonly string[], entries: readonly Entry[]): string {
  const document = parseDocument('version: 1\nentries: []\n');
  const list = document.get('entries') as { items: unknown[]; flow?: boolean };
  list.flow = false;
  for (const name of closure(needs, catalog))
    list.items.push(fitted(cloneMap(parts.get(name) as YAMLMap), catalog));
  for (const entry of entries) list.items.push(fitted(entryOf(entry), catalog));
  return document.toString({ lineWidth: 0 });
}

/** The parts with what they need themselves, each once, in an order in which they can be made. */
function closure(needs: readonly string[], { models }: Catalog): string[] {
  const found: string[] = [];
  const add = (name: string): void => {
    const part = parts.get(name) as YAMLMap | undefined;
    if (!part) throw new Error(`no part ${name}`);
    if (found.includes(name) || models[String(part.get('model'))]?.kind !== 'resource') return;
    for (const [, other] of String(part).matchAll(/!KeyOf ([\w-]+)/g)) add(other ?? '');
    found.push(name);
  };
  for (const name of needs) add(name);
  return found;
}

function entryOf({ model, changes, without, identifiers, suffix }: Entry): YAMLMap {
  const entry = parseDocument(`model: ${model}\nidentifiers: { name: example }\nattrs: {}\n`)
    .contents as YAMLMap;
  const base = bases.get(model) as YAMLMap | undefined;
  for (const part of ['identifiers', 'attrs'] as const) {
    const given = (part === 'identifiers' && identifiers) || (base?.get(part) as YAMLMap | undefined);
    if (given) entry.set(part, cloneMap(given));
  }
  const identify = entry.get('identifiers') as YAMLMap;
  const attrs = entry.get('attrs') as YAMLMap;
  for (const name of without) attrs.delete(name);
  for (const map of changes)
    for (const { key, value } of map.items)
      (identify.has(String(key)) ? identify : attrs).set(String(key), value);
  if (suffix !== undefined)
    for (const { value } of identify.items)
      if (isScalar(value) && !value.tag?.startsWith('!') && typeof value.value === 'string')
        value.value = value.value.includes('.') ? `beside.${value.value}` : `${value.value}${suffix}`;
  return entry;
}

/** An entry without the attributes that its model does not have in the release, or as no list. */
function fitted(entry: YAMLMap, { models }: Catalog): YAMLMap {
  const model = models[String(entry.get('model'))];
  const attrs = entry.get('attrs');
  if (model?.kind === 'resource' && isMap(attrs))
    attrs.items = attrs.items.filter(({ key, value }) => {
      const field = model.fields[String(key)];
      const isList = isSeq(value) && !value.tag?.startsWith('!');
      return field && !(field.type === 'string' && isList);
    });
  return entry;
}

const namesIn = (node: unknown): string[] => (isSeq(node) ? node.items.map(String) : []);

const cloneMap = (map: YAMLMap): YAMLMap => map.clone() as YAMLMap;

function mapOf(key: string, value: Node): YAMLMap {
  const map = parseDocument('{}').contents as YAMLMap;
  map.set(key, value);
  return map;
}
