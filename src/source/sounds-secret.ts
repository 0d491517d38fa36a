/**
 * Names of fields, keys and variables whose values are most likely secrets. Part of a name is enough, as in
 * `smtp_password` and `clientSecretFile`. The three most common words are known with swapped and doubled
 * letters, too (`passwrod`, `secert`).
 */
const WORDS = [
  'pas{1,2}_?[word]{2,5}',
  '(?:^|_)s[ecr]{2,4}[et]{1,3}(?:_|$)',
  '(?:^|_)t[oken]{4,5}(?:_|$)',
  'passphrase',
  '(?:^|_)pass(?:_|$)',
  '(?:^|_)pwd(?:_|$)',
  'secret',
  'token',
  'credential',
  'keytab',
  'ccache',
  'kubeconfig',
  '(?:^|_)authorization$',
  '(?:^|_)bearer(?:_|$)',
  '(?:^|_)jwt(?:_|$)',
  '(?:^|_)psk(?:_|$)',
  '(?:private|api|access|auth|shared|signing|encryption|licen[cs]e|master|account)_?key',
  'key_data',
  'webhook_?url',
].join('|');

const SOUNDS_SECRET = new RegExp(WORDS);

/** What a name ends with that says something about a secret, and not the secret: `password_stage`. */
const ABOUT =
  /(?<!webhook)_(?:stage|flow|field|attribute|policy|expiry|expires|validity|duration|count|length|type|identifier|name|uuid|obj|date|ur[il]|method)$/;

/** Whether what stands under a name is most likely a secret: `db_password`, `API-Key`, `clientSecret`. */
export function soundsSecret(name: string): boolean {
  const spelt = snakeCase(name);
  return SOUNDS_SECRET.test(spelt) && !ABOUT.test(spelt);
}

/**
 * Names of secret fields of some model that are something else elsewhere. A test holds this list against
 * the facts of all releases.
 */
const SECRET_SOMEWHERE: ReadonlySet<string> = new Set([
  'key',
  'auth',
  'auth_oauth_params',
  'context',
  'settings',
  'static_settings',
]);

/**
 * Whether what stands under a name is a secret of some model, or most likely one: asked where nobody can tell
 * which model it belongs to, as in a file that could not be read.
 */
export function mayNameSecret(name: string): boolean {
  return SECRET_SOMEWHERE.has(snakeCase(name)) || soundsSecret(name);
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-.\s]/g, '_');
}
