import { type CollectionTag, type ScalarTag, parse } from 'yaml';
import type { Catalog, Json, Resource } from '../../src/catalog/model.ts';
import type { Row } from '../../src/sandbox/row.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ask, type Told } from './start.ts';

/** An entry of a blueprint, with its tags as they were read. */
export interface SentEntry {
  readonly model: string;
  readonly id?: string;
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

/** A look-up in a blueprint: a model and pairs of a field and its value. */
class Find {
  readonly args: readonly [string, ...[string, Json][]];

  constructor(args: readonly [string, ...[string, Json][]]) {
    this.args = args;
  }
}

class KeyOf {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

const findTag: CollectionTag = {
  tag: '!Find',
  collection: 'seq',
  resolve: (node): never => {
    const args: unknown = node.toJSON();
    return new Find(args as Find['args']) as never;
  },
};

const keyOfTag: ScalarTag = { tag: '!KeyOf', resolve: (id) => new KeyOf(id) };

/** The entries of a blueprint as PyYAML reads it, with `!Find` and `!KeyOf` and no other tags. */
export function entriesOf(text: string): readonly SentEntry[] {
  return (parse(text, { version: '1.1', customTags: [findTag, keyOfTag] }) as { entries: SentEntry[] })
    .entries;
}

/**
 * Sends entries straight to a sandbox, each in one request, as the importer writes them: what an entry's
 * identifiers find is changed, else a new object is made. Ends at the first that is refused; the last answer.
 */
export async function sendEntries(
  sandbox: Sandbox,
  catalog: Catalog,
  entries: readonly SentEntry[],
): Promise<Told & { readonly sent: number }> {
  const keys = new Map<string, Json>();
  let sent = 0;
  for (const entry of entries) {
    const told = await sendEntry(sandbox, catalog, entry, keys);
    sent += 1;
    if (told.status >= 300 || sent === entries.length) return { ...told, sent };
    const { collection } = catalog.models[entry.model] as Resource;
    if (entry.id !== undefined) keys.set(entry.id, told.body[collection.pk] as Json);
  }
  throw new Error('no entries');
}

async function sendEntry(
  sandbox: Sandbox,
  { models }: Catalog,
  { model: name, ...entry }: SentEntry,
  keys: ReadonlyMap<string, Json>,
): Promise<Told> {
  const store = sandbox.snapshot();
  const model = models[name] as Resource;
  const resolve = (value: unknown): unknown => {
    if (value instanceof KeyOf) return keys.get(value.id) ?? null;
    if (value instanceof Find) {
      const [of, ...pairs] = value.args;
      return (
        store.list([of]).find(({ values }) => pairs.every(([field, wanted]) => values[field] === wanted))
          ?.pk ?? null
      );
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]));
  };
  const identifiers = resolve(entry.identifiers) as Record<string, Json>;
  const found = store
    .list([name])
    .find(({ values }) => Object.entries(identifiers).every(([field, value]) => values[field] === value));
  const body = { ...(resolve(entry.attrs ?? {}) as object), ...identifiers };
  const { path, item } = model.collection;
  return found
    ? ask(sandbox, 'PATCH', item.replace(/\{\w+\}/, keyOf(found, model)), body)
    : ask(sandbox, 'POST', path, body);
}

function keyOf(row: Row, { collection }: Resource): string {
  return String(collection.key === collection.pk ? row.pk : row.values[collection.key]);
}
