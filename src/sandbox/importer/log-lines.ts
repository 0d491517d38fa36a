import type { Json } from '../../catalog/model.ts';
import type { ImporterRules } from '../behaviour/shared/importer.ts';
import type { LogMessage } from '../blueprint-run.ts';
import { isTrue } from '../validation/scalar.ts';
import type { EntryError } from './entry-error.ts';
import { isLoadedMapping, type Loaded, Moment, Tag } from './load-yaml.ts';
import type { BlueprintEntry } from './read-blueprint.ts';

/** The lines that the importer logs about an entry that it refuses. */
export function describeRefusal(
  { formal }: ImporterRules,
  entry: BlueprintEntry,
  error: EntryError,
): readonly LogMessage[] {
  const what = error.unknownModel ? 'App or Model does not exist' : `Entry invalid: ${error.message}`;
  const [app = '', model = ''] = (entry.model ?? '').split('.');
  const attributes: LogMessage['attributes'] = error.unknownModel
    ? { app, model }
    : { entry: showEntry(entry), error: error.message };
  if (formal) return [{ event: what, attributes }, { event: 'Blueprint validation failed' }];
  const plain = error.unknownModel ? what.toLowerCase() : `e${what.slice(1)}`;
  return [{ event: plain, attributes }];
}

/** An entry as the log shows it, whole: with its secrets. */
function showEntry(entry: BlueprintEntry): Json {
  const { model = '', state, conditions, identifiers, attrs, permissions, id = null } = entry;
  return {
    model,
    state,
    conditions: showItems(conditions),
    identifiers: show(identifiers),
    attrs: show(attrs),
    permissions: showItems(permissions),
    id,
    _state: { instance: null },
  };
}

function show(value: Loaded): Json {
  if (value instanceof Tag) return `<authentik.blueprints.v1.common.${value.name.slice(1)} object>`;
  if (value instanceof Moment) return value.text;
  if (Array.isArray(value)) return showItems(value);
  if (!isLoadedMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, show(one)]));
}

/** Of lists, only what Python takes for true is shown. */
function showItems(items: readonly Loaded[]): Json[] {
  return items.map(show).filter(isTrue);
}
