import type { Json } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import { importerRules } from '../behaviour/shared/importer.ts';
import { now } from '../environment.ts';
import { followAll, referrers } from '../links.ts';
import { requireForm, type SandboxRequest } from '../request.ts';
import { crash, forbidden, HttpError, invalid, ok, type SandboxResponse } from '../response.ts';
import { readBlueprint } from '../importer/read-blueprint.ts';
import { makeUuid } from '../random.ts';
import { reportCrash } from '../write/report-crash.ts';
import type { Actions, Values } from './action.ts';
import type { Call } from './call.ts';
import { logEntry } from './log-entry.ts';
import { requireWriter } from './resource.ts';

/* Blueprints that are uploaded and applied at once: up to 2026.2 by the endpoint of flows, which takes any model. */

export const IMPORT_ACTIONS: Actions = {
  'flow-import': (call) => {
    const caller = requireWriter(call);
    const { file } = readForm(call.request);
    return file === undefined
      ? { status: 400, body: { logs: [], success: false } }
      : runImport(call, file, caller);
  },
  'blueprint-import': importBlueprint,
};

/** The endpoint is one of stored blueprints, and wants what making one wants (measured on 2026.5.0-rc1). */
const ADD_INSTANCE = 'authentik_blueprints.add_blueprintinstance';

/**
 * Takes a file, or the path of one of the server's own, which the sandbox does not have: it counts as applied. The
 * context is not used, as the sandbox evaluates no tags.
 */
function importBlueprint(call: Call): SandboxResponse {
  const caller = call.caller();
  if (!caller.superuser && !permissionsOf(call, caller).has(ADD_INSTANCE)) throw forbidden();
  const { file, path } = readForm(call.request);
  if (path !== undefined && !call.release.rules.blueprintFiles.includes(path))
    throw invalid({ path: ['Blueprint file does not exist'] });
  if (file !== undefined) {
    requireRights(call, caller, file);
    return runImport(call, file, caller);
  }
  return path === undefined
    ? { status: 400, body: ['Either path or file must be set'] }
    : ok({ logs: [], success: true });
}

function runImport(call: Call, file: string, caller: Caller): SandboxResponse {
  const { release, environment, importer, visible } = call;
  const { result, messages, isReported } = importer(file, caller, false);
  const { answer } = importerRules(release.catalog.release);
  // Only a bad entry makes the answer one that cannot be written: it shows the entry (recorded: "flow import invalid
  // entry"; measured on 2023.2.3: an unknown model).
  const isShown = answer !== 'fails' || messages.every(({ attributes }) => !('entry' in (attributes ?? {})));
  if (result === 'unreadable' || result === 'crashed' || !isShown) {
    if (isReported) reportCrash(call, caller);
    throw crash();
  }
  if (result === 'applied') visible.clear();
  const time = now(environment.clock);
  const about = requestOf(call);
  const logs = messages.map((message): Json => {
    if (answer === 'records')
      return result === 'refused'
        ? { ...(logEntry(message, time) as Values), logger: null }
        : logEntry(message, time, about);
    return { ...message.attributes, event: message.event, log_level: 'warning' };
  });
  // Before 2023.5 the refusal of a version is not logged (recorded: "flow import v3").
  const isLogged = answer !== 'fails' || result !== 'refused';
  return ok({ logs: isLogged ? logs : [], success: result === 'applied' });
}

/** What every line of the log says of the request that it was written in. */
function requestOf({ request, environment }: Call): Readonly<Record<string, Json>> {
  const { host, hostname } = new URL(request.origin);
  return {
    request_id: makeUuid(environment.random).replaceAll('-', ''),
    auth_via: 'api_token',
    host,
    schema_name: 'public',
    domain_url: hostname,
  };
}

/** Refuses a file with a model that the caller may not add, change and delete everywhere. */
function requireRights(call: Call, caller: Caller, file: string): void {
  if (caller.superuser) return;
  const read = readBlueprint(call.release, file);
  const held = permissionsOf(call, caller);
  for (const { model = '', id = 'null' } of 'entries' in read ? read.entries : []) {
    const [app = '', name = ''] = model.split('.');
    if (['add', 'change', 'delete'].every((verb) => held.has(`${app}.${verb}_${name}`))) continue;
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
