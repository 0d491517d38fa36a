import type { Code } from '../../../diagnostics/codes.ts';
import { FILES_SECONDS } from '../endpoint-facts.ts';
import { REQUIRED } from '../field-facts.ts';
import type { ServerCheck } from './server-check.ts';

const INSTANCE = 'authentik_blueprints.blueprintinstance';

/** What makes a server fail where a create leaves it out, although its document does not require it. */
export const REQUIRED_CHECKS: readonly ServerCheck[] = REQUIRED.map(({ model, field, seen }) => ({
  name: `required-${model.split('.')[1] ?? ''}-${field}`,
  models: [model],
  fields: [field],
  refuses: `a new object without ${field}`,
  seen,
  found: { by: 'required' },
}));

/** Stored blueprints, and what the importer itself refuses of every entry. */
export const BLUEPRINT_CHECKS: readonly ServerCheck[] = [
  {
    name: 'instance-path-or-content',
    models: [INSTANCE],
    fields: ['path', 'content'],
    since: '2023.1',
    refuses: 'an instance with neither path nor content',
    seen: 'recordings "blueprint create no path/content", "blueprint patch enabled only"',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'path', empty: true, otherwise: '' },
            { field: 'content', empty: true, otherwise: '' },
          ],
        },
        at: ['path', 'content'],
        message: 'a stored blueprint needs path or content',
        hint: 'name a file of the server with path, or put the text into content',
      },
    },
  },
  {
    name: 'instance-path-2023-2',
    models: [INSTANCE],
    fields: ['path'],
    until: '2023.4',
    refuses: 'a path of which the server has no file',
    seen: 'recording "blueprint bad path"; serializers until 2023.4: blueprints',
    found: { by: 'none', why: 'the server opens the file, and lists only those that it would apply' },
  },
  {
    name: 'instance-path',
    models: [INSTANCE],
    fields: ['path'],
    since: '2023.5',
    refuses: 'a path of which the server lists no file',
    seen: 'recording "b blueprint oci path"; serializers since 2023.5: blueprints',
    found: {
      by: 'rule',
      rule: {
        refused: {
          field: 'path',
          otherwise: '',
          unlisted: {
            path: '/managed/blueprints/available/',
            key: 'path',
            always: [],
            except: '^oci://',
            seconds: FILES_SECONDS,
          },
        },
        at: ['path'],
        message: 'the server lists no blueprint file of this path',
        hint: 'mount the file into the server first, or put its text into content',
      },
    },
  },
  {
    name: 'instance-content',
    models: [INSTANCE],
    fields: ['content'],
    since: '2023.1',
    refuses: 'content that the importer would refuse',
    seen: 'recordings "blueprint content invalid", "b blueprint content version 2"; serializers: blueprints',
    found: { by: 'code', code: 'blueprint-failed' },
  },
  {
    name: 'meta-apply-required',
    models: ['authentik_blueprints.metaapplyblueprint'],
    fields: [],
    refuses: 'a blueprint to apply first that the server does not have, unless required: false',
    seen: 'serializers: blueprints/meta',
    found: { by: 'code', code: 'blueprint-unknown' },
  },
  ...(
    [
      ['importer-model', 'a model that there is not', 'model-unknown'],
      ['importer-model-excluded', 'a model that only the server writes to', 'model-unmanageable'],
      ['importer-identifiers', 'an entry without identifiers', 'identifiers-missing'],
      ['importer-identifier', 'an identifier that is no field of the model', 'identifier-unknown'],
      ['importer-must-created', 'must_created where the object exists', 'value-taken'],
      ['importer-version', 'another version than 1', 'version-unsupported'],
      ['importer-state', 'a state that there is not', 'ensure-invalid'],
      ['importer-keyof', '!KeyOf of an id that no earlier entry has', 'keyof-unknown'],
      ['importer-permission', 'a permission that there is not', 'permission-unknown'],
      ['importer-permission-holder', 'a permission for nobody', 'permission-holder'],
    ] as const satisfies readonly (readonly [string, string, Code])[]
  ).map(
    ([name, refuses, code]): ServerCheck => ({
      name,
      models: [],
      fields: [],
      refuses,
      seen: 'sources of the last patches of all releases: blueprints/v1',
      found: { by: 'code', code },
    }),
  ),
];
