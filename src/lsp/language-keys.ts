import type { Part } from './meaning.ts';

/** What is said of a key of the language; `block`: its value starts on the next line. */
export interface KeyAbout {
  readonly about: string;
  readonly holds: 'value' | 'block';
}

/** The keys of the language's own mappings, in the order in which they are usually written. */
export const KEYS: Readonly<Record<Part, Readonly<Record<string, KeyAbout>>>> = {
  blueprint: {
    version: { about: 'The version of the blueprint language: always `1`.', holds: 'value' },
    metadata: { about: 'The name and the labels of the blueprint.', holds: 'block' },
    context: {
      about: 'Values for `!Context`. What the server or `--context` adds is merged over them.',
      holds: 'block',
    },
    entries: { about: 'The objects, evaluated and written in this order.', holds: 'block' },
  },
  metadata: {
    name: { about: 'The name under which other blueprints and people find this one.', holds: 'value' },
    labels: { about: 'Texts by name; some of them tell authentik what to do with the file.', holds: 'block' },
  },
  labels: {
    'blueprints.goauthentik.io/instantiate': {
      about: '`"false"`: not applied automatically, and left out when a folder is walked.',
      holds: 'value',
    },
    'blueprints.goauthentik.io/system': {
      about: '`"true"`: one of authentik\'s own blueprints.',
      holds: 'value',
    },
    'blueprints.goauthentik.io/description': {
      about: 'What the blueprint does, for people.',
      holds: 'value',
    },
  },
  entry: {
    model: { about: 'The kind of object: `app.model`.', holds: 'value' },
    id: { about: 'A name for this entry, for `!KeyOf` in later entries of the file.', holds: 'value' },
    state: { about: 'What the entry ensures; `present` where it is left out.', holds: 'value' },
    conditions: {
      about: 'The entry is skipped unless all of these are true, as Python sees it.',
      holds: 'block',
    },
    identifiers: {
      about: 'What the object is found by. All of them must match; they are written to a new object, too.',
      holds: 'block',
    },
    attrs: {
      about: 'The values that are written. Of an object that exists, what is not named here stays as it is.',
      holds: 'block',
    },
    permissions: {
      about: 'Permissions on the object for a user or a role; taken away only with `--revoke-permissions`.',
      holds: 'block',
    },
  },
  permission: {
    permission: { about: 'The permission, such as `view_application`.', holds: 'value' },
    user: { about: 'The user who gets it.', holds: 'value' },
    role: { about: 'The role that gets it.', holds: 'value' },
  },
};

/** What the words of `state` ensure. */
export const ENSURE_ABOUT: Readonly<Record<string, string>> = {
  present: 'The object exists and has these values.',
  created: 'The object exists; if it does already, it is left alone.',
  must_created: 'The object is created; it is an error if it exists already.',
  absent: 'The object does not exist; it is deleted if it does.',
};

/** What is said of a comment `# ak-blueprint-was: …`. */
export const WAS_ABOUT =
  '**ak-blueprint-was**: what identified the object of this entry before. The object with these identifiers is changed, ' +
  'instead of another being made. To authentik itself it is a comment.';
