import type { Catalog } from '../../src/catalog/model.ts';
import { stateOf } from '../faults/state.ts';
import type { Setup } from '../oracle/run-case.ts';

/** Milliseconds. Moments that entries give are further away. */
const YEAR = 365 * 24 * 3600 * 1000;

/** What stateOf adds to the columns of an object. */
const GIVEN = ['permissions', 'groups'];

/**
 * What a server has, without keys, moments and what it makes up itself. `hidden`: whether secrets, what the API does
 * not show and what use changes are compared, too, and durations as they are written.
 */
export function stateIn({ sandbox, catalog }: Setup, hidden = true): Readonly<Record<string, unknown>> {
  const state = stateOf(sandbox.snapshot().export(catalog.release), catalog);
  return Object.fromEntries(
    [...state].map(([label, things]) => [
      label,
      things.map(({ model, values }) => told(model, values, catalog, hidden)),
    ]),
  );
}

function told(
  name: string,
  values: Readonly<Record<string, string>>,
  { models }: Catalog,
  hidden: boolean,
): object {
  const model = models[name];
  if (model?.kind !== 'resource') return values;
  const shown = Object.fromEntries(
    Object.entries(values).filter(([column, value]) => {
      const field = model.fields[column];
      if (!field) return GIVEN.includes(column);
      if (!hidden && (field.secret || field.writeOnly || field.volatile)) return false;
      const isMoment =
        field.format === 'date-time' && Math.abs(Date.parse(JSON.parse(value) as string) - Date.now()) < YEAR;
      return !field.generated && !field.readOnly && !field.setter && !isMoment;
    }),
  );
  for (const [column, value] of Object.entries(shown))
    if (!hidden && model.fields[column]?.format === 'duration') shown[column] = String(secondsOf(value));
  return shown;
}

const SECONDS: Readonly<Record<string, number>> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 24 * 3600,
  weeks: 7 * 24 * 3600,
};

/** How long a duration is, as `hours=1;minutes=30`; 90 minutes are that, too. */
function secondsOf(text: string): number {
  const parts = [...text.matchAll(/(\w+)=(-?[\d.]+)/g)];
  return parts.reduce((sum, [, unit = '', count]) => sum + (SECONDS[unit] ?? NaN) * Number(count), 0);
}
