import type { Json } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { now } from '../environment.ts';
import { followAll, referrers } from '../links.ts';
import { requireForm, type SandboxRequest } from '../request.ts';
import { crash, HttpError, invalid, ok, type SandboxResponse } from '../response.ts';
import { readBlueprint } from '../write/read-blueprint.ts';
import type { Actions } from './action.ts';
import type { Call } from './call.ts';
import { logEntry } from './log-entry.ts';
import { requireWriter } from './resource.ts';

/* Blueprints that are uploaded and applied at once: up to 2026.2 by the endpoint of flows, which takes any model. */

export const IMPORT_ACTIONS: Actions = {
  'flow-import': (call, rule) => {
    const caller = requireWriter(call);
    const { file } = readForm(call.request);
    return file === undefined
      ? { status: 400, body: { logs: [], success: false } }
      : runImport(call, rule, file, caller);
  },
  'blueprint-import': importBlueprint,
};

/**
 * Takes a file, or the path of one of the server's own, which the sandbox does not have: it counts as applied. The
 * context is not used, as the sandbox evaluates no tags.
 */
function importBlueprint(call: Call, rule: ActionRule): SandboxResponse {
  const caller = call.caller();
  const { file, path } = readForm(call.request);
  if (path !== undefined && !call.release.rules.blueprintFiles.includes(path))
    throw invalid({ path: ['Blueprint file does not exist'] });
  if (file !== undefined) {
    requireRights(call, caller, file);
    return runImport(call, rule, file, caller);
  }
  return path === undefined
    ? { status: 400, body: ['Either path or file must be set'] }
    : ok({ logs: [], success: true });
}

function runImport(call: Call, { column }: ActionRule, file: string, caller: Caller): SandboxResponse {
  const { result, messages } = call.importer(file, caller, false);
  const showsLogs = column === 'logs';
  // Not YAML, and before 2025 an entry that cannot be written: the server fails (recorded: "flow import not
  // yaml", "flow import invalid entry").
  if (result === 'unreadable' || result === 'crashed' || (result === 'failed' && !showsLogs)) throw crash();
  const time = now(call.environment.clock);
  const logger = result === 'refused' ? null : undefined;
  return ok({
    logs: showsLogs ? messages.map((message) => logEntry(message, time, logger)) : [],
    success: result === 'applied',
  });
}

/** Refuses a file with a model that the caller may not add, change and delete everywhere. */
function requireRights(call: Call, caller: Caller, file: string): void {
  if (caller.superuser) return;
  const read = readBlueprint(call.release, file);
  const held = permissionsOf(call, caller);
  for (const { model, content } of 'entries' in read ? read.entries : []) {
    const [app = '', name = ''] = model.split('.');
    if (['add', 'change', 'delete'].every((verb) => held.has(`${app}.${verb}_${name}`))) continue;
    const id = typeof content['id'] === 'string' ? content['id'] : 'null';
    throw new HttpError({ status: 403, body: { [id]: `User lacks permission to create ${model}` } });
  }
}

/** What a user holds everywhere, through roles of its own and of its groups. */
function permissionsOf({ database, grants }: Call, { user }: Caller): ReadonlySet<string> {
  const groups = referrers(database, user, database.models.wellKnown.group, 'users');
  const holders = new Set<Json>(
    [user, ...groups].flatMap((one) => followAll(database, one, 'roles').map(({ pk }) => pk)),
  );
  return new Set(
    grants.rules
      .flatMap(({ holder }) => grants.list(holder))
      .filter(({ key, object }) => object === undefined && holders.has(key))
      .map(({ permission }) => `${permission.app_label}.${permission.codename}`),
  );
}

/** The file and the path of a form; undefined where it has none. */
function readForm(request: SandboxRequest): {
  readonly file: string | undefined;
  readonly path: string | undefined;
} {
  requireForm(request);
  const boundary = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1];
  const parts = boundary === undefined ? [] : request.body.split(`--${boundary}`);
  const contentOf = (head: RegExp): string | undefined =>
    parts
      .filter((part) => head.test(part))
      .map((part) => /\r?\n\r?\n([^]*)$/.exec(part)?.[1]?.replace(/\r?\n$/, ''))[0];
  return {
    file: contentOf(/^\r?\nContent-Disposition:[^\r\n]*filename=/i),
    path: contentOf(/^\r?\nContent-Disposition:[^\r\n]*name="path"/i),
  };
}
