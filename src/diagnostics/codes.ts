/* Longer than other files: one table, with a row for each code. */
/** How severe a finding is. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * The one table of codes: every finding that ak-blueprint can report, with its usual severity and a
 * description. Codes are stable: scripts and ignore comments name them. A code is never reused for another
 * meaning.
 */
export const CODES = {
  // reading a file
  'file-unreadable': { severity: 'error', about: 'the file cannot be read' },
  'file-too-large': { severity: 'error', about: 'the file is larger than the parser accepts' },
  'file-encoding': { severity: 'error', about: 'the file is not valid UTF-8' },
  'yaml-syntax': { severity: 'error', about: 'the text is not valid YAML' },
  'yaml-limit': { severity: 'error', about: 'aliases or nesting beyond what is safe to expand' },
  'yaml-empty': { severity: 'info', about: 'a file that was named and holds nothing' },
  'yaml-multiple-documents': { severity: 'error', about: 'a blueprint is exactly one document' },
  'yaml-duplicate-key': { severity: 'warning', about: 'a key stands twice; the last one counts' },
  'format-skipped': { severity: 'warning', about: 'a file that fmt leaves as it is' },
  'primary-key-stays': { severity: 'error', about: 'a primary key that fmt --natural has no name for' },
  'name-differs': { severity: 'warning', about: 'an object that has another name on the server' },
  'entry-left-out': { severity: 'info', about: 'an entry of an export that no blueprint can have' },
  'not-a-blueprint': { severity: 'warning', about: 'a file that is no blueprint and holds none' },
  'template-unfilled': { severity: 'warning', about: 'a blueprint whose templates are not filled in' },
  'file-encrypted': { severity: 'warning', about: 'a file whose values are encrypted' },
  placeholder: { severity: 'warning', about: 'a placeholder that nobody filled in' },
  // structure of a blueprint
  'structure-type': { severity: 'error', about: 'a part of the blueprint has the wrong shape' },
  'structure-missing': { severity: 'error', about: 'a part that a blueprint needs is missing' },
  'structure-unknown-key': { severity: 'warning', about: 'a key that authentik does not read' },
  'typographic-quotes': { severity: 'warning', about: 'quotes that YAML takes as part of a text' },
  'version-unsupported': { severity: 'error', about: 'the blueprint version is not 1' },
  'ensure-invalid': { severity: 'error', about: 'the state of an entry is not one of the known words' },
  'entries-empty': { severity: 'warning', about: 'the blueprint has no entries and does nothing' },
  // tags
  'tag-unknown': { severity: 'error', about: 'a tag that authentik does not know' },
  'tag-unavailable': { severity: 'error', about: 'a tag that the target release does not have yet' },
  'tag-misplaced': { severity: 'error', about: 'a tag where authentik does not resolve one' },
  'tag-arguments': { severity: 'error', about: 'a tag with the wrong number or kind of arguments' },
  'tag-failed': { severity: 'error', about: 'a tag that cannot be evaluated' },
  'tag-quoted': { severity: 'warning', about: 'a tag in quotes, which is text' },
  'tag-default-text': {
    severity: 'warning',
    about: 'a default that looks like another type but is text on the server',
  },
  'keyof-unknown': { severity: 'error', about: 'no entry has this id' },
  'keyof-later': { severity: 'error', about: 'the entry with this id comes later in the file' },
  'keyof-skipped': { severity: 'error', about: 'the entry with this id has no object when it is needed' },
  'find-model-unknown': { severity: 'error', about: 'a look-up in a model that does not exist' },
  'find-field-unknown': { severity: 'error', about: 'a look-up by a field that does not exist' },
  'find-criterion': { severity: 'warning', about: 'a look-up criterion with parts that do not count' },
  'find-no-match': { severity: 'error', about: 'a look-up that matches no object where a value is meant' },
  'find-later': {
    severity: 'error',
    about: 'a look-up of what only a later entry of the same file makes',
  },
  'find-order': {
    severity: 'info',
    about: 'a look-up of what only another file makes, which nothing asks to come first',
  },
  'find-cycle': { severity: 'warning', about: "files that look up each other's objects" },
  'find-ambiguous': { severity: 'error', about: 'a look-up that matches more than one object' },
  'find-undecidable': { severity: 'error', about: 'a look-up that cannot be decided through the API' },
  'permissions-unavailable': {
    severity: 'error',
    about: 'permissions of an entry, which only later releases grant',
  },
  'permission-unknown': { severity: 'error', about: 'a permission that there is not' },
  'permission-holder': {
    severity: 'error',
    about: 'a permission for nobody, or for somebody who does not exist',
  },
  'permission-not-declared': {
    severity: 'info',
    about: 'a permission that the server grants and no entry declares',
  },
  'context-unavailable': {
    severity: 'error',
    about: 'a value that authentik puts into the context only in later releases',
  },
  'context-missing': { severity: 'warning', about: 'a context key without value and without default' },
  'env-missing': { severity: 'error', about: 'an environment variable that is not set and has no default' },
  'env-refused': { severity: 'error', about: 'an environment variable that a blueprint may not read' },
  'path-refused': { severity: 'error', about: "a path that leads out of the project's folder" },
  'secret-empty': {
    severity: 'error',
    about: 'a secret that is empty because the variable it comes from is',
  },
  'id-duplicate': { severity: 'warning', about: 'two entries have the same id; the first one counts' },
  // models and fields
  'model-unknown': { severity: 'error', about: 'a model that does not exist' },
  'model-unmanageable': { severity: 'error', about: 'a model that cannot be managed through the API' },
  'model-case': { severity: 'info', about: 'a model in camel case' },
  'identifiers-missing': { severity: 'error', about: 'an entry without identifiers' },
  'identifier-unknown': { severity: 'error', about: 'an identifier that is no field of the model' },
  'identifier-undecidable': {
    severity: 'error',
    about: 'an identifier that cannot be compared through the API',
  },
  'identifiers-lost': {
    severity: 'error',
    about: 'an object that its own identifiers do not find again',
  },
  'identifier-ambiguous': { severity: 'error', about: 'identifiers that match more than one object' },
  'attribute-unknown': { severity: 'warning', about: 'an attribute that the model does not have' },
  'attribute-read-only': { severity: 'warning', about: 'an attribute that only the server sets' },
  'importer-only': {
    severity: 'warning',
    about: "something that authentik's own importer does and its API does not",
  },
  'attribute-missing': { severity: 'error', about: 'an attribute that is required to create the object' },
  'attribute-type': { severity: 'error', about: 'a value of the wrong type' },
  'attribute-enum': { severity: 'error', about: 'a value that is not one of the choices' },
  'attribute-null': { severity: 'error', about: 'null where a value is needed' },
  'attribute-format': { severity: 'error', about: 'a value of the wrong form or size' },
  'attribute-rule': { severity: 'error', about: 'values that do not go together' },
  'attribute-expected': {
    severity: 'warning',
    about: 'an attribute without which an object does not do what was meant',
  },
  'attribute-shadowed': { severity: 'warning', about: 'an attribute that an identifier overrides' },
  'default-changed': {
    severity: 'info',
    about: 'a field that is not written and has another default in the newer release',
  },
  'value-taken': { severity: 'error', about: 'a unique value that another object has' },
  'object-twice': { severity: 'warning', about: 'two entries manage the same object' },
  'name-twice': { severity: 'warning', about: 'two blueprints of one name' },
  'blueprint-unknown': { severity: 'error', about: 'a blueprint to apply first that does not exist' },
  'blueprint-disabled': {
    severity: 'warning',
    about: 'a blueprint to apply first that is switched off on the server',
  },
  'blueprint-cycle': { severity: 'error', about: 'blueprints that want each other applied first' },
  'label-skipped': { severity: 'info', about: 'a file that its label keeps out of a folder walk' },
  'reference-literal': { severity: 'warning', about: 'a primary key written out where an object is meant' },
  'reference-unknown': { severity: 'error', about: 'a primary key that no object has where one is meant' },
  'password-hash': { severity: 'warning', about: 'a hash where a password is meant' },
  'secret-literal': { severity: 'warning', about: 'a secret that stands in the file' },
  // the project file, and comments that mean something
  'project-invalid': { severity: 'error', about: 'a project file that says something it cannot mean' },
  'ignore-invalid': {
    severity: 'error',
    about: 'an ignore comment without a reason or with a code that there is not',
  },
  'ignore-unused': { severity: 'warning', about: 'an ignore comment that ignores nothing' },
  'merge-invalid': { severity: 'error', about: 'a comment that adds to a list which there is not' },
  'merge-unused': { severity: 'warning', about: 'a list to add to that nothing adds to' },
  'was-invalid': { severity: 'error', about: 'a comment about a rename that cannot be' },
  'was-both': { severity: 'warning', about: 'a rename of which both objects are there' },
  'was-done': { severity: 'info', about: 'a rename that is done, so that its comment can be removed' },
  'was-missing': { severity: 'info', about: 'a new object that looks like one that was renamed' },
  // planning and applying
  'target-mismatch': { severity: 'warning', about: 'the release asked for is not the release of the server' },
  'target-patch': { severity: 'info', about: 'the catalog of the last patch of the release is used' },
  'target-nearest': { severity: 'warning', about: 'the catalog of the nearest release is used' },
  'model-unreadable': { severity: 'error', about: 'a list that the server does not show this user' },
  'not-in-snapshot': { severity: 'error', about: 'what a plan depends on and the snapshot does not hold' },
  'server-empty': { severity: 'warning', about: 'the token may see nothing on this server' },
  'value-unknown': { severity: 'error', about: 'a decision depends on what only the server will know' },
  'pk-literal': {
    severity: 'warning',
    about: 'a literal primary key that the API cannot give to a new object',
  },
  'protected-left-alone': {
    severity: 'warning',
    about: 'a change to a protected object that was not written',
  },
  orphan: { severity: 'warning', about: 'an object of the project that no entry declares any more' },
  'orphan-kept': {
    severity: 'warning',
    about: 'an object of the project that no entry declares any more and that is not deleted',
  },
  'child-not-declared': {
    severity: 'info',
    about: 'what hangs on an object of a file, and no file names',
  },
  'unmanaged-ignored': {
    severity: 'info',
    about: 'what no file names, and the project file keeps from being noted',
  },
  'unmanaged-unused': {
    severity: 'info',
    about: 'a pattern of the project file that keeps nothing from being noted',
  },
  'unmanaged-unknown': {
    severity: 'info',
    about: 'a list that the server does not show, so that nobody knows what in it is in no file',
  },
  'cascade-unexpected': { severity: 'error', about: 'a delete that takes along what nobody named' },
  'protected-change': {
    severity: 'error',
    about: 'a change that a protected object would suffer through another',
  },
  'access-opened': {
    severity: 'error',
    about: 'an application, a flow or an entitlement that would let everybody in',
  },
  'too-many-deletes': { severity: 'error', about: 'more deletes than a run may do by itself' },
  'too-many-updates': { severity: 'error', about: 'more updates than a run may do by itself' },
  'other-writer': {
    severity: 'warning',
    about: 'an object that a blueprint instance of the server sets, too, to something else',
  },
  'login-lockout': { severity: 'error', about: 'a plan after which no superuser could sign in' },
  'lockout-between': {
    severity: 'warning',
    about: 'a plan that would lock superusers out, or let others in, if one of its changes failed',
  },
  'login-unproved': {
    severity: 'error',
    about: 'a plan after which a superuser could be signed in without a password',
  },
  'login-unknown': { severity: 'warning', about: 'a login of which nobody can tell whether it still works' },
  'sessions-end': { severity: 'warning', about: 'a change that ends sessions' },
  'action-impossible': { severity: 'error', about: 'a change that the API does not offer for this model' },
  'inventory-damaged': { severity: 'warning', about: 'an inventory that cannot be read' },
  'order-cycle': { severity: 'error', about: 'changes that wait for each other' },
  'secret-not-compared': { severity: 'info', about: 'a write-only value that cannot be compared' },
  'server-refuses': {
    severity: 'error',
    about: 'a change that the server would not take, as it said when it was asked',
  },
  'change-failed': { severity: 'error', about: 'the server refused a change' },
  'digest-differs': {
    severity: 'error',
    about: 'a plan with another digest than the one that --expect names',
  },
  'change-stale': {
    severity: 'error',
    about: 'a change that was not made because the server is not as the plan saw it',
  },
  'change-unknown': { severity: 'error', about: 'a change that may have been made' },
  'not-undone': {
    severity: 'error',
    about: 'what a run has done and could not, or must not, take back after a failure',
  },
  'made-twice': { severity: 'error', about: 'an object that the server has twice after it was made' },
  'blueprint-failed': { severity: 'error', about: 'the server could not apply a blueprint of its own' },
  'import-failed': {
    severity: 'error',
    about: "the server's importer did not take a file, or a transaction",
  },
  'atomic-impossible': { severity: 'error', about: 'a change that cannot go in one transaction with others' },
  'atomic-too-many': { severity: 'error', about: 'more changes than one transaction may have' },
  'answer-differs': { severity: 'warning', about: 'the server stored something else than what was sent' },
} as const satisfies Record<string, { severity: Severity; about: string }>;

/** A stable name of a kind of finding. */
export type Code = keyof typeof CODES;

/** Whether a text is a code. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}
