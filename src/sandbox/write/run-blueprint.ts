import { LineCounter, parseDocument, visit } from 'yaml';
import { formatJson } from '../../catalog/exact-json.ts';
import type { Json, ModelName } from '../../catalog/model.ts';
import { grant, grantRules, grantToUser } from '../grants.ts';
import { crash, Refusal } from '../reply.ts';
import type { Row } from '../store.ts';
import type { BlueprintRun, Caller, World } from '../world.ts';
import { deleteObject } from './delete.ts';
import { writeObject } from './save.ts';

type Mapping = { readonly [key: string]: Json };

/**
 * What the server's importer makes of a blueprint, as far as a sandbox goes: entries without tags are written
 * like requests; a blueprint with tags is only looked at. All or nothing: when an entry fails, or with `dry`,
 * nothing is changed.
 */
export function runBlueprint(world: World, text: string, caller: Caller, dry: boolean): BlueprintRun {
  const document = parseDocument(text, { logLevel: 'silent', lineCounter: new LineCounter() });
  if (document.errors.length > 0) return { result: 'unreadable', metadata: {}, messages: [] };
  const content = document.toJS({ maxAliasCount: 100 }) as Json;
  const { emptyBlueprints } = world.behaviour.importer;
  // What has no entries at all is an empty blueprint to later releases (recorded: "b blueprint content not a
  // mapping", "… empty mapping").
  if (
    emptyBlueprints &&
    (Array.isArray(content) || (isMapping(content) && Object.keys(content).length === 0))
  )
    return { result: 'applied', metadata: {}, messages: [] };
  if (!isMapping(content) || !Array.isArray(content['entries']))
    return { result: 'unreadable', metadata: {}, messages: [] };
  const said = content['metadata'];
  const metadata: Mapping = isMapping(said) ? { name: said['name'] ?? '', labels: said['labels'] ?? {} } : {};
  if ((content['version'] ?? 1) !== 1)
    return { result: 'refused', metadata, messages: [{ event: 'Invalid blueprint version' }] };
  const tags = listTags(document);
  if (tags.some(({ name }) => !TAGS.includes(name))) return { result: 'unreadable', metadata, messages: [] };
  const verdict =
    world.behaviour.importer.verdict === undefined ? [] : [{ event: world.behaviour.importer.verdict }];
  const models = content['entries'].map((entry) => findModel(world, entry));
  if (models.includes(undefined))
    return { result: 'failed', metadata, messages: [{ event: 'App or Model does not exist' }, ...verdict] };
  const ids = content['entries'].map((entry) => (isMapping(entry) ? (entry['id'] ?? null) : null));
  // An entry that is not there cannot be meant: the importer fails (recorded: "b blueprint content keyof").
  if (tags.some(({ name, value }) => name === '!KeyOf' && !ids.includes(value)))
    return { result: 'crashed', metadata, messages: [] };
  if (tags.length > 0) return { result: 'applied', metadata, messages: [] };
  const before = world.store.clone();
  const keys = new Map<Json, Json>();
  let at = 0;
  try {
    for (const entry of content['entries']) {
      writeEntry(world, models[at] ?? '', entry as Mapping, caller, keys);
      at += 1;
    }
  } catch (error) {
    world.store.restore(before);
    if (error instanceof Refusal && error.reply.status === 405)
      return { result: 'crashed', metadata, messages: [] };
    if (error instanceof Refusal)
      return {
        result: 'failed',
        metadata,
        messages: [
          {
            event: `Entry invalid: Serializer errors ${formatJson(error.reply.body ?? {})}`,
            entry: content['entries'][at] ?? null,
          },
          ...verdict,
        ],
      };
    throw error;
  }
  if (dry) world.store.restore(before);
  return { result: 'applied', metadata, messages: [] };
}

const isMapping = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function findModel(world: World, entry: Json): ModelName | undefined {
  const name = isMapping(entry) && typeof entry['model'] === 'string' ? entry['model'].toLowerCase() : '';
  return name in world.catalog.models ? name : undefined;
}

