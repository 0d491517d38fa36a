import type { EventAction, EventLog } from '../catalog/event-log.ts';
import { isMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';

/** What the server's log says of one change of an object. */
export interface ObjectEvent {
  readonly action: EventAction;
  /** Who did it; undefined where the event does not say. */
  readonly user: string | undefined;
  /** For whom, where he acted as somebody else. */
  readonly onBehalfOf: string | undefined;
  /** When, by the server's clock, in milliseconds. */
  readonly at: number;
  /** The primary key of the object, as `eventKey` writes it. */
  readonly key: string;
  /** How the server called the object then. */
  readonly name: string;
  /** The request, where one did it. */
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
}

/** A primary key as events have it: a UUID without dashes. */
export function eventKey(key: string | number): string {
  return String(key).replaceAll('-', '');
}

/** Reads an event; undefined for what says nothing of a change of an object. */
export function toObjectEvent(item: Json, { actions, nameless }: EventLog): ObjectEvent | undefined {
  if (!isMapping(item)) return undefined;
  const { action, user, created, context, client_ip: address } = item;
  const what = typeof action === 'string' ? actions[action] : undefined;
  const at = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  const model = isMapping(context) ? context['model'] : undefined;
  if (what === undefined || Number.isNaN(at) || !isMapping(model)) return undefined;
  const { pk, name } = model;
  if (typeof pk !== 'string' && typeof pk !== 'number') return undefined;
  const request = isMapping(context) ? context['http_request'] : undefined;
  const { method, path, user_agent: userAgent } = isMapping(request) ? request : {};
  const { username, on_behalf_of: other } = isMapping(user) ? user : {};
  return {
    action: what,
    user: username === nameless ? undefined : text(username),
    onBehalfOf: isMapping(other) ? text(other['username']) : undefined,
    at,
    key: eventKey(pk),
    name: text(name) ?? '',
    method: text(method),
    path: text(path),
    userAgent: text(userAgent),
    address: text(address),
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
