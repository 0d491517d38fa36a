import type { Json, ModelName } from '../../catalog/model.ts';
import { type ImporterRules, importerRules } from '../behaviour/shared/importer.ts';
import type { BlueprintRun, LogMessage } from '../blueprint-run.ts';
import type { Release } from '../release.ts';
import {
  FormError,
  isLoadedMapping,
  type Loaded,
  type LoadedMapping,
  LoadError,
  Moment,
  loadYaml,
  Tag,
} from './load-yaml.ts';

/** An entry of a blueprint, with its tags. */
export interface BlueprintEntry {
  /** Counted from 1. */
  readonly place: number;
  /** As the entry writes it; undefined: a tag says it. */
  readonly model: ModelName | undefined;
  readonly id: string | undefined;
  readonly state: EntryState;
  readonly conditions: readonly Loaded[];
  readonly identifiers: LoadedMapping;
  readonly attrs: LoadedMapping;
  readonly permissions: readonly LoadedMapping[];
}

type EntryState = (typeof STATES)[number];

const STATES = ['present', 'created', 'absent', 'must_created'] as const;

/** A blueprint that the importer can read. */
export interface ReadBlueprint {
  readonly metadata: Readonly<Record<string, Json>>;
  readonly entries: readonly BlueprintEntry[];
  readonly context: LoadedMapping;
  /** It has tags that the sandbox does not evaluate. */
  readonly hasUnknown: boolean;
}

/** The text of a blueprint, read as the server's importer does; or the result, where the import ends here. */
export function readBlueprint(
  { catalog }: Pick<Release, 'catalog'>,
  text: string,
): ReadBlueprint | BlueprintRun {
  const rules = importerRules(catalog.release);
  try {
    const read = readContent(loadYaml(text, TAGS), rules);
    return read.version === 1
      ? read
      : end('refused', read.metadata, [{ event: 'Invalid blueprint version' }]);
  } catch (error) {
    if (error instanceof LoadError) return { ...end('unreadable'), isReported: error.isReported };
    throw error;
  }
}

/** The result of an import, with what the importer logs. */
export function end(
  result: BlueprintRun['result'],
  metadata: BlueprintRun['metadata'] = {},
  messages: readonly LogMessage[] = [],
): BlueprintRun {
  return { result, metadata, messages };
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

/** Those of them that the sandbox evaluates. */
const EVALUATED = ['!KeyOf', '!Format'];

const PARTS = ['version', 'entries', 'context', 'metadata'];

/**
 * A blueprint of what was loaded. Of a list or a text, as of an empty mapping, all parts have their defaults
 * (measured on 2023.2.3 and 2025.12.4).
 */
function readContent(content: Loaded, rules: ImporterRules): ReadBlueprint & { readonly version: Loaded } {
  if (content instanceof Tag) throw new FormError('a tag');
  if (
    content === null ||
    content instanceof Moment ||
    ['number', 'boolean', 'bigint'].includes(typeof content)
  )
    throw new LoadError('nothing that has parts');
  // Of a text, Python looks for the names of the parts in it.
  if (typeof content === 'string' && PARTS.some((part) => content.includes(part)))
    throw new LoadError('a text has no parts');
  const {
    version = 1,
    entries = [],
    context = {},
    metadata = null,
  } = isLoadedMapping(content) ? content : {};
  if (typeof version !== 'number' && typeof version !== 'boolean') throw new FormError('no version');
  if (!isLoadedMapping(context)) throw new FormError('no context');
  return {
    version: Number(version),
    metadata: readMetadata(metadata),
    context,
    entries: listEntries(entries, rules).map((entry, index) => readEntry(entry, index + 1, rules)),
    hasUnknown: hasUnknown(content, context),
  };
}

function listEntries(entries: Loaded, { sections }: ImporterRules): readonly Loaded[] {
  if (Array.isArray(entries)) return entries;
  if (!sections || !isLoadedMapping(entries)) throw new FormError('no list of entries');
  return Object.values(entries).flatMap((section) => {
    if (!Array.isArray(section)) throw new FormError('no list of entries');
    return section;
  });
}

function readMetadata(given: Loaded): Readonly<Record<string, Json>> {
  if (given === null) return {};
  const { name, labels = {} } = isLoadedMapping(given) ? given : {};
  if (typeof name !== 'string' || !isLoadedMapping(labels)) throw new FormError('no metadata');
  return { name, labels: labels as { [key: string]: Json } };
}

function readEntry(entry: Loaded, place: number, rules: ImporterRules): BlueprintEntry {
  if (!isLoadedMapping(entry)) throw new FormError('no entry');
  const { model, id = null, state = 'present' } = entry;
  const { conditions = [], identifiers = {}, attrs = {} } = entry;
  if (typeof model !== 'string' && !(model instanceof Tag)) throw new FormError('no model');
  if (typeof id !== 'string' && id !== null) throw new FormError('no id');
  if (!Array.isArray(conditions)) throw new FormError('no conditions');
  if (!isLoadedMapping(identifiers)) throw new FormError('no identifiers');
  if (!isLoadedMapping(attrs)) throw new FormError('no attributes');
  return {
    place,
    model: typeof model === 'string' ? model : undefined,
    id: id ?? undefined,
    state: readState(state, rules),
    conditions,
    identifiers,
    attrs,
    permissions: rules.permissions ? readPermissions(entry['permissions'] ?? []) : [],
  };
}

function readPermissions(given: Loaded): readonly LoadedMapping[] {
  if (!Array.isArray(given) || !given.every(isLoadedMapping)) throw new FormError('no permissions');
  for (const { permission, user = null, role = null } of given) {
    const isRead =
      (typeof permission === 'string' || permission instanceof Tag) &&
      (user === null || typeof user === 'number' || user instanceof Tag) &&
      (role === null || typeof role === 'string' || role instanceof Tag);
    if (!isRead) throw new FormError('no permission');
  }
  return given;
}

function readState(given: Loaded, { mustCreate }: ImporterRules): EntryState {
  // A tag is evaluated, which the sandbox only does where it evaluates the whole blueprint.
  if (given instanceof Tag) return 'present';
  const state = STATES.find((one) => one === given);
  if (state === undefined || (state === 'must_created' && mustCreate === 'unknown'))
    throw new FormError('no state');
  return state;
}

/** Whether there is a tag in a value that is not evaluated; `!If` is where the blueprint's own context decides. */
function hasUnknown(value: Loaded, context: LoadedMapping): boolean {
  if (value instanceof Tag) {
    const { name, content } = value;
    const [condition, ...values] = name === '!If' && Array.isArray(content) ? content : [];
    if (condition instanceof Tag && condition.name === '!Context')
      return !(String(condition.content) in context) || hasUnknown(values, context);
    return !EVALUATED.includes(name) || hasUnknown(content, context);
  }
  if (Array.isArray(value)) return value.some((one) => hasUnknown(one, context));
  return isLoadedMapping(value) && Object.values(value).some((one) => hasUnknown(one, context));
}
