import { type Node, valueAt } from '../../blueprint/blueprint.ts';
import { emptySecrets } from '../../blueprint/empty-variables.ts';
import { spanInText } from '../../blueprint/span-in-text.ts';
import type { Dict } from '../../blueprint/value.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { EntryScope } from './entry-scope.ts';

/** The value that an entry sets for each field, and where; `pk` is no field. */
export function desiredValuesOf(scope: EntryScope, values: Dict, model: ModelName): DesiredValue[] {
  const { entry, file } = scope;
  return Object.entries(values)
    .filter(([name]) => name !== 'pk')
    .map(([name, value]) => {
      // What identifies counts, but mappings in both are merged.
      const pairs = scope.pairs(name);
      const [pair] = pairs;
      const span = pair ? { start: pair.keyNode.span.start, end: pair.value.span.end } : entry.span;
      return {
        name: nameInApi(scope, name, values, model),
        value,
        merge: merges(scope, name, model),
        provenance: {
          ...scope.provenance(span),
          from: scope.from(...pairs.map((one) => one.value)),
          node: pair?.value,
        },
        empty: (isSecret) =>
          pair ? emptySecrets(pair.value, value, isSecret, { ...file, ownContext: ownContext(scope) }) : [],
        placeOf: (path, at) => {
          const node = pair && inside(pair.value, path);
          return scope.place((node && (spanInText(file.blueprint.file, node, at) ?? node.span)) ?? span);
        },
        written: (path) => (pair ? textOf(inside(pair.value, path)) : undefined),
      };
    });
}

function ownContext({ file }: EntryScope): Node | undefined {
  const { root } = file.blueprint;
  return root.kind === 'map' ? valueAt(root, 'context') : undefined;
}

/** The API's name for an attribute that the importer knows by another, unless the entry gives both. */
function nameInApi({ context }: EntryScope, name: string, values: Dict, model: ModelName): string {
  const other = context.overlay.resource(model).fields[name]?.writtenAs;
  return other === undefined || other in values ? name : other;
}

/**
 * Whether an entry only adds to a list: a comment says so, or the project file does for this list everywhere.
 */
function merges({ context, file, entry }: EntryScope, name: string, model: ModelName): boolean {
  return file.merged.get(entry)?.has(name) === true || context.policy.mergedLists.has(`${model}.${name}`);
}

function textOf(node: Node): string | undefined {
  return node.kind === 'scalar' ? node.text : undefined;
}

/** The node at a path within a value, or the deepest one on the way that the file has. */
function inside(node: Node, path: readonly (string | number)[]): Node {
  const [first, ...rest] = path;
  const next = first === undefined ? undefined : childAt(node, first);
  return next ? inside(next, rest) : node;
}

function childAt(node: Node, step: string | number): Node | undefined {
  if (node.kind === 'seq') return typeof step === 'number' ? node.items[step] : undefined;
  return node.kind === 'map' ? valueAt(node, String(step)) : undefined;
}
