import { PAGE_SIZE, readAll } from '../actual/read-all.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { itemPath } from '../client/item-path.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import { keysIn } from './confirm.ts';
import type { Creates, DoneCreate } from './creates.ts';
import { findCopies } from './find-copies.ts';
import { LikeIndex } from './like-index.ts';
import type { Written } from './written.ts';

/*
 * A network may deliver one create twice, and two runs may make the same object at the same moment. Where the
 * server takes both, nothing that is done before a create prevents it. So what this run has created of such
 * models is looked for once more at its end.
 */

/** So many creates of a model are looked for one by one; for more of them its whole list is read. */
const FEW = 3;
/** A longer list is not read: of its objects, so many are looked for one by one. */
const LONGEST_LIST = 5_000;
const MOST_SINGLE = 50;

/**
 * Looks for second copies of what a run has created, and gives a finding for each, with both keys. One list a
 * model, or a few filtered ones; models whose objects are unique on the server cost nothing.
 */
export async function findTwins(client: Client, creates: Creates, sources: Sources): Promise<Diagnostic[]> {
  const byModel = new Map<string, DoneCreate[]>();
  for (const create of creates.done) {
    const others = byModel.get(create.model.name);
    if (others) others.push(create);
    else byModel.set(create.model.name, [create]);
  }
  const found = await Promise.all(
    [...byModel.values()].map((done) => twinsOf(client, creates, done, sources)),
  );
  return found.flat();
}

async function twinsOf(
  client: Client,
  creates: Creates,
  done: readonly DoneCreate[],
  sources: Sources,
): Promise<Diagnostic[]> {
  const [first] = done;
  if (!first) return [];
  const list = await listOf(client, first.model, done.length).catch(ignoreUnread);
  const looked = list ? done : done.slice(0, MOST_SINGLE);
  const findings = await Promise.all(
    looked.map(async (create) => {
      const twins = (await findCopies(client, create, creates, list).catch(ignoreUnread)) ?? [];
      return twins.length > 0 ? [explain(create, twins, sources)] : [];
    }),
  );
  return findings.flat();
}

/** The whole list of a model, where one request for each object would be more. */
async function listOf(client: Client, model: Resource, number: number): Promise<LikeIndex | undefined> {
  if (number <= FEW) return undefined;
  const { path, pk, listQuery } = model.collection;
  const query = { page_size: PAGE_SIZE, ...listQuery };
  const first = await client.page(path, query);
  if (first.count > LONGEST_LIST) return undefined;
  return new LikeIndex(await readAll(client, path, query, pk, first));
}

function explain(
  { change, model, key }: DoneCreate,
  twins: readonly Written[],
  sources: Sources,
): Diagnostic {
  const others = twins.flatMap((row) => keysIn(model, row)?.key ?? []);
  const times = others.length === 1 ? 'twice' : `${others.length + 1} times`;
  const paths = others.map((other) => `DELETE /api/v3${itemPath(model.collection, other)}`);
  return toDiagnostic({
    code: 'made-twice',
    message: sources.secrets.mask(
      `${model.name} ${change.key} was made ${times}: this run made ${key.key}, and the server has ${others.join(', ')}, too`,
    ),
    hint: `delete what is too much in the web interface or with ${paths.join(', ')}; then plan again`,
    place: placeOf(sources, change.place),
    entry: change.entry,
  });
}

/** A list that cannot be read shows no copies; the next plan reads it again. */
function ignoreUnread(error: unknown): undefined {
  if (!(error instanceof ApiError)) throw error;
}
