import type { Json, ModelName } from '../../catalog/model.ts';
import type { Row } from '../store.ts';
import { listPermissions } from '../permissions.ts';
import type { World } from '../world.ts';
import { bad, type Checked, type Place } from './outcome.ts';
import { typeOfPython } from './scalar.ts';

const UUID = /^(urn:uuid:)?\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;

/** A UUID in the form in which the server shows it, or undefined. */
export function parseUuid(text: string): string | undefined {
  if (!UUID.test(text)) return undefined;
  const hex = text
    .replace(/^urn:uuid:/, '')
    .replaceAll(/[-{}]/g, '')
    .toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whether objects of this class count up or have UUIDs. */
function countsUp(world: World, to: ModelName): boolean {
  const first = world.models
    .concrete(to)
    .map((name) => world.models.models.get(name))
    .find((model) => model !== undefined);
  return first?.auto ?? false;
}

/** A primary key of an object that exists; stored as the key itself. */
export function checkReference(place: Place, to: ModelName, raw: Json): Checked {
  const { world } = place;
  if (typeof raw === 'boolean') return bad(`Incorrect type. Expected pk value, received bool.`);
  const isPermission = to === world.behaviour.anchors.permission;
  if (isPermission || countsUp(world, to)) {
    if (typeof raw !== 'number' && !(typeof raw === 'string' && /^-?\d+$/.test(raw)))
      return bad(`Incorrect type. Expected pk value, received ${typeOfPython(raw)}.`);
    const pk = isPermission
      ? listPermissions(world).find(({ id }) => id === Number(raw))?.id
      : world.store.find(world.models.concrete(to), Number(raw))?.pk;
    return pk !== undefined ? { value: pk } : bad(`Invalid pk "${raw}" - object does not exist.`);
  }
  const uuid = typeof raw === 'string' ? parseUuid(raw) : undefined;
  if (uuid === undefined)
    return bad(`“${typeof raw === 'string' ? raw : JSON.stringify(raw)}” is not a valid UUID.`);
  const row =
    to === world.behaviour.anchors.target
      ? findTarget(world, uuid)
      : world.store.find(world.models.concrete(to), uuid);
  return row ? { value: row.pk } : bad(`Invalid pk "${String(raw)}" - object does not exist.`);
}

/**
 * What policies can be bound to, by its own primary key or by its id as a target (recorded: "pbinding on flow
 * binding by fsb pk").
 */
function findTarget(world: World, uuid: string): Row | undefined {
  const models = world.models.concrete(world.behaviour.anchors.target);
  return world.store.find(models, uuid) ?? findByTargetId(world, uuid);
}

/** The object whose id as a target this is; only that id is taken by filters. */
export function findByTargetId(world: World, uuid: string): Row | undefined {
  const { target, targetId } = world.behaviour.anchors;
  return world.store
    .list(world.models.concrete(target))
    .find((row) => (row.values[targetId] ?? row.pk) === uuid);
}

/** A list of primary keys: without duplicates, each of an object that exists. */
export function checkReferences(place: Place, to: ModelName, raw: Json): Checked {
  if (!Array.isArray(raw)) return bad(`Expected a list of items but got type "${typeOfPython(raw)}".`);
  if (raw.length === 0 && !place.field.allowEmpty) return bad('This list may not be empty.');
  const found: Json[] = [];
  for (const item of raw) {
    const checked = checkReference(place, to, item);
    if ('errors' in checked) return checked;
    if (!found.includes(checked.value)) found.push(checked.value);
  }
  return { value: found };
}
