import type { Blueprint, Node } from '../../blueprint/blueprint.ts';
import { isSecretPart } from '../../blueprint/secret-part.ts';
import { dict, type Dict, type Value } from '../../blueprint/value.ts';
import { textsOfSecret } from '../../blueprint/texts-in.ts';
import type { Catalog, Json } from '../../catalog/model.ts';
import { shownModel } from '../../catalog/shown-model.ts';
import { filePlace } from '../../source/file-place.ts';
import type { HashedField } from '../../ownership/keyed-hash.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Draft, DraftField, DraftGrant } from './draft.ts';
import type { Change, FieldChange } from '../value/plan.ts';
import type { GrantChange } from '../value/grant-change.ts';
import {
  encodeDict,
  encodeValue,
  type PlanDict,
  type PlanValue,
  type SecretReference,
  secretValue,
} from '../value/plan-value.ts';
import { withoutSecretParts } from './secret-parts.ts';
import { isSecretField, shownField } from '../value/secret-field.ts';
import { secretsInContent } from '../value/shown-content.ts';

/** Gives the keyed hash of a secret; undefined where its value is not known. */
export type HashSecret = (secret: Omit<HashedField, 'project'>) => string | undefined;

/**
 * Encodes changes as a plan holds them: JSON, places as path and offsets, and a reference for each secret.
 * `secrets` gathers the values behind the references.
 */
export class ChangeEncoder {
  readonly secrets = new Map<string, Value>();
  /** With a key, the keyed hashes of the secrets, by their references. */
  readonly hashes = new Map<string, string>();
  /** The texts that nobody may be shown: the secrets, of a stored blueprint those in it. */
  readonly texts = new Set<string>();
  readonly #catalog: Catalog;
  readonly #hash: HashSecret | undefined;
  readonly #blueprints: ReadonlyMap<SourceFile, Blueprint>;
  /** The values of all attributes and identifiers of a file, by where their names start. */
  readonly #values = new Map<SourceFile, ReadonlyMap<number, Node>>();

  constructor(catalog: Catalog, blueprints: readonly Blueprint[], hash?: HashSecret) {
    this.#catalog = catalog;
    this.#hash = hash;
    this.#blueprints = new Map(blueprints.map((blueprint) => [blueprint.file, blueprint]));
  }

