import type { Catalog } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { type Draft, type DraftEntry, fieldOf } from './draft.ts';
import { type SketchNode, textOf } from './sketch/node.ts';
import type { Workspace } from './workspace.ts';

/** An entry with the file that it stands in. */
export interface FoundEntry {
  readonly draft: Draft;
  readonly entry: DraftEntry;
}

/**
 * The entries of the workspace that give the object a `!Find` looks for: of its model or of a kind of it, and
 * with every criterion written out the same. None where a criterion is a tag or a look-up such as
 * `name__icontains`: nobody can tell offline.
 */
export function entriesFound(find: SketchNode, { catalog, drafts }: Workspace): FoundEntry[] {
  if (find.kind !== 'seq') return [];
  const [modelNode, ...criteria] = find.items;
  const wanted = criteria.map((criterion) =>
    criterion.kind === 'seq'
      ? { key: literal(criterion.items[0]), value: literal(criterion.items[1]) }
      : { key: undefined, value: undefined },
  );
  const model = literal(modelNode);
  if (
    model === undefined ||
    wanted.length === 0 ||
    wanted.some(({ key, value }) => key === undefined || value === undefined)
  )
    return [];
  const names = modelsMeant(catalog, model);
  return drafts.flatMap((draft) =>
    draft.entries
      .filter((entry) => {
        if (entry.model === undefined || !names.has(nameOf(catalog, entry.model))) return false;
        return wanted.every(({ key, value }) => literal(fieldOf(entry, key ?? '')) === value);
      })
      .map((entry) => ({ draft, entry })),
  );
}

function literal(node: SketchNode | undefined): string | undefined {
  return node?.tag ? undefined : textOf(node);
}

/** A model by its own name, and of a base class all its kinds. */
export function modelsMeant(catalog: Catalog, text: string): ReadonlySet<string> {
  const name = nameOf(catalog, text);
  const model = catalog.models[name];
  return new Set(model?.kind === 'base' ? [name, ...model.concrete] : [name]);
}

function nameOf(catalog: Catalog, text: string): string {
  const found = resolveModel(catalog, text);
  return found.ok ? found.model.name : text;
}