/** The tags of the blueprint language. */
const TAGS = [
  '!KeyOf',
  '!Find',
  '!FindObject',
  '!Context',
  '!Env',
  '!File',
  '!Format',
  '!Condition',
  '!If',
  '!Enumerate',
  '!Value',
  '!Index',
  '!AtIndex',
  '!ParseJSON',
];

function listTags(
  document: ReturnType<typeof parseDocument>,
): { readonly name: string; readonly value: Json }[] {
  const found: { name: string; value: Json }[] = [];
  visit(document, {
    Node: (_, node) => {
      if ('tag' in node && typeof node.tag === 'string' && node.tag.startsWith('!'))
        found.push({ name: node.tag, value: 'value' in node ? (node.value as Json) : null });
    },
  });
  return found;
}

/** `keys`: what became of the literal keys of earlier entries, which later ones may mean. */
function writeEntry(
  world: World,
  name: ModelName,
  entry: Mapping,
  caller: Caller,
  keys: Map<Json, Json>,
): void {
  const model = world.models.models.get(name);
  if (!model) return;
  const { pk, ...others } = withRealKeys(isMapping(entry['identifiers']) ? entry['identifiers'] : {}, keys);
  const attrs = withRealKeys(isMapping(entry['attrs']) ? entry['attrs'] : {}, keys);
  // The key alone is enough, and so are all the others together.
  const row = world.store
    .list([name])
    .find(
      (one) =>
        (pk !== undefined && one.pk === pk) ||
        (Object.keys(others).length > 0 &&
          Object.entries(others).every(([field, value]) => one.values[field] === value)),
    );
  if (entry['state'] === 'absent') {
    if (row) deleteObject(world, row);
    return;
  }
  let written = row;
  if (!row || entry['state'] !== 'created') {
    // A literal key becomes the new object's own, unless its base class has the key (seen on a real
    // 2025.12.4: flows keep it, stages do not).
    const hasOwnKey = model.bases.every((base) => base === world.behaviour.anchors.target);
    const key = !row && hasOwnKey && (typeof pk === 'string' || typeof pk === 'number') ? { key: pk } : {};
    const { permissions, ...values } = attrs;
    written = writeObject(
      { world, model, row, caller, partial: row !== undefined, ...key },
      { ...(isHolder(world, name) ? values : attrs), ...others },
    );
    if (pk !== undefined) keys.set(pk, written.pk);
    if (isHolder(world, name) && Array.isArray(permissions))
      for (const one of permissions) grantAs(world, written, String(one));
  }
  const wanted = entry['permissions'];
  if (written && Array.isArray(wanted))
    for (const one of wanted) if (isMapping(one)) grantOn(world, written, one);
}

/** Whether the importer takes what objects of this kind hold everywhere as an attribute. */
function isHolder(world: World, name: ModelName): boolean {
  return name === world.behaviour.anchors.user || grantRules(world).some(({ holder }) => holder === name);
}

function grantAs(world: World, row: Row, permission: string): void {
  if (row.model === world.behaviour.anchors.user) grantToUser(world, row, permission);
  else grant(world, row, permission);
}

/**
 * A permission of an entry: on its object, to a user and to a role. Whoever is not there makes the import
 * fail.
 */
function grantOn(world: World, object: Row, wanted: Mapping): void {
  const permission = String(wanted['permission']);
  const find = (model: ModelName, key: Json): Row => {
    const found = world.store.get(model, key);
    if (!found) throw crash();
    return found;
  };
  const { user = null, role = null } = wanted;
  if (user !== null) grantToUser(world, find(world.behaviour.anchors.user, user), permission, object);
  const roles = grantRules(world).find(({ key }) => key === 'role_pk')?.holder;
  if (role !== null && roles !== undefined) grant(world, find(roles, role), permission, object);
}

/**
 * Values, items of lists and values of mappings that are a literal key of an earlier entry, as the key that
 * its object has.
 */
function withRealKeys(values: Mapping, keys: ReadonlyMap<Json, Json>): { [key: string]: Json } {
  const one = (value: Json): Json => keys.get(value) ?? value;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === 'pk' ? value : Array.isArray(value) ? value.map(one) : one(value),
    ]),
  );
}