  /** The change that a draft becomes. */
  encode(draft: Draft): Change {
    const { row, id, action, by, model, key, itemKey, applies, reason, leftAlone } = draft;
    return {
      row,
      id,
      action,
      by,
      model,
      key,
      itemKey,
      identifiedBy: draft.identifiedBy,
      before: draft.before && this.#withoutSecrets(draft, draft.before),
      unordered: this.#unordered(draft),
      body: this.#body(draft, draft.body),
      companions: this.#body(draft, draft.companions),
      setters: draft.setters.map(({ field, value }) => ({ field, value: this.#field(draft, field, value) })),
      markedIn: draft.markedIn,
      brings: draft.brings,
      unmarks: this.#unmarks(draft),
      grants: draft.grants.map(encodeGrant),
      applies,
      fields: draft.fields.map((field) => this.#difference(draft, field)),
      unverified:
        draft.unverified.length > 0
          ? draft.unverified.map((value) => ({ ...value, place: filePlace(value.place) }))
          : undefined,
      reason,
      leftAlone,
      cascades: draft.cascades,
      clears: draft.clears,
      dependsOn: draft.dependsOn,
      entry: draft.entry,
      place: draft.place && filePlace(draft.place),
    };
  }

  #unordered({ model, before, body }: Draft): readonly string[] | undefined {
    const fields = shownModel(this.#catalog, model)?.fields ?? {};
    const names = Object.keys({ ...before, ...body }).filter((name) => fields[name]?.set);
    return names.length > 0 ? names : undefined;
  }

  #withoutSecrets(draft: Draft, row: Readonly<Record<string, Json>>): PlanDict {
    const kept = dict();
    for (const [name, value] of Object.entries(row)) if (!this.#isSecret(draft, name)) kept[name] = value;
    return encodeDict(kept, (path, part) =>
      isSecretPart(path.slice(1), part) ? secretValue({ from: this.#nameOf(draft, path) }) : undefined,
    );
  }

  #unmarks({ unmarking }: Draft): Change['unmarks'] {
    if (!unmarking) return undefined;
    const { of, field, value } = unmarking;
    return { row: of.row, model: of.model, field, value: this.#field(of, field, value) };
  }

  #body(draft: Draft, values: Dict): PlanDict {
    const encoded = Object.create(null) as Record<string, PlanValue>;
    for (const [name, value] of Object.entries(values)) encoded[name] = this.#field(draft, name, value);
    return encoded;
  }

  #field(draft: Draft, name: string, value: Value): PlanValue {
    if (this.#isSecret(draft, name) && !isEmpty(value)) return this.#secret(draft, name, value);
    return encodeValue(value, (path, part) =>
      isSecretPart(path, part) ? this.#secret(draft, name, part, path) : undefined,
    );
  }

  #isSecret({ model, hidden }: Draft, name: string): boolean {
    return hidden.has(name) || isSecretField(this.#catalog, model, name);
  }

  #difference(draft: Draft, field: DraftField): FieldChange {
    const { before, after, added, place, ...rest } = field;
    const placed = { ...rest, place: place && filePlace(place) };
    if (field.secret)
      return {
        ...placed,
        before: before === undefined ? undefined : null,
        after: this.#field(draft, field.path, after),
        beforeNames: undefined,
      };
    const from = this.#nameOf(draft, [field.path]);
    return {
      ...placed,
      before: this.#shown(draft, field.path, before, undefined),
      after: this.#shown(draft, field.path, after, before),
      added: added?.map((item) => withoutSecretParts(item, from, undefined)),
    };
  }

  /** A value as it may be shown; `other` is at the other side of the change. */
  #shown(
    draft: Draft,
    name: string,
    value: Value | undefined,
    other: Value | undefined,
  ): PlanValue | undefined {
    if (value === undefined) return undefined;
    return (
      shownField(this.#catalog, draft.model, name, value) ??
      withoutSecretParts(value, this.#nameOf(draft, [name]), other)
    );
  }

  /** A reference to a secret; the secret is added to `secrets`. `path`: where it is in the field. */
  #secret(draft: Draft, name: string, value: Value, path: readonly string[] = []): PlanValue {
    const whole = this.#referenceTo(draft, name);
    const reference = path.length === 0 ? whole : { from: [whole.from, ...path].join('.') };
    // An attribute that a YAML alias repeats may have two values: then they get two names.
    let { from } = reference;
    for (let copy = 2; !this.#isFree(from, value); copy += 1) from = `${reference.from}~${copy}`;
    this.secrets.set(from, value);
    const hash = this.#hash?.({ model: draft.model, object: from, field: name, value });
    if (hash !== undefined) this.hashes.set(from, hash);
    const shown = draft.hidden.has(name) ? undefined : shownField(this.#catalog, draft.model, name, value);
    const isContent = shown !== undefined && typeof value === 'string';
    for (const text of isContent ? secretsInContent(this.#catalog, value) : textsOfSecret(value))
      this.texts.add(text);
    return secretValue({ ...reference, from, shown });
  }

  #isFree(from: string, value: Value): boolean {
    const known = this.secrets.get(from);
    return known === undefined || sameValue(known, value);
  }

  /** What a value of the server is called in the plan. */
  #nameOf({ model, itemKey }: Draft, path: readonly string[]): string {
    return `server:${model}/${String(itemKey)}.${path.join('.')}`;
  }

  #referenceTo(draft: Draft, name: string): SecretReference {
    const place = draft.fields.find(({ path }) => path === name)?.place;
    if (!place) return { from: this.#nameOf(draft, [name]) };
    const node = this.#valuesOf(place.file).get(place.span.start);
    const { path, start } = filePlace(node ? { file: place.file, span: node.span } : place);
    const from = `${path}#${start}/${name}`;
    const [argument] = node?.kind === 'tag' ? node.args : [];
    const said = argument?.kind === 'scalar' ? argument.text : undefined;
    return {
      from,
      env: node?.kind === 'tag' && node.tag === '!Env' ? said : undefined,
      file: node?.kind === 'tag' && node.tag === '!File' ? said : undefined,
    };
  }

  #valuesOf(file: SourceFile): ReadonlyMap<number, Node> {
    const known = this.#values.get(file);
    if (known) return known;
    const values = new Map<number, Node>();
    for (const { identifiers, attrs } of this.#blueprints.get(file)?.entries ?? [])
      for (const { keyNode, value } of [...(attrs?.pairs ?? []), ...(identifiers?.pairs ?? [])])
        values.set(keyNode.span.start, value);
    this.#values.set(file, values);
    return values;
  }
}

/** Whether a value clears a secret and is itself none. */
function isEmpty(value: Value): boolean {
  return value === null || value === '';
}

function sameValue(one: Value, other: Value): boolean {
  return one === other || JSON.stringify(encodeValue(one)) === JSON.stringify(encodeValue(other));
}

function encodeGrant({ key, place, ...rest }: DraftGrant): GrantChange {
  return { ...rest, key: encodeValue(key), place: place && filePlace(place) };
}
