import type { Features } from '../blueprint/features.ts';
import { conditionModes } from '../blueprint/tags/condition.ts';
import type { Catalog, Field, MetaModel, Resource } from '../catalog/model.ts';
import { permissionsOn } from '../catalog/permission-names.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { itemOf, type Slot } from '../semantics/slot.ts';
import type { Draft, DraftEntry } from './draft.ts';
import type { Located, Step } from './locate.ts';
import { type SketchNode, textOf } from './sketch/node.ts';

/*
 * What a place in a blueprint is for: which keys or values can stand there. One function answers for
 * completion, hover and definition, so that they agree.
 */

/** The mappings of a blueprint whose keys are the language's own. */
export type Part = 'blueprint' | 'metadata' | 'labels' | 'entry' | 'permission';

export type Meaning =
  /** A key of one of the language's mappings; in `entry`, its entry as far as it can be told. */
  | { readonly what: 'key'; readonly of: Part }
  | { readonly what: 'value'; readonly of: Part; readonly key: string }
  | { readonly what: 'model' }
  | {
      readonly what: 'field';
      readonly part: FieldPart;
      readonly model: Resource | MetaModel;
      readonly entry: DraftEntry;
      readonly name: string;
    }
  /** A field that names the blueprint to apply first. */
  | { readonly what: 'blueprint-field'; readonly model: MetaModel }
  | { readonly what: 'blueprint-value'; readonly field: string }
  /** A value that goes into a field, through a list or a tag too; no `slot` where anything can stand. */
  | { readonly what: 'field-value'; readonly slot: Slot | undefined; readonly entry: DraftEntry }
  | { readonly what: 'id'; readonly entry: DraftEntry; readonly slot: Slot | undefined }
  | { readonly what: 'find-model'; readonly slot: Slot | undefined }
  | { readonly what: 'find-criterion'; readonly find: SketchNode }
  | { readonly what: 'find-field'; readonly find: SketchNode }
  | { readonly what: 'find-value'; readonly find: SketchNode; readonly field: string }
  | { readonly what: 'context-key' }
  | { readonly what: 'variable' }
  /** One of the words that an argument of a tag can be in a release. */
  | { readonly what: 'word'; readonly words: (language: Features) => readonly string[] };

type FieldPart = 'identifiers' | 'attrs';

const OUTPUTS: readonly string[] = ['SEQ', 'MAP'];

/** What a place is for; undefined where nothing can be said of it (`context`, inside JSON). */
export function meaningOf(draft: Draft, { steps, node }: Located, catalog: Catalog): Meaning | undefined {
  const [top, ...rest] = steps;
  if (top?.into !== 'map') return steps.length === 0 ? { what: 'key', of: 'blueprint' } : undefined;
  if (top.part === 'key') return { what: 'key', of: 'blueprint' };
  const name = textOf(top.pair.key) ?? '';
  if (name === 'metadata') return inMetadata(rest);
  if (name !== 'entries')
    return rest.length === 0 && name !== 'context'
      ? { what: 'value', of: 'blueprint', key: name }
      : undefined;
  const inEntry = stepsInEntries(rest);
  return inEntry && inOneEntry(draft, inEntry, node, catalog);
}

/** The way from an item of `entries`, or of one of its sections; undefined outside of them. */
function stepsInEntries([first, ...more]: readonly Step[]): readonly Step[] | undefined {
  if (first?.into === 'seq') return more;
  return first?.into === 'map' && first.part === 'value' && more[0]?.into === 'seq'
    ? more.slice(1)
    : undefined;
}

function inOneEntry(
  draft: Draft,
  [step, ...below]: readonly Step[],
  node: SketchNode,
  catalog: Catalog,
): Meaning | undefined {
  if (!step) return { what: 'key', of: 'entry' };
  const entry = draft.entries.find((one) => one.node === step.node);
  if (!entry || step.into !== 'map') return undefined;
  if (step.part === 'key') return { what: 'key', of: 'entry' };
  return inEntryPart(entry, textOf(step.pair.key) ?? '', below, node, catalog);
}

function inMetadata([step, below]: readonly Step[]): Meaning | undefined {
  if (!step || (step.into === 'map' && step.part === 'key')) return { what: 'key', of: 'metadata' };
  if (step.into !== 'map' || textOf(step.pair.key) !== 'labels') return undefined;
  if (below?.into !== 'map') return { what: 'key', of: 'labels' };
  return below.part === 'key'
    ? { what: 'key', of: 'labels' }
    : { what: 'value', of: 'labels', key: textOf(below.pair.key) ?? '' };
}

function inEntryPart(
  entry: DraftEntry,
  part: string,
  below: readonly Step[],
  node: SketchNode,
  catalog: Catalog,
): Meaning | undefined {
  switch (part) {
    case 'identifiers':
    case 'attrs':
      return inFields(entry, part, below, node, catalog);
    case 'conditions':
      return below.length === 0 && !node.tag ? undefined : inValue(entry, undefined, below.slice(1), node);
    case 'permissions':
      return inPermission(entry, below, node, catalog);
    case 'model':
      return below.length === 0 && !node.tag ? { what: 'model' } : inValue(entry, undefined, below, node);
    case 'state':
      return below.length === 0 && !node.tag
        ? { what: 'value', of: 'entry', key: 'state' }
        : inValue(entry, undefined, below, node);
    default:
      return undefined;
  }
}

