import { createHash } from 'node:crypto';
import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { crash, type Reply } from '../reply.ts';
import { requireForm } from '../request.ts';
import type { Row } from '../store.ts';
import type { BlueprintRun, Caller, LogMessage, TaskResult, World } from '../world.ts';
import { now } from '../write/defaults.ts';
import { renderRow } from '../render/render.ts';
import type { Call } from './call.ts';
import { findRow, requireWriter } from './resource.ts';

/*
 * Blueprints that the server keeps. It applies one while the caller waits, or (`column: later`) has a worker
 * do it and answers with what was before. A file of the server is not at hand here: it counts as applied, and
 * its hash is the one that its instance was applied with last, or one made of its path.
 */

/** How long the worker takes, in milliseconds. */
const WORK = 40;

/** What a task is called since 2025.8. */
const ACTOR = 'authentik.blueprints.v1.tasks.apply_blueprint';

type Body = Readonly<Record<string, Json>>;

export const BLUEPRINT_ACTIONS: Readonly<Record<string, (call: Call, rule: ActionRule) => Reply>> = {
  'blueprint-files': ({ world }, rule) =>
    ok(
      world.rules.blueprintFiles.map((path) => ({
        path,
        version: 1,
        hash: fileHash(world, rule.model ?? '', path),
        last_m: 0,
        meta: { name: path, labels: labelsOf(world, path) },
      })),
    ),
  'blueprint-apply': (call, rule) => {
    const caller = requireWriter(call);
    const row = findRow(call, call.world.models.get(rule.model ?? ''));
    const shown = (): Json => renderRow(call.view, call.world.store.get(row.model, row.pk) ?? row);
    if (rule.column !== 'later') {
      applyInstance(call.world, row, caller);
      return ok(shown());
    }
    const before = shown();
    setTimeout(() => {
      const still = call.world.store.get(row.model, row.pk);
      if (still) applyInstance(call.world, still, caller);
    }, WORK).unref();
    return ok(before);
  },
  tasks: ({ world, request }, rule) => {
    const tasks = [...world.tasks.values()];
    if (rule.column === 'pages')
      return onePage(
        tasks.filter((task) => [null, task.instance].includes(request.query.get('rel_obj_id'))).map(asWork),
      );
    const failed = tasks.filter((task) => task.failed);
    if (rule.column === 'names')
      return onePage(
        failed.filter(({ slug }) => [null, slug].includes(request.query.get('uid'))).map(asNamed),
      );
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
  },
  'flow-import': (call, rule) => {
    const caller = requireWriter(call);
    requireForm(call.request);
    const file = fileIn(call.request.headers['content-type'] ?? '', call.request.body);
    if (file === undefined) return { status: 400, body: { logs: [], success: false } };
    const { result, messages } = call.world.runBlueprint(call.world, file, caller, false);
    // Not YAML, and before 2025 an entry that cannot be written: the server fails (recorded: "flow import not
    // yaml", "flow import invalid entry").
    if (result === 'unreadable' || result === 'crashed' || (result === 'failed' && rule.column !== 'logs'))
      throw crash();
    return ok({
      logs:
        rule.column === 'logs'
          ? messages.map((message) =>
              logEntry(message, now(call.world), result === 'refused' ? null : IMPORTER),
            )
          : [],
      success: result === 'applied',
    });
  },
};

const ok = (body: Json): Reply => ({ status: 200, body });

const IMPORTER = 'authentik.blueprints.v1.importer';

function onePage(results: Json[]): Reply {
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

function logEntry({ event, entry }: LogMessage, timestamp: string, logger: string | null = IMPORTER): Json {
  return { timestamp, log_level: 'warning', logger, event, attributes: entry === undefined ? {} : { entry } };
}

/** Applies an instance, as the server's task does; one that is switched off is passed over. */
function applyInstance(world: World, row: Row, caller: Caller): void {
  const { enabled, content, path, metadata, name } = row.values;
  if (enabled !== true) return;
  const inFile = typeof path === 'string' && path !== '';
  const run: BlueprintRun = inFile
    ? {
        result: 'applied',
        metadata: { name: path, labels: labelsOf(world, path), ...(metadata as Body) },
        messages: [],
      }
    : world.runBlueprint(world, String(content), caller, false);
  const time = now(world);
  const failed = run.result !== 'applied';
  const task: TaskResult = {
    instance: String(row.pk),
    slug: String(name)
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/[-\s]+/g, '-')
      .replace(/^-+|-+$/g, ''),
    failed,
    messages: run.messages,
    time,
  };
  world.tasks.set(task.instance, task);
  const hash = inFile ? fileHash(world, row.model, path) : sha512(String(content));
  const still = world.store.get(row.model, row.pk) ?? row;
  world.store.put({
    ...still,
    values: {
      ...still.values,
      last_applied: time,
      status: failed ? 'error' : 'successful',
      ...(failed ? {} : { last_applied_hash: hash }),
      metadata: { ...run.metadata },
    },
  });
}

function fileHash(world: World, model: string, path: string): string {
  const applied = world.store
    .list([model])
    .map((row) => (row.values['path'] === path ? row.values['last_applied_hash'] : undefined))
    .find((hash) => typeof hash === 'string' && hash !== '');
  return typeof applied === 'string' ? applied : sha512(path);
}

function sha512(text: string): string {
  return createHash('sha512').update(text, 'utf8').digest('hex');
}

/** The labels that the server's own files of a folder have. */
function labelsOf(world: World, path: string): Json {
  const byFolder = world.behaviour.documents['file-labels'] as Record<string, Json>;
  return byFolder[path.split('/')[0] ?? ''] ?? {};
}

/** The file in a form; undefined when there is none. */
function fileIn(type: string, body: string): string | undefined {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  const part =
    boundary === undefined
      ? undefined
      : body.split(`--${boundary}`).find((one) => /^\r?\nContent-Disposition:[^\r\n]*filename=/i.test(one));
  const content = part === undefined ? undefined : /\r?\n\r?\n([^]*)$/.exec(part)?.[1];
  return content?.replace(/\r?\n$/, '');
}
