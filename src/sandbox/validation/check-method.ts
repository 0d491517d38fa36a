import { X509Certificate, createPrivateKey } from 'node:crypto';
import { isMapping } from '../../catalog/json-mapping.ts';
import type { Json } from '../../catalog/model.ts';
import { importerRules } from '../behaviour/shared/importer.ts';
import { reportCrash } from '../write/report-crash.ts';
import type { MethodName } from '../behaviour/validation-rules.ts';
import { crash } from '../response.ts';
import type { FieldContext } from './context.ts';
import { readDuration } from './check-form.ts';
import { checkKubeconfig } from './kubeconfig.ts';
import { findSyntaxError } from './python.ts';
import { parseUuid } from './relation.ts';
import { showPython, typeOfPython } from './scalar.ts';

/** The server's error message, or several. */
type Method = (value: Json, context: FieldContext) => string | readonly string[] | undefined;

/** The methods of serializers that the behaviour names. */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  python: (value, { row }) => checkPython(value, String(row?.values['name'] ?? 'None')),
  'optional-python': (value, { row }) =>
    value === '' ? undefined : checkPython(value, String(row?.values['name'] ?? 'None')),
  policy: (value, { row }) => checkPython(value, String(row?.values['name'] ?? 'temp-policy')),
  'user-path': checkUserPath,
  certificate: (value) =>
    attempt(() => new X509Certificate(String(value))) ? undefined : 'Unable to load certificate.',
  'private-key': (value) =>
    value === '' || attempt(() => createPrivateKey(withoutMargins(String(value))))
      ? undefined
      : 'Unable to load private key (possibly encrypted?).',
  'blueprint-path': (value, { release }) =>
    value === '' || release.rules.blueprintFiles.includes(String(value))
      ? undefined
      : `[Errno 2] No such file or directory: '/blueprints/${String(value)}'`,
  'blueprint-file': (value, { release }) =>
    value === '' || String(value).startsWith('oci://') || release.rules.blueprintFiles.includes(String(value))
      ? undefined
      : 'Blueprint file does not exist',
  'blueprint-content': checkBlueprint,
  'outpost-config': checkOutpostConfig,
  'outpost-refresh': (value) => {
    const given = isMapping(value) ? value['refresh_interval'] : undefined;
    return typeof given !== 'string' || readDuration(given) !== undefined
      ? undefined
      : `${given} is not in the correct format of 'hours=3;minutes=1'.`;
  },
  'outpost-providers': checkOutpostProviders,
  'embedded-name': (value, { row }) =>
    row?.values['managed'] === EMBEDDED && value !== row.values['name']
      ? "Embedded outpost's name cannot be changed"
      : undefined,
  redirects: checkRedirects,
  kubeconfig: checkKubeconfig,
  'users-by-uuid': checkUsers,
};

/** Lines without white space at their ends, as the server reads them. */
const withoutMargins = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n');

function attempt(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

function checkPython(value: Json, name: string): string | undefined {
  const found = findSyntaxError(String(value));
  return found && `Expression Syntax Error: ${found.what} (${name}, line ${found.line})`;
}

/** Users, each named by a UUID of its own that is not its key. */
function checkUsers(value: Json, { database }: FieldContext): string | undefined {
  const users = database.store.list([database.models.wellKnown.user]);
  for (const one of Array.isArray(value) ? value.map(String) : []) {
    const uuid = parseUuid(one);
    if (uuid === undefined) return `“${one}” is not a valid UUID.`;
    if (!users.some(({ values }) => values['uuid'] === uuid))
      return `Object with uuid=${one} does not exist.`;
  }
  return undefined;
}

function checkUserPath(value: Json): string | undefined {
  const path = String(value);
  if (path.startsWith('/') || path.endsWith('/')) return 'No leading or trailing slashes allowed.';
  return path.split('/').includes('') ? 'No empty segments in user path allowed.' : undefined;
}

/**
 * Content that cannot be applied is refused with what the importer logs about it, or makes the server fail, by
 * release; so does what the importer itself fails on (recorded: "blueprint content invalid", "… yaml error", "…
 * serializer error").
 */
function checkBlueprint(value: Json, context: FieldContext): string[] | undefined {
  if (value === '') return undefined;
  const { importer, caller, release } = context;
  const { result, messages, invalid, isReported } = importer(String(value), caller, true);
  if (result === 'applied') return undefined;
  if (invalid !== undefined) return [invalid];
  const { check, version } = importerRules(release.catalog.release);
  const form = result === 'refused' ? version : check;
  if (form === 'fails' || result === 'unreadable' || result === 'crashed') {
    if (isReported) reportCrash(context, caller);
    throw crash();
  }
  const said = 'Failed to validate blueprint';
  const events = messages.map(({ event }) => event);
  if (form === 'verdict') return [said];
  return form === 'text' ? [`${said}: ${events.join('\n')}`] : [said, ...events.map((event) => `- ${event}`)];
}

const NO_DICTIONARY = 'Value must be a dictionary, and not have any duplicate keys.';

function checkOutpostConfig(value: Json, { release }: FieldContext): string | undefined {
  if (!isMapping(value)) return NO_DICTIONARY;
  const model = release.behaviour.documents['outpost-config'] ?? null;
  for (const [key, fallback] of Object.entries(isMapping(model) ? model : {})) {
    const given = value[key];
    if (given === undefined || (given === null && fallback === null)) continue;
    const wanted = fallback === null ? typeOfOptional(key) : typeOfPython(fallback);
    const type = typeOfPython(given);
    const shown = typeof given === 'string' ? given : showPython(given);
    if (type !== wanted)
      return (
        `Failed to validate config: wrong value type for field "${key}" - ` +
        `should be "${wanted}" instead of value "${shown}" of type "${type}"`
      );
  }
  return undefined;
}

/** A null default stands for an optional text, apart from labels, which are a mapping or null. */
const typeOfOptional = (key: string): string => (key.endsWith('labels') ? 'dict' : 'str');

/**
 * Each type of outpost takes its own providers only (recorded: "outpost wrong provider type"), and at least one:
 * but for the embedded outpost. Without a type in the body any provider is taken.
 */
function checkOutpostProviders(
  value: Json,
  { database, release, body, row, model }: FieldContext,
): string | undefined {
  const providers = Array.isArray(value) ? value : [];
  const type = body['type'] ?? null;
  const suits = release.behaviour.documents['outpost-types'] as { [type: string]: Json } | undefined;
  const to = model.columns['providers']?.to;
  for (const pk of type === null ? [] : providers) {
    const provider = to === undefined ? undefined : database.store.find(database.models.concrete(to), pk);
    if (!provider) continue;
    const wanted = suits?.[String(type)];
    if (wanted === undefined || !database.models.find(String(wanted))) throw crash();
    if (wanted !== provider.model)
      return `Outpost type ${String(type)} can't be used with ${database.models.get(provider.model).label} providers.`;
  }
  return providers.length === 0 && row?.values['managed'] !== EMBEDDED
    ? 'This list may not be empty.'
    : undefined;
}

const EMBEDDED = 'goauthentik.io/outposts/embedded';

/**
 * Redirect addresses: the server fails where one has no way of matching, and refuses a regular expression
 * that is not valid.
 */
function checkRedirects(value: Json): string | undefined {
  for (const redirect of Array.isArray(value) ? value : []) {
    if (!isMapping(redirect) || redirect['matching_mode'] === undefined) throw crash();
    if (redirect['matching_mode'] === 'regex' && !attempt(() => new RegExp(String(redirect['url']))))
      return `Invalid Regex Pattern: ${String(redirect['url'])}`;
  }
  return undefined;
}
