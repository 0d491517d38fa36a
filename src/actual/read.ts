import { detailQuery } from '../catalog/detail-query.ts';
import type { BaseModel, Catalog, Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { isAboutRows, type Question, questionKey } from '../catalog/question.ts';
import { isShown, type ShownModel } from '../catalog/shown-model.ts';
import type { Report } from '../diagnostics/collector.ts';
import { instancesOf, isOwnInstance } from '../ownership/own-instances.ts';
import { checkKeys, PAGE_SIZE, readAll } from './read-all.ts';
import { reportUnreadable } from './report-unreadable.ts';
import { type Lists, readLists } from './read-lists.ts';
import { readPermissions } from './read-permissions.ts';
import type { ModelRows, Row, Snapshot } from './snapshot.ts';

/**
 * Answers questions by list calls and gives the snapshot `before` with the answers added. For each model the
 * cheaper way is taken: all its pages, or one filtered call per question. Objects that a list shows but that
 * belong to another model are left out, and so are our own blueprint instances. A list that the server does not show to this user is reported as an
 * error, and its model stays unread. Sends only GET. Throws an ApiError when the server cannot be read at
 * all, or without `report` also when one list cannot.
 */
export async function readSnapshot(
  client: Client,
  catalog: Catalog,
  questions: readonly Question[],
  before: Snapshot,
  report?: Report,
): Promise<Snapshot> {
  const byModel = new Map<string, Question[]>();
  const ask = (question: Question): void => {
    const others = byModel.get(question.model);
    if (others) others.push(question);
    else byModel.set(question.model, [question]);
  };
  for (const question of questions) {
    if (!isAboutRows(question)) continue;
    ask(question);
    const model = catalog.models[question.model];
    if (model?.kind === 'resource')
      for (const other of model.shadowedBy) if (!before.models[other]?.complete) ask({ model: other });
  }
  const lists = readLists(client, catalog, questions, before.listed);
  const [licensed, listed, { granted, named }, read] = await Promise.all([
    readLicence(client, questions, before.licensed),
    lists,
    readPermissions(client, catalog, questions, report),
    Promise.all(
      [...byModel].map(
        async ([model, asked]) =>
          [
            model,
            await readModel(client, catalog, asked, before.models[model], lists).catch(
              unreadable(model, report),
            ),
          ] as const,
      ),
    ),
  ]);
  const models = { ...before.models, ...Object.fromEntries(read) };
  for (const [name, rows] of Object.entries(models)) {
    const model = catalog.models[name];
    if (model?.kind === 'resource' && model.shadowedBy.length > 0)
      models[name] = withoutShadowed(model, rows, models);
  }
  return {
    ...before,
    models,
    granted: { ...before.granted, ...granted },
    named: { ...before.named, ...named },
    listed,
    licensed,
  };
}

/** Whether the server has a licence, read once. */
async function readLicence(
  client: Client,
  questions: readonly Question[],
  before: Snapshot['licensed'],
): Promise<Snapshot['licensed']> {
  if (before !== undefined || !questions.some(({ licence }) => licence)) return before;
  return (await client.licensed()) ?? null;
}

function unreadable(model: string, report: Report | undefined): (error: unknown) => ModelRows {
  return (error) => {
    reportUnreadable(error, `the objects of ${model}`, report);
    return { complete: false, answered: [], rows: [] };
  };
}

function withoutShadowed(
  model: Resource,
  rows: ModelRows,
  models: Readonly<Record<string, ModelRows>>,
): ModelRows {
  const foreign = new Set(
    model.shadowedBy.flatMap((other) => (models[other]?.rows ?? []).map((row) => row[model.collection.pk])),
  );
  return foreign.size === 0
    ? rows
    : { ...rows, rows: rows.rows.filter((row) => !foreign.has(row[model.collection.pk])) };
}

async function readModel(
  client: Client,
  catalog: Catalog,
  questions: readonly Question[],
  before: ModelRows | undefined,
  lists: Promise<Lists>,
): Promise<ModelRows> {
  const model = catalog.models[questions[0]?.model ?? ''];
  // Where the server does not list its files, only the status of its instances counts.
  if (model?.kind === 'meta') return whole((await lists)[model.applying?.files ?? ''] ?? []);
  if (model?.kind === 'base') return readBase(client, catalog, model);
  if (!isShown(model)) return whole([]);
  const read = await readResource(client, model, questions, before);
  checkKeys(model.collection.path, read.rows, [model.collection.key]);
  return model.name === instancesOf(catalog) ? withoutOwn(read) : read;
}

/** The blueprint instances but for those in which we keep the lock and inventories: no entry is about them. */
function withoutOwn(instances: ModelRows): ModelRows {
  return { ...instances, rows: instances.rows.filter(({ name }) => !isOwnInstance(name)) };
}

async function readResource(
  client: Client,
  model: ShownModel,
  questions: readonly Question[],
  before: ModelRows | undefined,
): Promise<ModelRows> {
  const { path: list, pk, key, listQuery } = model.collection;
  const query = { page_size: PAGE_SIZE, ordering: key, ...listQuery };
  const wholeQuestion = questions.find((question) => question.whole);
  if (wholeQuestion) {
    const rows = await readAll(client, list, { ...query, ...detailQuery(model) }, pk);
    return { complete: true, answered: [questionKey(wholeQuestion)], rows };
  }
  const filtered = questions.map((question) => filterOf(model, question));
  const first = await client.page(list, query);
  const pagesLeft = first.next === 0 ? 0 : Math.max(1, first.pages - 1);
  const cheaper =
    pagesLeft > 0 && filtered.every((filter) => filter !== undefined) && filtered.length <= pagesLeft;
  if (!cheaper) return whole(await readAll(client, list, query, pk, first));
  const answers = await Promise.all(
    filtered.map((filter) => readAll(client, list, { ...query, ...filter }, pk)),
  ).catch(refusedFilter);
  if (answers) return withAnswers(before, pk, questions, answers);
  return whole(await readAll(client, list, query, pk, first));
}

/**
 * The rows that were read before, with those of the answers added; `answers` are in the order of `questions`.
 */
function withAnswers(
  before: ModelRows | undefined,
  pk: string,
  questions: readonly Question[],
  answers: readonly (readonly Row[])[],
): ModelRows {
  const rows = new Map<Json | undefined, Row>((before?.rows ?? []).map((row) => [row[pk], row]));
  for (const [index, answer] of answers.entries()) {
    const where = questions[index]?.where ?? {};
    // An unknown filter gives the whole list (rest-api-2023.2, point 8): every object is checked.
    for (const row of answer)
      if (Object.entries(where).every(([field, value]) => row[field] === value)) rows.set(row[pk], row);
  }
  return {
    complete: false,
    answered: [...new Set([...(before?.answered ?? []), ...questions.map(questionKey)])],
    rows: [...rows.values()],
  };
}

/**
 * The rows of a base model's list, each with its primary key as `pk`, whatever its kinds call it; none where the
 * release has no such list.
 */
async function readBase(
  client: Client,
  { models }: Catalog,
  { list, concrete }: BaseModel,
): Promise<ModelRows> {
  if (list === undefined) return whole([]);
  const [first = ''] = concrete;
  const kind = models[first];
  const pk = kind?.kind === 'resource' ? kind.collection.pk : 'pk';
  const rows = await readAll(client, list, { page_size: PAGE_SIZE, ordering: pk }, pk);
  return whole(pk === 'pk' ? rows : rows.map((row) => ({ ...row, pk: row[pk] ?? null })));
}

/** All objects of a model, which answer every question about it. */
function whole(rows: readonly Row[]): ModelRows {
  return { complete: true, answered: [], rows };
}

/**
 * The query that answers a question; undefined when the list cannot be filtered by all that the question asks
 * for.
 */
function filterOf(model: ShownModel, question: Question): Record<string, string> | undefined {
  if (!question.where) return undefined;
  const entries = Object.entries(question.where);
  const fits = entries.every(([field, value]) => {
    const filter = model.filters[field];
    return filter !== undefined && filter.type === (typeof value === 'number' ? 'integer' : typeof value);
  });
  return fits ? Object.fromEntries(entries.map(([field, value]) => [field, String(value)])) : undefined;
}

/**
 * Ignores that a filter was refused: filtering by the key of an object that does not exist is a 400, not an
 * empty list (rest-api-2023.2, point 9), so the whole list is read instead.
 */
function refusedFilter(error: unknown): undefined {
  if (!(error instanceof ApiError && error.kind === 'invalid')) throw error;
}
