import { type Blueprint, type Entry, type MapNode, type Node, valueAt } from '../blueprint/blueprint.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import { sortByDependency } from '../semantics/sort-by-dependency.ts';

/*
 * The order of files. authentik applies them in no certain order and again and again; here one run must do. A
 * file comes after the files that its `metaapplyblueprint` entries name, and after the file that makes what
 * its `!Find`s look for. The first is an order that was asked for, the second one that is read off the text:
 * where they disagree, the first counts.
 */

/** The files in an order in which each finds what it needs; otherwise they stay as given. */
export function orderBlueprints(
  blueprints: readonly Blueprint[],
  catalog: Catalog,
  report: Report,
): readonly Blueprint[] {
  const files = blueprints.map((blueprint, index) => ({ id: String(index), blueprint }));
  const asked = files.map((file) => ({ ...file, dependsOn: namedFirst(file.blueprint, files, catalog) }));
  const { sorted, stuck } = sortByDependency(asked);
  if (stuck.length > 0) {
    const [first] = stuck;
    report({
      code: 'blueprint-cycle',
      message: `these blueprints want each other applied first: ${stuck.map((file) => file.blueprint.file.path).join(', ')}`,
      hint: 'take one metaapplyblueprint entry out',
      ...(first ? { place: { file: first.blueprint.file, span: { start: 0, end: 0 } } } : {}),
    });
  }
  const makers = new Map<string, string>();
  for (const file of files)
    for (const made of madeBy(file.blueprint, catalog)) if (!makers.has(made)) makers.set(made, file.id);
  const base = [...sorted, ...stuck];
  const withFinds = base.map((file) => ({
    ...file,
    dependsOn: [
      ...new Set([
        ...file.dependsOn,
        ...lookedFor(file.blueprint, catalog).flatMap((key) => makers.get(key) ?? []),
      ]),
    ].filter((id) => id !== file.id),
  }));
  const both = sortByDependency(withFinds);
  if (both.stuck.length === 0) return both.sorted.map((file) => file.blueprint);
  // A circle of look-ups: give up as few of them as possible, in the order that was asked for.
  const loose = sortByDependency(
    withFinds.map((file) =>
      both.stuck.includes(file)
        ? { ...file, dependsOn: asked.find((one) => one.id === file.id)?.dependsOn ?? [] }
        : file,
    ),
  );
  return [...loose.sorted, ...loose.stuck].map((file) => file.blueprint);
}

/** The file that a `metaapplyblueprint` entry with these identifiers means, by `name` or `path`. */
export function fileNamed(
  blueprints: readonly Blueprint[],
  identifiers: Readonly<Record<string, unknown>>,
): Blueprint | undefined {
  const { name, path } = identifiers;
  return blueprints.find((blueprint) => {
    if (name === undefined && path === undefined) return false;
    if (name !== undefined && blueprint.name !== name) return false;
    return (
      path === undefined ||
      (typeof path === 'string' && `/${blueprint.file.path.replaceAll('\\', '/')}`.endsWith(`/${path}`))
    );
  });
}

function namedFirst(
  blueprint: Blueprint,
  files: readonly { id: string; blueprint: Blueprint }[],
  catalog: Catalog,
): string[] {
  return blueprint.entries.flatMap((entry) => {
    if (modelOf(entry, catalog)?.kind !== 'meta' || !entry.attrs) return [];
    const identifiers = valueAt(entry.attrs, 'identifiers');
    if (identifiers?.kind !== 'map') return [];
    const target = fileNamed(
      files.map((file) => file.blueprint),
      Object.fromEntries(literals(identifiers)),
    );
    return files.filter((file) => file.blueprint === target && target !== blueprint).map((file) => file.id);
  });
}

/**
 * What a file's entries make, as `model field=value` for each literal text they set; deletions make nothing.
 */
function* madeBy(blueprint: Blueprint, catalog: Catalog): Generator<string> {
  for (const entry of blueprint.entries) {
    const model = modelOf(entry, catalog);
    if (!model || (entry.ensure?.kind === 'scalar' && entry.ensure.value === 'absent')) continue;
    for (const map of [entry.attrs, entry.identifiers]) {
      for (const [key, value] of map ? literals(map) : []) yield `${model.name} ${key}=${value}`;
    }
  }
}

/**
 * What a file's `!Find`s ask for, by their first literal criterion; what the file itself makes is not looked
 * for elsewhere.
 */
function lookedFor(blueprint: Blueprint, catalog: Catalog): string[] {
  const own = new Set(madeBy(blueprint, catalog));
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.kind === 'map') node.pairs.forEach((pair) => visit(pair.value));
    else if (node.kind === 'seq') node.items.forEach(visit);
    else if (node.kind === 'tag') {
      if (node.tag === '!Find' || node.tag === '!FindObject') found.push(...asks(node.args, catalog));
      node.args.forEach(visit);
    }
  };
  for (const entry of blueprint.entries) [entry.identifiers, entry.attrs].forEach((map) => map && visit(map));
  return found.filter((key) => !own.has(key));
}

function asks([model, ...criteria]: readonly Node[], catalog: Catalog): string[] {
  if (model?.kind !== 'scalar') return [];
  return criteria.flatMap((criterion) => {
    const [key, value] = criterion.kind === 'seq' ? criterion.items : [];
    if (key?.kind !== 'scalar' || value?.kind !== 'scalar') return [];
    return kinds(model.text, catalog).map((name) => `${name} ${key.text}=${value.text}`);
  });
}

function kinds(text: string, catalog: Catalog): readonly ModelName[] {
  const resolved = resolveModel(catalog, text);
  if (!resolved.ok) return [];
  return resolved.model.kind === 'base' ? resolved.model.concrete : [resolved.model.name];
}

function modelOf(entry: Entry, catalog: Catalog) {
  const resolved = entry.model.kind === 'scalar' ? resolveModel(catalog, entry.model.text) : undefined;
  return resolved?.ok ? resolved.model : undefined;
}

function* literals(map: MapNode): Generator<[string, string]> {
  for (const { key, value } of map.pairs)
    if (value.kind === 'scalar' && typeof value.value === 'string') yield [key, value.value];
}
