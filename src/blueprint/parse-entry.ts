import type { Entry, MapNode, Node } from './blueprint.ts';
import { isNull, pairAt } from './blueprint.ts';
import { checkPermissions } from './entry-permissions.ts';
import { idHint, listHint, mappingHint } from './entry-hints.ts';
import { A_MODEL } from './examples.ts';
import { type Features, SINCE } from './features.ts';
import { type Cause, lostKey, SOME_ID } from '../diagnostics/cause.ts';
import { reportEnsure } from './report-ensure.ts';
import { adding, type Fixes, removingItem, writing } from './rewrite.ts';
import { movingOut } from './moving.ts';
import { firstLine, objectOf, QUOTES, type StructureCheck } from './structure.ts';

/** What authentik reads of an entry; `permissions` came later. */
export const ENTRY_KEYS = ['model', 'state', 'conditions', 'identifiers', 'attrs', 'id'];

/** All that some release reads of an entry. */
export const READ_KEYS: readonly string[] = [...ENTRY_KEYS, 'permissions'];

const NONE: ReadonlySet<string> = new Set();

/**
 * One item of `entries`, with the types that authentik demands when it loads a file (measured at 2023.2.3:
 * `state: null`, `conditions: null`, `identifiers: null`, an integer `id`, and tags in all of these but
 * `state` are load errors). Everything that is wrong is reported; undefined where the entry cannot be read.
 */
export function parseEntry(
  node: Node,
  index: number,
  features: Features,
  everywhere: StructureCheck,
): Entry | undefined {
  if (node.kind === 'map') return new EntryReader(node, index, features, everywhere).read();
  everywhere.wrong(
    'an entry',
    'a mapping',
    node,
    undefined,
    'take this item out, or write the keys of an entry in its place',
    removingItem(everywhere.file, node),
  );
  return undefined;
}

/** Reads the parts of one entry in a fixed order, and goes on where one is wrong. */
class EntryReader {
  readonly #node: MapNode;
  readonly #index: number;
  readonly #features: Features;
  readonly #check: StructureCheck;
  /** The object that nobody makes where the entry cannot be read. */
  readonly #lost: readonly Cause[];
  /** Nothing has been found so far that authentik refuses to load. */
  #ok = true;

