import type { Drift } from '../drift/drift.ts';
import type { ObjectEvent } from '../drift/object-event.ts';
import type { Trail } from '../drift/trail.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';
import { maskChange } from './mask-plan.ts';

/** What differs, without secrets in it: neither in the changes nor in what events say. */
export function maskDrift(drift: Drift, secrets: KnownSecrets): Drift {
  const { mask } = secrets;
  return {
    ...drift,
    differences: drift.differences.map((one) => ({
      ...one,
      change: maskChange(one.change, secrets),
      trail: maskTrail(one.trail, secrets),
    })),
    beside: drift.beside.map(({ child, trail }) => ({
      child: { ...child, name: mask(child.name), of: { ...child.of, key: mask(child.of.key) } },
      trail: maskTrail(trail, secrets),
    })),
    names: new Map([...drift.names].map(([row, name]) => [row, mask(name)])),
    notAsked: drift.notAsked === undefined ? undefined : mask(drift.notAsked),
  };
}

function maskTrail(trail: Trail, secrets: KnownSecrets): Trail {
  const { mask } = secrets;
  if (trail.kind !== 'events') return { ...trail, why: mask(trail.why) };
  const { run, through } = trail;
  const part = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : mask(text);
  return {
    ...trail,
    last: maskEvent(trail.last, secrets),
    first: trail.first && maskEvent(trail.first, secrets),
    run: run && { project: part(run.project), id: part(run.id) },
    through: part(through),
  };
}

function maskEvent(event: ObjectEvent, { mask }: KnownSecrets): ObjectEvent {
  const part = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : mask(text);
  return {
    ...event,
    user: part(event.user),
    onBehalfOf: part(event.onBehalfOf),
    name: mask(event.name),
    method: part(event.method),
    path: part(event.path),
    userAgent: part(event.userAgent),
    address: part(event.address),
  };
}
