import { LineCounter, parseDocument, visit } from 'yaml';
import { formatJson } from '../../catalog/exact-json.ts';
import type { Json, ModelName } from '../../catalog/model.ts';
import { Refusal } from '../reply.ts';
import type { BlueprintRun, Caller, World } from '../world.ts';
import { deleteObject } from './delete.ts';
import { writeObject } from './save.ts';

type Mapping = { readonly [key: string]: Json };

/**
 * What the server's importer makes of a blueprint, as far as a sandbox goes: entries without tags are written like requests; a blueprint
 * with tags is only looked at. All or nothing: when an entry fails, or with `dry`, nothing is changed.
 */
export function runBlueprint(world: World, text: string, caller: Caller, dry: boolean): BlueprintRun {
  const document = parseDocument(text, { logLevel: 'silent', lineCounter: new LineCounter() });
  if (document.errors.length > 0) return { result: 'unreadable', metadata: {}, messages: [] };
  const content = document.toJS({ maxAliasCount: 100 }) as Json;
  if (!isMapping(content) || !Array.isArray(content['entries'])) return { result: 'unreadable', metadata: {}, messages: [] };
  const said = content['metadata'];
  const metadata: Mapping = isMapping(said) ? { name: said['name'] ?? '', labels: said['labels'] ?? {} } : {};
  if ((content['version'] ?? 1) !== 1) return { result: 'refused', metadata, messages: ['Invalid blueprint version'] };
  const models = content['entries'].map((entry) => findModel(world, entry));
  if (models.includes(undefined)) return { result: 'failed', metadata, messages: ['App or Model does not exist'] };
  if (hasTags(document)) return { result: 'applied', metadata, messages: [] };
  const before = world.store.clone();
  try {
    for (const [index, entry] of content['entries'].entries()) writeEntry(world, models[index] ?? '', entry as Mapping, caller);
  } catch (error) {
    world.store.restore(before);
    if (error instanceof Refusal) return { result: 'failed', metadata, messages: [`entry invalid: Serializer errors ${formatJson(error.reply.body ?? {})}`] };
    throw error;
  }
  if (dry) world.store.restore(before);
  return { result: 'applied', metadata, messages: [] };
}

const isMapping = (value: Json | undefined): value is { [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

function findModel(world: World, entry: Json): ModelName | undefined {
  const name = isMapping(entry) && typeof entry['model'] === 'string' ? entry['model'].toLowerCase() : '';
  return name in world.catalog.models ? name : undefined;
}

function hasTags(document: ReturnType<typeof parseDocument>): boolean {
  let found = false;
  visit(document, {
    Node: (_, node) => {
      if ('tag' in node && typeof node.tag === 'string' && node.tag.startsWith('!')) found = true;
    },
  });
  return found;
}

function writeEntry(world: World, name: ModelName, entry: Mapping, caller: Caller): void {
  const model = world.models.models.get(name);
  if (!model) return;
  const identifiers = isMapping(entry['identifiers']) ? entry['identifiers'] : {};
  const attrs = isMapping(entry['attrs']) ? entry['attrs'] : {};
  const { pk, ...others } = identifiers;
  // The key alone is enough, and so are all the others together.
  const row = world.store.list([name]).find((one) => (pk !== undefined && one.pk === pk) || (Object.keys(others).length > 0 && Object.entries(others).every(([field, value]) => one.values[field] === value)));
  if (entry['state'] === 'absent') {
    if (row) deleteObject(world, row);
  } else if (!row || entry['state'] !== 'created') {
    // A literal key becomes the new object's own: that is how what the server exported stays consistent.
    const key = !row && (typeof pk === 'string' || typeof pk === 'number') ? { key: pk } : {};
    writeObject({ world, model, row, caller, partial: row !== undefined, ...key }, { ...attrs, ...others });
  }
}