function inPermission(
  entry: DraftEntry,
  [item, step, ...below]: readonly Step[],
  node: SketchNode,
  catalog: Catalog,
): Meaning | undefined {
  if (item?.into !== 'seq') return undefined;
  return step?.into === 'map' && step.part === 'value'
    ? inValue(entry, permissionSlot(catalog, entry, textOf(step.pair.key) ?? ''), below, node)
    : { what: 'key', of: 'permission' };
}

/** What an item of `permissions` takes: a permission of the entry's model, or who gets it. */
function permissionSlot(catalog: Catalog, entry: DraftEntry, key: string): Slot | undefined {
  if (key === 'user' || key === 'role') {
    const model = catalog.permissions?.holders[key]?.model;
    return model === undefined
      ? undefined
      : { type: key === 'user' ? 'integer' : 'string', references: [model] };
  }
  const found = entry.model === undefined ? undefined : resolveModel(catalog, entry.model);
  return key === 'permission' && found?.ok
    ? { type: 'string', enum: permissionsOn(catalog, found.model.name) }
    : undefined;
}

function inFields(
  entry: DraftEntry,
  part: FieldPart,
  [step, ...below]: readonly Step[],
  node: SketchNode,
  catalog: Catalog,
): Meaning | undefined {
  const found = entry.model === undefined ? undefined : resolveModel(catalog, entry.model);
  const model =
    found?.ok && (found.model.kind === 'resource' || found.model.kind === 'meta') ? found.model : undefined;
  if (!step || (step.into === 'map' && step.part === 'key'))
    return model && { what: 'field', part, model, entry, name: step ? (textOf(node) ?? '') : '' };
  if (step.into !== 'map') return undefined;
  const name = textOf(step.pair.key) ?? '';
  if (model?.kind === 'meta')
    return inMeta(model, name, below) ?? inValue(entry, model.fields[name], below, node);
  return inValue(entry, model && slotNamed(model, name), below, node);
}

function inMeta(model: MetaModel, name: string, [step, more]: readonly Step[]): Meaning | undefined {
  if (name !== 'identifiers' || more) return undefined;
  if (step?.into === 'map' && step.part === 'value')
    return { what: 'blueprint-value', field: textOf(step.pair.key) ?? '' };
  return { what: 'blueprint-field', model };
}

/** What a field takes; an identifier may be a look-up that is called otherwise. */
function slotNamed(model: Resource, name: string): Field | undefined {
  const lookup = Object.hasOwn(model.lookups, name) ? model.lookups[name] : undefined;
  const field = (lookup && 'field' in lookup ? lookup.field : undefined) ?? name;
  return Object.hasOwn(model.fields, field) ? model.fields[field] : undefined;
}

/** Follows a value through lists and the arguments of tags. */
function inValue(
  entry: DraftEntry,
  start: Slot | undefined,
  steps: readonly Step[],
  node: SketchNode,
): Meaning | undefined {
  let slot = start;
  for (const [at, step] of steps.entries()) {
    if (step.into === 'map') {
      slot = undefined;
      continue;
    }
    const { tag } = step.node;
    if (!tag) {
      slot = slot && itemOf(slot);
      continue;
    }
    const isLast = at === steps.length - 1;
    if (tag.name === '!Find' || tag.name === '!FindObject')
      return inFind(entry, slot, step, steps.slice(at + 1), node);
    const said = isLast && !node.tag ? argument(tag.name, step.index) : undefined;
    if (said) return said;
    slot = passedOn(tag.name, step.index, slot);
  }
  if (node.tag && node.kind === 'scalar') {
    if (node.tag.name === '!KeyOf') return { what: 'id', entry, slot };
    const said = argument(node.tag.name, 0);
    if (said) return said;
  }
  return { what: 'field-value', slot, entry };
}

/** What an argument of a tag is, where it is not simply a value. */
function argument(tag: string, index: number): Meaning | undefined {
  if (tag === '!Context' && index === 0) return { what: 'context-key' };
  if (tag === '!Env' && index === 0) return { what: 'variable' };
  if (tag === '!Condition' && index === 0) return { what: 'word', words: conditionModes };
  return tag === '!Enumerate' && index === 1 ? { what: 'word', words: () => OUTPUTS } : undefined;
}

/** Which field the argument of a tag ends up in. */
function passedOn(tag: string, index: number, slot: Slot | undefined): Slot | undefined {
  if (tag === '!If') return index > 0 ? slot : undefined;
  if (tag === '!Context' || tag === '!Env' || tag === '!File') return index === 1 ? slot : undefined;
  return tag === '!Enumerate' && index === 2 && slot ? itemOf(slot) : undefined;
}

function inFind(
  entry: DraftEntry,
  slot: Slot | undefined,
  find: Step,
  [criterion, ...below]: readonly Step[],
  node: SketchNode,
): Meaning | undefined {
  if (find.into !== 'seq') return undefined;
  if (find.index === 0)
    return criterion || node.tag
      ? inValue(entry, undefined, criterion ? [criterion, ...below] : [], node)
      : { what: 'find-model', slot };
  if (!criterion)
    return node.kind === 'scalar' && !node.tag ? { what: 'find-criterion', find: find.node } : undefined;
  if (criterion.into !== 'seq') return undefined;
  if (below.length > 0 || node.tag) return inValue(entry, undefined, below, node);
  if (criterion.index === 0) return { what: 'find-field', find: find.node };
  return criterion.index === 1
    ? { what: 'find-value', find: find.node, field: textOf(criterion.node.items[0]) ?? '' }
    : undefined;
}
