import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar } from 'yaml';

/*
 * YAML as PyYAML loads it, which is YAML 1.1: `yes` is true, `1e20` a text, `010` eight.
 */

/** A tag of the blueprint language with what stands after it; a text where that is a scalar. */
export class Tag {
  readonly name: string;
  readonly content: Loaded;

  constructor(name: string, content: Loaded) {
    this.name = name;
    this.content = content;
  }
}

/** A day, or a moment where it has a time: a value of a class of its own. */
export class Moment {
  readonly text: string;
  readonly hasTime: boolean;

  constructor(text: string) {
    this.text = text;
    this.hasTime = text.length > 'yyyy-mm-dd'.length;
  }
}

/** A value of a blueprint before its tags are evaluated. */
export type Loaded = null | boolean | number | bigint | string | Moment | Tag | Loaded[] | LoadedMapping;

export interface LoadedMapping {
  [key: string]: Loaded;
}

/** Thrown for a text that PyYAML does not load. */
export class LoadError extends Error {
  /** The server's crash is an event in its log. */
  readonly isReported: boolean = true;
}

/** Thrown for YAML that is not of the form of a blueprint. */
export class FormError extends LoadError {
  override readonly isReported = false;
}

/** Characters that PyYAML's reader takes. */
const PRINTABLE = /^[\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Loads a text. `tags`: those that the importer knows. Throws a LoadError. */
export function loadYaml(text: string, tags: readonly string[]): Loaded {
  if (!PRINTABLE.test(text)) throw new LoadError('special characters are not allowed');
  const document = parseDocument(text, {
    logLevel: 'silent',
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
  });
  if (document.errors.length > 0) throw new LoadError('not YAML');
  return load({ document, text, tags }, document.contents);
}

const CORE = 'tag:yaml.org,2002:';

/** What the loader of one text works with. */
interface Source {
  readonly document: Document;
  readonly text: string;
  readonly tags: readonly string[];
}

function load(source: Source, node: unknown): Loaded {
  if (node === null || node === undefined) return null;
  if (isAlias(node)) return load(source, node.resolve(source.document));
  const { tag } = node as Node;
  if (!tag?.startsWith('!')) return loadPlain(source, node);
  if (!source.tags.includes(tag)) throw new LoadError(`no constructor for ${tag}`);
  return new Tag(tag, isScalar(node) ? readText(source, node) : loadPlain(source, node));
}

function loadPlain(source: Source, node: unknown): Loaded {
  if (isSeq(node)) return node.items.map((item) => load(source, item));
  if (isMap(node)) return loadMapping(source, node.items);
  if (!isScalar(node)) return null;
  const text = readText(source, node);
  const kind = node.tag?.startsWith(CORE) ? node.tag.slice(CORE.length) : undefined;
  if (kind === undefined) return node.type === 'PLAIN' ? resolvePlain(text) : text;
  if (kind === 'str') return text;
  if (!['int', 'float', 'bool', 'null'].includes(kind)) throw new LoadError(`no constructor for ${kind}`);
  return resolvePlain(text);
}

function readText({ text }: Source, { range, type, value }: Scalar): string {
  const [start = 0, end = 0] = range ?? [];
  // PyYAML makes half of a pair of each such escape, which no database takes.
  if (type === 'QUOTE_DOUBLE' && /\\u[dD][89a-fA-F]/.test(text.slice(start, end)))
    throw new LoadError('half of a pair of surrogates');
  return typeof value === 'string' ? value : '';
}

function loadMapping(
  source: Source,
  pairs: readonly { readonly key: unknown; readonly value: unknown }[],
): LoadedMapping {
  const merged = new Map<string, Loaded>();
  const own = new Map<string, Loaded>();
  for (const { key, value } of pairs) {
    const loaded = load(source, value);
    if (isScalar(key) && key.type === 'PLAIN' && key.value === '<<') merge(merged, loaded);
    else own.set(nameOf(load(source, key)), loaded);
  }
  return Object.fromEntries([...merged, ...own]);
}

/** Adds the keys of a mapping, or of several of which the first counts. */
function merge(merged: Map<string, Loaded>, given: Loaded): void {
  for (const one of Array.isArray(given) ? [...given].reverse() : [given]) {
    if (!isLoadedMapping(one)) throw new LoadError('only mappings can be merged');
    for (const [name, value] of Object.entries(one)) merged.set(name, value);
  }
}

/** A key as JSON writes it. */
function nameOf(key: Loaded): string {
  if (typeof key === 'object' && key !== null) throw new LoadError('unhashable key');
  return String(key);
}

export const isLoadedMapping = (value: Loaded | undefined): value is LoadedMapping =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Tag || value instanceof Moment);

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]*|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const DATE =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** What a plain scalar is. */
function resolvePlain(text: string): Loaded {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (INTEGER.test(text)) return readInteger(text.replaceAll('_', ''));
  if (FLOAT.test(text)) return readFloat(text.replaceAll('_', '').toLowerCase());
  return DATE.test(text) ? new Moment(text) : text;
}

function readInteger(text: string): number | bigint {
  const sign = text.startsWith('-') ? -1n : 1n;
  const signed = sign * readDigits(text.replace(/^[-+]/, ''));
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

/** An integer without its sign, as YAML 1.1 has it: of base 60 with colons, of base 8 after a zero. */
function readDigits(digits: string): bigint {
  if (digits.includes(':')) return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function readFloat(text: string): number {
  if (text.endsWith('nan')) return Number.NaN;
  if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
