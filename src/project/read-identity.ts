import { randomUUID } from 'node:crypto';
import type { Node, Pair } from '../blueprint/blueprint.ts';
import { shape } from '../blueprint/yaml/core-tag.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { type Check, INVENTORY_PLACES, type InventoryPlace, type ProjectIdentity } from './project.ts';

/* `project:` and `inventory:` of the project file: who owns objects, and where it is kept which. */

/** A name stands in the name of an instance on the server, in file names and in messages. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}])?$/u;
/** Random enough that no two projects have the same: a UUID, or as much of anything else. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{15,63}$/;

/** Reads `project:`; undefined where its name or its id is missing or cannot be one, which is told to `check`. */
export function readIdentity(value: Node, check: Check): ProjectIdentity | undefined {
  if (value.kind !== 'map') {
    check(
      `project must be a mapping with name and id, but is ${shape(value)}`,
      value.span,
      `write "project:" and below it "name: my-project" and "id: ${randomUUID()}"`,
    );
    return undefined;
  }
  for (const { key, keyNode } of value.pairs) {
    if (key === 'name' || key === 'id') continue;
    const near = nearest(key, ['name', 'id']);
    check(
      `"project" has no "${key}"`,
      keyNode.span,
      near === undefined ? 'it has the keys name and id' : `did you mean "${near}"?`,
    );
  }
  const name = readText(value.pairs, 'name', NAME);
  if (name.text === undefined)
    check(
      name.node
        ? `the name of a project has 1 to 64 letters, digits, spaces, ".", "_" and "-", but this is ${shownNode(name.node)}`
        : '"project" has no name',
      name.node?.span ?? value.span,
      'the inventory of the project on the server is named after it',
    );
  const id = readText(value.pairs, 'id', ID);
  if (id.text === undefined)
    check(
      id.node
        ? `the id of a project is random: 16 to 64 letters, digits, "-" and "_", but this is ${shownNode(id.node)}`
        : '"project" has no id, so another project of this name would be taken for it',
      id.node?.span ?? value.span,
      `add the line "id: ${randomUUID()}", and never change it`,
    );
  return name.text === undefined || id.text === undefined ? undefined : { name: name.text, id: id.text };
}

/** Reads `inventory:`; undefined for what it cannot be, which is told to `check`. */
export function readInventoryPlace(value: Node, check: Check): InventoryPlace | undefined {
  // YAML 1.1 reads `off` as false, so the text in the file counts.
  const place = value.kind === 'scalar' ? INVENTORY_PLACES.find((one) => one === value.text) : undefined;
  if (place !== undefined) return place;
  const near = value.kind === 'scalar' ? nearest(value.text, INVENTORY_PLACES) : undefined;
  check(
    `inventory must be server, file or off, but is ${shownNode(value)}`,
    value.span,
    near === undefined
      ? 'server keeps it on the server, file beside the project file, off nowhere'
      : `did you mean ${near}?`,
  );
  return undefined;
}

/** The text of a key, as it stands in the file (YAML reads some ids as numbers), where it is as it must be. */
function readText(
  pairs: readonly Pair[],
  key: string,
  allowed: RegExp,
): { readonly text: string | undefined; readonly node: Node | undefined } {
  const node = pairs.findLast((pair) => pair.key === key)?.value;
  const text = node?.kind === 'scalar' && allowed.test(node.text) ? node.text : undefined;
  return { text, node };
}

function shownNode(node: Node): string {
  return node.kind === 'scalar' && node.text !== '' ? JSON.stringify(node.text) : shape(node);
}
