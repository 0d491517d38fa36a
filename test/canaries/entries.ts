import type { Json, Resource } from '../../src/catalog/model.ts';
import type { Field } from '../../src/catalog/model.ts';
import { features } from '../../src/blueprint/features.ts';
import { makeCertificate } from '../../src/sandbox/endpoints/certificate.ts';
import type { Canaries } from './canary.ts';
import type { EchoServer } from './world.ts';

/*
 * Entries of all models of a release, made from its catalog: each secret field has a canary that stands in the
 * file, and each other text one that comes from outside, by every way there is.
 */

/** Entries, and what they need from outside. */
export interface Made {
  readonly entries: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Makes the entries. */
export async function makeEntries(server: EchoServer, canaries: Canaries): Promise<Made> {
  const maker = new Maker(server, canaries);
  for (const model of Object.values(server.catalog.models))
    if (model.kind === 'resource' && model.actions.create && model.cannotCreate === undefined)
      await maker.add(model);
  return maker;
}

class Maker implements Made {
  readonly entries: string[] = [];
  readonly env: Record<string, string> = {};
  readonly context: Record<string, string> = {};
  readonly files: Record<string, string> = {};
  readonly #server: EchoServer;
  readonly #canaries: Canaries;
  readonly #hasFiles: boolean;
  #made = 0;

  constructor(server: EchoServer, canaries: Canaries) {
    this.#server = server;
    this.#canaries = canaries;
    this.#hasFiles = features(server.catalog.release).tags.has('!File');
  }

  async add(model: Resource): Promise<void> {
    const attrs: string[] = [];
    const identifiers: string[] = [];
    const unique = new Set(model.unique.flatMap(({ fields }) => fields));
    for (const [name, field] of Object.entries(model.fields)) {
      if ((field.readOnly && !field.setter) || field.importerOnly || field.grants) continue;
      const value = await this.#value(model, name, field);
      if (value === undefined) continue;
      const isName = unique.has(name) || (name === 'name' && unique.size === 0);
      (isName && !field.references && !field.secret ? identifiers : attrs).push(`      ${name}: ${value}`);
    }
    const some = identifiers.length > 0 ? identifiers : attrs.splice(0, 1);
    if (some.length === 0) return;
    const parts = [`    identifiers:\n${some.join('\n')}`];
    if (attrs.length > 0) parts.push(`    attrs:\n${attrs.join('\n')}`);
    this.entries.push(`  - model: ${model.name}\n${parts.join('\n')}\n`);
  }

  async #value(model: Resource, name: string, field: Omit<Field, 'required'>): Promise<string | undefined> {
    const what = `${model.name}.${name}`;
    if (field.references) return this.#reference(field);
    if (field.enum) return JSON.stringify(field.enum.find((choice) => choice !== ''));
    if (name === 'certificate_data' || name === 'key_data') {
      const { certificate, key } = makeCertificate('x', 30, new Date(), () => 0.5);
      return JSON.stringify(name === 'key_data' ? key : certificate);
    }
    switch (field.type) {
      case 'boolean':
        return undefined;
      case 'integer':
      case 'number':
        return 'required' in field && field.required ? String(field.minimum ?? 5) : undefined;
      case 'array': {
        const item = field.items ? await this.#value(model, name, field.items) : this.#outside(what, field);
        return item === undefined || field.items?.type === 'object' ? undefined : `[${item}]`;
      }
      case 'object':
      case 'json':
        return field.secret
          ? `{inside: {list: [${JSON.stringify(this.#canaries.odd(what))}]}}`
          : `{inside: {list: [${this.#outside(what, {})}]}, split: ${this.#split(what)}}`;
      case 'string':
        return this.#text(what, field);
    }
  }

  #text(what: string, field: Omit<Field, 'required'>): string {
    const around = AROUND[field.format ?? ''];
    if (field.format === 'duration') return '"minutes=5"';
    if (field.format === 'date-time') return '"2030-01-31T12:00:00Z"';
    const room = Math.min(field.maxLength ?? 60, 60);
    if (around) {
      const canary = this.#canaries.plain(what, Math.min(18, room));
      return field.secret ? JSON.stringify(around(canary)) : `!Env ${this.#variable(around(canary))}`;
    }
    const isPlain = field.pattern !== undefined || field.format !== undefined || room < 36;
    const canary = (): string =>
      isPlain ? this.#canaries.plain(what, Math.min(18, room)) : this.#canaries.odd(what);
    return field.secret || field.writeOnly
      ? JSON.stringify(canary())
      : this.#outside(what, { ...field, maxLength: room }, canary());
  }

  /** A value from outside, by another way each time. */
  #outside(what: string, field: Partial<Field>, canary = this.#canaries.odd(what)): string {
    this.#made += 1;
    const variable = (): string => this.#variable(canary);
    const longer = (field.maxLength ?? 60) >= canary.length + 4 && canary.length > 20;
    const ways: (() => string)[] = [
      () => `!Env ${variable()}`,
      () => `!Env [${variable()}, default]`,
      () => `!Context ${this.#key(canary)}`,
      () => `!If [true, !Env ${variable()}, x]`,
      () => `!AtIndex [!Enumerate [[x], SEQ, !Env ${variable()}], 0]`,
      () => `!Format [${longer ? '"x-%s-y"' : '"%s"'}, !Env ${variable()}]`,
      () => `!Format ["%s", !Context ${this.#key(canary)}]`,
      ...(this.#hasFiles ? [(): string => `!File ${this.#file(canary)}`] : []),
    ];
    return (ways[this.#made % ways.length] ?? variable)();
  }

  #split(what: string): string {
    return `!Enumerate [!Env ${this.#variable(this.#canaries.plain(what))}, SEQ, !Value 0]`;
  }

  #variable(value: string): string {
    const name = `V${Object.keys(this.env).length}`;
    this.env[name] = value;
    return name;
  }

  #key(value: string): string {
    const name = `k${Object.keys(this.context).length}`;
    this.context[name] = value;
    return name;
  }

  #file(value: string): string {
    const name = `f${Object.keys(this.files).length}.txt`;
    this.files[name] = `${value}\n`;
    return name;
  }

  async #reference(field: Omit<Field, 'required'>): Promise<string | undefined> {
    for (const name of (field.references ?? []).flatMap((one) => this.#kinds(one))) {
      const model = this.#server.catalog.models[name];
      if (model?.kind !== 'resource') continue;
      const { body } = await this.#server.sandbox.respond('GET', `/api/v3${model.collection.path}`, {
        authorization: `Bearer ${this.#server.sandbox.token}`,
      });
      const rows = (JSON.parse(body) as { results?: Record<string, Json>[] }).results ?? [];
      const pk = rows[0]?.[model.collection.pk];
      if (pk !== undefined) return field.type === 'array' ? `[${JSON.stringify(pk)}]` : JSON.stringify(pk);
    }
    return undefined;
  }

  #kinds(name: string): readonly string[] {
    const model = this.#server.catalog.models[name];
    return model?.kind === 'base' ? model.concrete : [name];
  }
}

/** What a text of a format has around a canary. */
const AROUND: Readonly<Record<string, (canary: string) => string>> = {
  url: (canary) => `https://${canary}.example.com/${canary}`,
  uri: (canary) => `https://${canary}.example.com/${canary}`,
  email: (canary) => `${canary}@example.com`,
};