  constructor(node: MapNode, index: number, features: Features, everywhere: StructureCheck) {
    this.#node = node;
    this.#index = index;
    this.#features = features;
    this.#lost = objectOf(this.#value('identifiers'));
    const model = this.#value('model');
    const id = this.#value('id');
    this.#check = everywhere.of({
      index,
      model: model?.kind === 'scalar' ? model.text : '',
      id: id?.kind === 'scalar' && id.text !== '' ? id.text : undefined,
    });
  }

  read(): Entry | undefined {
    const misspelt = this.#value('model') ? NONE : this.#checkKeys();
    const permissions = this.#permissions();
    const model = this.#model(misspelt.has('model'));
    const ensure = this.#ensure();
    const conditions = this.#conditions();
    const identifiers = this.#fields('identifiers');
    const attrs = isNull(this.#value('attrs')) ? null : this.#fields('attrs');
    const id = this.#id();
    if (!this.#ok || !model) {
      // The keys of an entry that can be read are looked at with its model: see `checkEntryKeys`.
      if (model) this.#checkKeys();
      return undefined;
    }
    return {
      index: this.#index,
      span: this.#node.span,
      map: this.#node,
      model,
      ensure,
      conditions,
      identifiers,
      attrs,
      id,
      permissions,
    };
  }

  #checkKeys(): ReadonlySet<string> {
    return this.#check.keys(this.#node, READ_KEYS, 'an entry', { required: ['model'] });
  }

  #value(key: string): Node | undefined {
    return pairAt(this.#node, key)?.value;
  }

  #refuse(key: string, wanted: string, found: Node, hint?: string, fixes: Fixes = {}): void {
    this.#ok = false;
    this.#check.wrong(key, wanted, found, pairAt(this.#node, key)?.keyNode, hint, {
      explains: key === 'id' ? [...this.#lost, SOME_ID] : this.#lost,
      ...fixes,
    });
  }

  #permissions(): Node | undefined {
    const pair = pairAt(this.#node, 'permissions');
    if (!pair) return undefined;
    const { value, keyNode } = pair;
    if (this.#features.permissions) {
      if (!checkPermissions(value, keyNode, this.#check)) this.#ok = false;
      return value;
    }
    // An empty list is what exports of later releases have; it grants nothing either way.
    if (value.kind !== 'seq' || value.items.length > 0)
      this.#check.report(
        'permissions-unavailable',
        `permissions of an entry came with authentik ${SINCE.permissions}, ` +
          `later than ${this.#features.release}, which grants none of them`,
        keyNode.span,
        'take them out, or name a newer release as target',
      );
    return value;
  }

  /** `isMisspelt`: a key that was meant to be `model` has been reported. */
  #model(isMisspelt: boolean): Node | undefined {
    const model = this.#value('model');
    if (!model) {
      this.#ok = false;
      if (!isMisspelt) this.#reportNoModel();
    } else if (!isText(model) && model.kind !== 'tag') this.#refuseModel(model);
    return model;
  }

  /** A model that this entry may have been meant to have. */
  #modelLike(): string {
    return this.#check.examples?.model(this.#node, this.#check.file.text) ?? A_MODEL;
  }

  #refuseModel(model: Node): void {
    const like = this.#modelLike();
    this.#refuse(
      'model',
      `text such as ${like}`,
      model,
      `write ${like}`,
      writing(this.#check.file, model, like),
    );
  }

  /** An entry without a model; a line that is indented too far put it into the block above. */
  #reportNoModel(): void {
    const explains = this.#lost;
    for (const part of ['identifiers', 'attrs']) {
      const inside = this.#value(part);
      const model = inside?.kind === 'map' ? pairAt(inside, 'model') : undefined;
      if (!model) continue;
      this.#check.report(
        'structure-missing',
        `an entry needs a "model", and has it inside its ${part}`,
        model.keyNode.span,
        'indent it as the other keys of the entry',
        { explains, ...movingOut(this.#check.file, this.#node, inside, 'model') },
      );
      return;
    }
    const like = this.#modelLike();
    this.#check.report(
      'structure-missing',
      'an entry needs a "model"',
      firstLine(this.#check.file.text, this.#node.span),
      `add one, such as "model: ${like}"`,
      {
        explains,
        follows: [lostKey(this.#index, 'model')],
        ...adding(this.#check.file, this.#node, `model: ${like}`),
      },
    );
  }

  /** `state` is one of the known words, lower case, or a tag. */
  #ensure(): Node | undefined {
    const node = this.#value('state');
    if (!node || node.kind === 'tag') return node;
    if (node.kind !== 'scalar' || typeof node.value !== 'string')
      this.#refuse(
        'state',
        `one of ${this.#features.ensure.join(', ')}`,
        node,
        'write present, or take the line out',
        writing(this.#check.file, node, 'present'),
      );
    else if (!this.#features.ensure.includes(node.value)) {
      this.#ok = false;
      reportEnsure(this.#check, this.#features, node, node.value);
    }
    return node;
  }

  #conditions(): readonly Node[] {
    const conditions = this.#value('conditions');
    if (!conditions) return [];
    if (conditions.kind === 'seq') return conditions.items;
    this.#refuse('conditions', 'a list', conditions, ...listHint(this.#check.file, this.#node, conditions));
    return [];
  }

  #fields(part: 'identifiers' | 'attrs'): MapNode | undefined {
    const fields = this.#value(part);
    if (!fields) return undefined;
    if (fields.kind === 'map') {
      this.#checkTextKeys(fields, part);
      return fields;
    }
    this.#refuse(part, 'a mapping', fields, ...mappingHint(this.#check, this.#node, part, fields));
    return undefined;
  }

  /**
   * authentik refuses to load a first-level key that is no text: `1:`, and `on:`, which YAML 1.1 reads as
   * true.
   */
  #checkTextKeys(map: MapNode, part: string): void {
    for (const { keyNode } of map.pairs) {
      if (keyNode.kind !== 'scalar' || typeof keyNode.value === 'string') continue;
      this.#ok = false;
      this.#check.wrong(`a key of ${part}`, 'text', keyNode, undefined, QUOTES);
    }
  }

  #id(): Entry['id'] {
    const id = this.#value('id');
    if (!id || isNull(id)) return undefined;
    if (id.kind === 'scalar' && typeof id.value === 'string') return { text: id.value, span: id.span };
    this.#refuse('id', 'text', id, ...idHint(this.#check.file, id));
    return undefined;
  }
}

function isText(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string';
}
