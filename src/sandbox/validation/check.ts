import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { Json } from '../../catalog/model.ts';
import type { CheckName } from '../behaviour/validation-rules.ts';
import { crash } from '../response.ts';
import type { FieldContext } from './context.ts';
import { findSyntaxError } from './python.ts';
import { showPython, typeOfPython } from './scalar.ts';
import { isLooseUrl, isUrl } from './text.ts';

/** The server's error message, or several. */
type Check = (value: Json, context: FieldContext) => string | readonly string[] | undefined;

const isMapping = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The checks that the behaviour names: each returns the server's error message, or nothing. */
export const CHECKS: Readonly<Record<CheckName, Check>> = {
  'loose-url': (value, { release }) =>
    value === '' || isLooseUrl(String(value), release.behaviour.conventions.shortPorts)
      ? undefined
      : 'Enter a valid URL.',
  // Placeholders for values of the user are filled in before the address is checked.
  'formatted-url': (value, { release }) =>
    value === '' ||
    isLooseUrl(String(value).replaceAll(/%\(\w+\)s/g, 'x'), release.behaviour.conventions.shortPorts)
      ? undefined
      : 'Enter a valid URL.',
  slug: (value) =>
    /^[-a-zA-Z0-9_]+$/.test(String(value))
      ? undefined
      : 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.',
  // Several addresses have commas between them (measured with the importer of 2023.2.3).
  'ldap-url': (value, { release }) =>
    String(value)
      .split(',')
      .every((one) => isUrl(one, ['ldap', 'ldaps'], release.behaviour.conventions.shortPorts))
      ? undefined
      : 'Enter a valid URL.',
  duration: (value) =>
    isDuration(String(value))
      ? undefined
      : `${String(value)} is not in the correct format of 'hours=3;minutes=1'.`,
  python: (value) => checkPython(value, 'None'),
  policy: (value, { row }) => checkPython(value, String(row?.values['name'] ?? 'temp-policy')),
  'user-path': checkUserPath,
  dictionary: (value) =>
    isMapping(value) ? undefined : 'Value must be a dictionary, and not have any duplicate keys.',
  certificate: (value) =>
    attempt(() => new X509Certificate(String(value))) ? undefined : 'Unable to load certificate.',
  'private-key': (value) =>
    value === '' || attempt(() => createPrivateKey(String(value)))
      ? undefined
      : 'Unable to load private key.',
  'blueprint-path': (value, { release }) =>
    value === '' || release.rules.blueprintFiles.includes(String(value))
      ? undefined
      : `[Errno 2] No such file or directory: '/blueprints/${String(value)}'`,
  'blueprint-file': (value, { release }) =>
    value === '' || String(value).startsWith('oci://') || release.rules.blueprintFiles.includes(String(value))
      ? undefined
      : 'Blueprint file does not exist',
  'blueprint-content': checkBlueprint,
  'blueprint-verdict': checkBlueprintAndExplain,
  'outpost-config': checkOutpostConfig,
  'outpost-providers': checkOutpostProviders,
  'embedded-name': (value, { row }) =>
    row?.values['managed'] === 'goauthentik.io/outposts/embedded' && value !== row.values['name']
      ? "Embedded outpost's name cannot be changed"
      : undefined,
  redirects: checkRedirects,
  kubeconfig: (value, { body }) => {
    if (!isMapping(value) || Object.keys(value).length > 0) return undefined;
    // The server reads body["local"] here without a check, and fails where it is missing (recorded: "svc
    // conn k8s no kubeconfig").
    if (!('local' in body)) throw crash();
    return body['local']
      ? undefined
      : 'You can only use an empty kubeconfig when connecting to a local cluster.';
  },
};

function attempt(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** Unknown units are ignored as long as one unit is known (measured on a real 2023.2.3: `hours=1;foo=2`). */
function isDuration(text: string): boolean {
  const units = ['microseconds', 'milliseconds', 'seconds', 'minutes', 'hours', 'days', 'weeks'];
  const pairs = text.split(';').map((pair) => pair.split('='));
  const known = pairs.filter(([unit]) => units.includes((unit ?? '').toLowerCase()));
  return (
    pairs.every((pair) => pair.length === 2) &&
    known.length > 0 &&
    known.every(([, number]) => /^\s*[-+]?\d+(\.\d+)?\s*$/.test(number ?? ''))
  );
}

function checkPython(value: Json, name: string): string | undefined {
  const found = findSyntaxError(String(value));
  return found && `Expression Syntax Error: ${found.what} (${name}, line ${found.line})`;
}

function checkUserPath(value: Json): string | undefined {
  const path = String(value);
  if (path.startsWith('/') || path.endsWith('/')) return 'No leading or trailing slashes allowed.';
  return path.split('/').includes('') ? 'No empty segments in user path allowed.' : undefined;
}

/**
 * Content that cannot be applied makes the server fail (recorded: "blueprint content invalid", "… yaml
 * error", "… serializer error").
 */
function checkBlueprint(value: Json, { importer, caller }: FieldContext): undefined {
  if (value !== '' && importer(String(value), caller, true).result !== 'applied') throw crash();
}

/**
 * Content that cannot be applied is refused with what the importer logs about it; what makes the importer
 * itself fail makes the request fail.
 */
function checkBlueprintAndExplain(value: Json, { importer, caller }: FieldContext): string[] | undefined {
  if (value === '') return undefined;
  const { result, messages } = importer(String(value), caller, true);
  if (result === 'unreadable' || result === 'crashed') throw crash();
  return result === 'applied'
    ? undefined
    : ['Failed to validate blueprint', ...messages.map(({ event }) => `- ${event}`)];
}

function checkOutpostConfig(value: Json, { release }: FieldContext): string | undefined {
  if (!isMapping(value)) return 'Value must be a dictionary, and not have any duplicate keys.';
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

/** Each type of outpost takes its own providers only (recorded: "outpost wrong provider type"). */
function checkOutpostProviders(
  value: Json,
  { database, release, body, row, model }: FieldContext,
): string | undefined {
  const type = String(body['type'] ?? row?.values['type'] ?? '');
  const suits = release.behaviour.documents['outpost-types'] as { [type: string]: Json } | undefined;
  const to = model.columns['providers']?.to;
  for (const pk of Array.isArray(value) ? value : []) {
    const provider = to === undefined ? undefined : database.store.find(database.models.concrete(to), pk);
    if (!provider || suits?.[type] === undefined || suits[type] === provider.model) continue;
    return `Outpost type ${type} can't be used with ${database.models.get(provider.model).label} providers.`;
  }
  return undefined;
}

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
