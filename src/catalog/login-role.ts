/*
 * What the objects of a model are to somebody who signs in: facts of the catalog, so that nothing else knows a
 * model by name.
 */

/** What a stage does to a login. */
export type StageKind =
  | 'identification'
  | 'password'
  | 'second-factor'
  | 'login'
  | 'logout'
  | 'deny'
  | 'redirect'
  | 'consent'
  | 'prompt'
  | 'user-write'
  | 'user-delete'
  | 'email'
  | 'invitation'
  | 'dummy'
  /** Somebody sets up a second factor of his own, with nothing but himself. */
  | 'set-up'
  /** It lets those pass who can do something that says nothing of who they are: a captcha. */
  | 'gate'
  /** Something outside says who somebody is: another source, a certificate. */
  | 'outside';

/** How a policy comes to its result. */
export type PolicyKind =
  | 'expression'
  /** It says what its field `result` has. */
  | 'constant'
  /** It judges what a login does not have: a new password, an event. */
  | 'never';

/** What an object of a model is to a login. */
export type LoginRole =
  | { readonly is: 'brand' }
  | { readonly is: 'flow' }
  | { readonly is: 'stage-binding' }
  | { readonly is: 'policy-binding' }
  | { readonly is: 'group' }
  /** `devices`: where a GET gives the second factors of one, `{key}` stands for its key. */
  | { readonly is: 'user'; readonly devices: string }
  | { readonly is: 'app-password' }
  | { readonly is: 'stage'; readonly kind: StageKind }
  | { readonly is: 'policy'; readonly kind: PolicyKind }
  /** Users whose passwords are checked elsewhere, by the backend of this name. */
  | { readonly is: 'source'; readonly backend: string };
