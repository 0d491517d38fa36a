import { createHash } from 'node:crypto';
import type { Json, ModelName } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import type { BlueprintRun } from '../blueprint-run.ts';
import type { Caller } from '../auth.ts';
import { type Environment, now } from '../environment.ts';
import { renderRow } from '../render/render.ts';
import { ok, type SandboxResponse } from '../response.ts';
import type { Row } from '../row.ts';
import type { TaskResult } from '../tasks.ts';
import { change, rowOf, type Actions, type Values } from './action.ts';
import type { Call } from './call.ts';
import { labelsOf } from './file-labels.ts';
import { logEntry } from './log-entry.ts';
import { requireWriter } from './resource.ts';

/*
 * Blueprints that the server keeps. It applies one while the caller waits, or (`column: later`) has a worker
 * do it and responds with the state before. The sandbox does not have the texts of a server's files: one counts
 * as applied. Its hash is the one that the release's file is known to have, else the one that its instance was applied with
 * last, or one made of its path.
 */

/** How long the worker takes, in milliseconds. */
const WORK = 40;

/** What a task is called since 2025.8. */
const ACTOR = 'authentik.blueprints.v1.tasks.apply_blueprint';

export const BLUEPRINT_ACTIONS: Actions = {
  'blueprint-files': ({ database, release, environment }, rule) =>
    ok(
      release.rules.blueprintFiles.map((path) => ({
        path,
        version: 1,
        hash: fileHash({ database, environment }, rule.model ?? '', path),
        last_m: 0,
        meta: { name: ownFile(environment, path)?.name ?? path, labels: labelsOf(release, path) },
      })),
    ),
  'blueprint-apply': applyBlueprint,
  tasks: listTasks,
};

function applyBlueprint(call: Call, rule: ActionRule): SandboxResponse {
  const caller = requireWriter(call);
  const { store } = call.database;
  const row = rowOf(call, rule);
  const shown = (): Json => renderRow(call.view, store.get(row.model, row.pk) ?? row);
  if (rule.column !== 'later') {
    applyInstance(call, row, caller);
    return ok(shown());
  }
  const before = shown();
  setTimeout(() => {
    const still = store.get(row.model, row.pk);
    if (still) applyInstance(call, still, caller);
  }, WORK).unref();
  return ok(before);
}

/** The results of tasks, as the rule's releases list them. */
function listTasks({ tasks, request }: Call, rule: ActionRule): SandboxResponse {
  const all = [...tasks.values()];
  if (rule.column === 'pages') {
    const instance = request.query.get('rel_obj_id');
    return onePage(all.filter((task) => [null, task.instance].includes(instance)).map(asWork));
  }
  const failed = all.filter((task) => task.failed);
  if (rule.column === 'names') {
    const uid = request.query.get('uid');
    return onePage(failed.filter(({ slug }) => [null, slug].includes(uid)).map(asNamed));
  }
  return ok(
    failed.map((task) => ({
      task_name: `apply_blueprint:${task.slug}`,
      task_description: 'Apply single blueprint',
      task_finish_timestamp: task.time,
      task_duration: 0,
      status: 'ERROR',
      messages: task.messages.map(({ event }) => event),
    })),
  );
}

/** A list that always has room on one page. */
function onePage(results: Json[]): SandboxResponse {
  return ok({
    pagination: {
      next: 0,
      previous: 0,
      count: results.length,
      current: 1,
      total_pages: 1,
      start_index: Math.min(1, results.length),
      end_index: results.length,
    },
    results,
  });
}

/** A task as releases since 2025.8 show it. */
function asWork(task: TaskResult): Json {
  return {
    message_id: task.instance,
    queue_name: 'default',
    actor_name: ACTOR,
    state: 'done',
    mtime: task.time,
    retries: 0,
    eta: null,
    rel_obj_app_label: 'authentik_blueprints',
    rel_obj_model: 'blueprintinstance',
    rel_obj_id: task.instance,
    uid: `${ACTOR}:${task.slug}`,
    logs: task.messages.map((message) => logEntry(message, task.time)),
    previous_logs: [],
    aggregated_status: task.failed ? 'warning' : 'done',
    description: 'Apply single blueprint.',
  };
}

/** A task as releases from 2024.2 to 2025.6 show it. */
function asNamed(task: TaskResult): Json {
  return {
    uuid: task.instance,
    name: 'apply_blueprint',
    full_name: `apply_blueprint:${task.slug}`,
    uid: task.slug,
    description: 'Apply single blueprint',
    start_timestamp: task.time,
    finish_timestamp: task.time,
    duration: 0,
    status: 'error',
    messages: task.messages.map((message) => logEntry(message, task.time)),
    expires: null,
    expiring: true,
  };
}

/** Applies an instance, as the server's task does; one that is switched off is passed over. */
function applyInstance(
  call: Pick<Call, 'database' | 'release' | 'environment' | 'importer' | 'tasks'>,
  row: Row,
  caller: Caller,
): void {
  const { store } = call.database;
  const { enabled, content, path, metadata, name } = row.values;
  if (enabled !== true) return;
  const file = typeof path === 'string' && path !== '' ? path : undefined;
  const run: BlueprintRun =
    file === undefined
      ? call.importer(String(content), caller, false)
      : {
          result: 'applied',
          metadata: { name: file, labels: labelsOf(call.release, file), ...(metadata as Values) },
          messages: [],
        };
  const time = now(call.environment.clock);
  const failed = run.result !== 'applied';
  const instance = String(row.pk);
  call.tasks.set(instance, {
    instance,
    slug: toSlug(String(name)),
    failed,
    messages: run.messages,
    time,
  });
  const applied: { [name: string]: Json } = {
    last_applied: time,
    status: failed ? 'error' : 'successful',
    metadata: { ...run.metadata },
  };
  if (!failed)
    applied['last_applied_hash'] =
      file === undefined ? sha512(String(content)) : fileHash(call, row.model, file);
  change(call.database, store.get(row.model, row.pk) ?? row, applied);
}

function toSlug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/[-\s]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** One of the release's own files, where it is known. */
function ownFile({ files }: Environment, path: string): Environment['files'][number] | undefined {
  return files.find((file) => file.path === path);
}

function fileHash(
  { database, environment }: Pick<Call, 'database' | 'environment'>,
  model: ModelName,
  path: string,
): string {
  const own = ownFile(environment, path);
  if (own) return own.hash;
  const applied = database.store
    .list([model])
    .map((row) => (row.values['path'] === path ? row.values['last_applied_hash'] : undefined))
    .find((hash) => typeof hash === 'string' && hash !== '');
  return typeof applied === 'string' ? applied : sha512(path);
}

function sha512(text: string): string {
  return createHash('sha512').update(text, 'utf8').digest('hex');
}
