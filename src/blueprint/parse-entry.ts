import type { Entry, MapNode, Node } from './blueprint.ts';
import { isNull, pairAt } from './blueprint.ts';
import { checkPermissions } from './entry-permissions.ts';
import { ENSURE, type Features, SINCE } from './features.ts';
import { type Cause, lostKey, SOME_ID } from '../diagnostics/cause.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { replacing } from './rewrite.ts';
import { firstLine, objectOf, QUOTES, type StructureCheck } from './structure.ts';

/** What authentik reads of an entry; `permissions` came later. */
export const ENTRY_KEYS = ['model', 'state', 'conditions', 'identifiers', 'attrs', 'id'];

/**
 * One item of `entries`, with the types that authentik demands when it loads a file (measured at 2023.2.3:
 * `state: null`, `conditions: null`, `identifiers: null`, an integer `id`, and tags in all of these but
 * `state` are load errors). Undefined when it is none; what is wrong has been reported.
 */
export function parseEntry(
  node: Node,
  index: number,
  features: Features,
  everywhere: StructureCheck,
): Entry | undefined {
  if (node.kind !== 'map') {
    everywhere.wrong('an entry', 'a mapping', node, undefined);
    return undefined;
  }
  const model = pairAt(node, 'model');
  const id = pairAt(node, 'id');
  const check = everywhere.of({
    index,
    model: model?.value.kind === 'scalar' ? model.value.text : '',
    ...(id?.value.kind === 'scalar' && id.value.text !== '' ? { id: id.value.text } : {}),
  });
  const lost = objectOf(pairAt(node, 'identifiers')?.value);
  let ok = true;
  const refuse = (what: string, wanted: string, found: Node, hint?: string): void => {
    ok = false;
    check.wrong(what, wanted, found, pairAt(node, what)?.keyNode, hint, {
      explains: [...lost, ...(what === 'id' ? [SOME_ID] : [])],
    });
  };

  const misspelt = check.keys(node, [...ENTRY_KEYS, 'permissions'], 'an entry', { required: ['model'] });
  const permissions = pairAt(node, 'permissions');
  // An empty list is what exports of later releases have; it grants nothing either way.
  if (
    permissions &&
    !features.permissions &&
    !(permissions.value.kind === 'seq' && permissions.value.items.length === 0)
  ) {
    check.report(
      'permissions-unavailable',
      `permissions of an entry came with authentik ${SINCE.permissions}, later than ${features.release}, which grants none of them`,
      permissions.keyNode.span,
      'take them out, or name a newer release as target',
    );
  } else if (
    permissions &&
    features.permissions &&
    !checkPermissions(permissions.value, permissions.keyNode, check)
  )
    ok = false;
  if (!model) {
    ok = false;
    if (!misspelt.has('model')) reportNoModel(node, index, check, lost);
  } else if (!isText(model.value) && model.value.kind !== 'tag')
    refuse('model', 'text such as authentik_core.group', model.value);

  const ensure = pairAt(node, 'state')?.value;
  if (ensure && !checkEnsure(ensure, features, check, refuse)) ok = false;

  const conditions = pairAt(node, 'conditions')?.value;
  if (conditions && conditions.kind !== 'seq')
    refuse(
      'conditions',
      'a list',
      conditions,
      conditions.kind === 'tag' ? 'write it as a list with this tag as its item' : undefined,
    );

  const identifiers = pairAt(node, 'identifiers')?.value;
  if (identifiers && identifiers.kind !== 'map')
    refuse(
      'identifiers',
      'a mapping',
      identifiers,
      identifiers.kind === 'tag' ? 'a tag can stand for each value, not for the whole mapping' : undefined,
    );
  else if (identifiers && !textKeys(identifiers, 'identifiers', check)) ok = false;

  const attrs = pairAt(node, 'attrs')?.value;
  const noAttrs = isNull(attrs);
  if (attrs && attrs.kind !== 'map' && !noAttrs)
    refuse(
      'attrs',
      'a mapping',
      attrs,
      attrs.kind === 'tag' ? 'a tag can stand for each value, not for the whole mapping' : undefined,
    );
  else if (attrs?.kind === 'map' && !textKeys(attrs, 'attrs', check)) ok = false;

  if (id && !isText(id.value) && !isNull(id.value)) {
    refuse('id', 'text', id.value, id.value.kind === 'scalar' ? QUOTES : undefined);
  }
  if (!ok || !model) return undefined;
  return {
    index,
    span: node.span,
    model: model.value,
    ensure,
    conditions: conditions?.kind === 'seq' ? conditions.items : [],
    identifiers: identifiers?.kind === 'map' ? identifiers : undefined,
    attrs: noAttrs ? null : attrs?.kind === 'map' ? attrs : undefined,
    id:
      id?.value.kind === 'scalar' && typeof id.value.value === 'string'
        ? { text: id.value.value, span: id.value.span }
        : undefined,
    permissions: pairAt(node, 'permissions')?.value,
  };
}

/** An entry without a model; a line that is indented too far put it into the block above. */
function reportNoModel(
  entry: MapNode,
  index: number,
  check: StructureCheck,
  explains: readonly Cause[],
): void {
  for (const part of ['identifiers', 'attrs']) {
    const inside = pairAt(entry, part)?.value;
    const model = inside?.kind === 'map' ? pairAt(inside, 'model') : undefined;
    if (!model) continue;
    check.report(
      'structure-missing',
      `an entry needs a "model", and has it inside its ${part}`,
      model.keyNode.span,
      'indent it as the other keys of the entry',
      { explains },
    );
    return;
  }
  check.report(
    'structure-missing',
    'an entry needs a "model"',
    firstLine(check.file.text, entry.span),
    'add one, such as "model: authentik_core.group"',
    { explains, follows: [lostKey(index, 'model')] },
  );
}

function isText(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string';
}

/** `state` is one of the known words, lower case, or a tag. */
function checkEnsure(
  node: Node,
  features: Features,
  check: StructureCheck,
  refuse: (what: string, wanted: string, found: Node) => void,
): boolean {
  const words = features.ensure.join(', ');
  if (node.kind === 'tag') return true;
  if (node.kind !== 'scalar' || typeof node.value !== 'string') {
    refuse('state', `one of ${words}`, node);
    return false;
  }
  if (features.ensure.includes(node.value)) return true;
  const since = Object.hasOwn(ENSURE, node.value) ? ENSURE[node.value] : undefined;
  const near = nearest(node.value, features.ensure);
  const message =
    since === undefined
      ? `the state must be one of ${words}, but is "${node.value}"`
      : `the state "${node.value}" came with authentik ${since}, later than ${features.release}`;
  const isCase = near === node.value.toLowerCase();
  check.report(
    'ensure-invalid',
    message,
    node.span,
    since !== undefined ? `use one of ${words}` : near === undefined ? undefined : `did you mean "${near}"?`,
    near === undefined || since !== undefined
      ? {}
      : replacing(check.file, node, near, isCase ? 'mechanical' : undefined),
  );
  return false;
}

/**
 * authentik refuses to load a first-level key that is no text: `1:`, and `on:`, which YAML 1.1 reads as true.
 */
function textKeys(map: MapNode, what: string, check: StructureCheck): boolean {
  let ok = true;
  for (const { keyNode } of map.pairs) {
    if (keyNode.kind === 'scalar' && typeof keyNode.value !== 'string') {
      ok = false;
      check.wrong(`a key of ${what}`, 'text', keyNode, undefined, QUOTES);
    }
  }
  return ok;
}
