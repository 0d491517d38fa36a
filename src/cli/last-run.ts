import type { Catalog } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { instancesOf, inventoryName, RUNS } from '../ownership/own-instances.ts';
import { readTraces } from '../ownership/traces.ts';

/**
 * When a run last wrote on the server, in milliseconds of its clock: by the inventory of the project, or by the trace
 * that runs without one leave. Undefined where there is none, or it may not be read. Throws the ApiError of a run that
 * is to stop.
 */
export async function lastRun(
  client: Client,
  catalog: Catalog,
  project: string | undefined,
): Promise<number | undefined> {
  const instances = instancesOf(catalog);
  const model = instances === undefined ? undefined : catalog.models[instances];
  if (model?.kind !== 'resource') return undefined;
  const names = new Set([RUNS, project === undefined ? '' : inventoryName(project)]);
  try {
    const traces = await readTraces({ client, model });
    const times = traces.instances.flatMap(({ name, written }) =>
      names.has(name) && written !== undefined ? [written] : [],
    );
    return times.length > 0 ? Math.max(...times) : undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind === 'interrupted') throw error;
    return undefined;
  }
}
