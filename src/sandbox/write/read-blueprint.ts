import { LineCounter, parseDocument, visit } from 'yaml';
import type { Json, ModelName } from '../../catalog/model.ts';
import type { BlueprintRun, LogMessage } from '../blueprint-run.ts';
import type { Release } from '../release.ts';

export type Mapping = { readonly [key: string]: Json };

/** An entry of a blueprint, and the model that it names. */
export interface BlueprintEntry {
  readonly model: ModelName;
  readonly content: Mapping;
}

/** A blueprint that the importer can read: its entries, all of models that the release has. */
interface ReadBlueprint {
  readonly metadata: Mapping;
  readonly entries: readonly BlueprintEntry[];
  /** Values come from tags, which the sandbox does not evaluate. */
  readonly hasTags: boolean;
}

/** The text of a blueprint, read as the server's importer does; or the result, where the import ends here. */
export function readBlueprint(
  { behaviour, catalog }: Pick<Release, 'behaviour' | 'catalog'>,
  text: string,
): ReadBlueprint | BlueprintRun {
  const document = parseDocument(text, { logLevel: 'silent', lineCounter: new LineCounter() });
  if (document.errors.length > 0) return end('unreadable');
  const content = document.toJS({ maxAliasCount: 100 }) as Json;
  if (behaviour.importer.emptyBlueprints && isEmpty(content)) return end('applied');
  if (!isMapping(content) || !Array.isArray(content['entries'])) return end('unreadable');
  const { entries } = content;
  const metadata = readMetadata(content['metadata']);
  if ((content['version'] ?? 1) !== 1)
    return end('refused', metadata, [{ event: 'Invalid blueprint version' }]);
  const tags = listTags(document);
  if (tags.some(({ name }) => !TAGS.includes(name))) return end('unreadable', metadata);
  const read = entries.map((entry) => readEntry(entry, catalog.models));
  const known = read.filter((entry) => entry !== undefined);
  if (known.length < read.length)
    return end('failed', metadata, withVerdict({ event: 'App or Model does not exist' }, behaviour.importer));
  const ids = entries.map((entry) => (isMapping(entry) ? (entry['id'] ?? null) : null));
  // A !KeyOf with an id that no entry has makes the importer fail (recorded: "b blueprint content keyof").
  if (tags.some(({ name, value }) => name === '!KeyOf' && !ids.includes(value)))
    return end('crashed', metadata);
  return { metadata, entries: known, hasTags: tags.length > 0 };
}

/** The result of an import, with what the importer logs. */
export function end(
  result: BlueprintRun['result'],
  metadata: Mapping = {},
  messages: readonly LogMessage[] = [],
): BlueprintRun {
  return { result, metadata, messages };
}

/** A message and, in releases that log one, the verdict on the blueprint as a whole. */
export function withVerdict(
  message: LogMessage,
  { verdict }: Release['behaviour']['importer'],
): readonly LogMessage[] {
  return verdict === undefined ? [message] : [message, { event: verdict }];
}

export const isMapping = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What has no entries at all is an empty blueprint to later releases (recorded: "b blueprint content not a
 * mapping", "… empty mapping").
 */
function isEmpty(content: Json): boolean {
  return Array.isArray(content) || (isMapping(content) && Object.keys(content).length === 0);
}

function readMetadata(given: Json | undefined): Mapping {
  return isMapping(given) ? { name: given['name'] ?? '', labels: given['labels'] ?? {} } : {};
}

function readEntry(entry: Json, models: Readonly<Record<ModelName, unknown>>): BlueprintEntry | undefined {
  if (!isMapping(entry) || typeof entry['model'] !== 'string') return undefined;
  const model = entry['model'].toLowerCase();
  return model in models ? { model, content: entry } : undefined;
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
