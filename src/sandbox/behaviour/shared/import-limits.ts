import type { Json, ModelName } from '../../../catalog/model.ts';
import { isWithin, type ReleaseSpan } from '../../../catalog/release.ts';
import type { Seen } from '../seen.ts';

/** What an entry does to its object. */
export type EntryAction = 'create' | 'update' | 'delete';

/**
 * What the importer cannot do with objects of a model, though the API can. `crash`: it fails; `refuse`: it says these
 * errors; `need`: it says them where the entry does not have the field, the first that is missing.
 */
export type ImportLimit = Seen &
  ReleaseSpan & { readonly model: ModelName; readonly on: readonly EntryAction[] } & (
    | {
        readonly does: 'crash';
        /** Only where this field has a value that does not begin with any of these. */
        readonly given?: { readonly field: string; readonly but: RegExp };
      }
    | { readonly does: 'refuse'; readonly errors: Json }
    | { readonly does: 'need'; readonly fields: readonly (readonly [field: string, errors: Json])[] }
  );

/** A field that an entry sets and the API does not; `hashed`: only a trace of the text is kept. */
interface ImportedField extends Seen, ReleaseSpan {
  readonly model: ModelName;
  readonly field: string;
  readonly hashed?: true;
}

const ALL: readonly EntryAction[] = ['create', 'update', 'delete'];
const TOKEN = 'authentik_core.token';
const INVITATION = 'authentik_stages_invitation.invitation';

const missing = (field: string): Json => ({ non_field_errors: [`Missing ${field}`] });

const LIMITS: readonly ImportLimit[] = [
  {
    model: TOKEN,
    on: ALL,
    until: '2023.2',
    does: 'crash',
    seen: 'measured on 2023.2.3: the serializer reads the request, which an import does not have',
  },
  {
    model: TOKEN,
    on: ALL,
    since: '2023.3',
    does: 'need',
    fields: [
      ['user', missing('user')],
      ['intent', missing('intent')],
    ],
    seen: 'measured on 2025.12.4 and 2026.5.0-rc1; authentik/core/api/tokens.py of 2023.3.1',
  },
  {
    model: TOKEN,
    on: ['create'],
    since: '2023.5',
    until: '2023.5',
    does: 'need',
    fields: [['key', { key: ['This field is required.'] }]],
    seen: 'authentik/core/api/tokens.py of 2023.5.6',
  },
  {
    model: INVITATION,
    on: ['create'],
    until: '2023.8',
    does: 'refuse',
    errors: { user: ['This field is required.'], application: ['This field is required.'] },
    seen: 'measured on 2023.2.3: the serializer is that of another model',
  },
  {
    model: INVITATION,
    on: ['update', 'delete'],
    until: '2023.8',
    does: 'crash',
    seen: 'measured on 2023.2.3',
  },
  {
    model: INVITATION,
    on: ['create'],
    since: '2023.10',
    until: '2025.10',
    does: 'crash',
    seen: 'authentik/stages/invitation of 2024.12.5 and 2025.10.4: nobody is its maker, and there must be one',
  },
  {
    model: 'authentik_blueprints.blueprintinstance',
    on: ALL,
    since: '2025.8',
    does: 'crash',
    given: { field: 'path', but: /^(oci:\/\/.*)?$/s },
    seen: 'recorded: b blueprint content holds blueprintinstance with path',
  },
];

const WRITTEN: readonly ImportedField[] = [
  {
    model: TOKEN,
    field: 'key',
    since: '2023.5',
    seen: 'authentik/core/api/tokens.py of 2023.5.6 and 2025.12.4',
  },
  {
    model: INVITATION,
    field: 'created_by',
    since: '2025.12',
    seen: 'authentik/stages/invitation/api.py of 2025.12.4',
  },
  {
    model: 'authentik_core.user',
    field: 'password',
    hashed: true,
    since: '2023.4',
    seen: 'authentik/core/api/users.py of 2023.4.3 and 2025.12.4',
  },
];

/** Fields of the API that the importer drops, as it takes the object for one of a base class. */
const DROPPED: readonly (Seen & { readonly model: ModelName; readonly fields: readonly string[] })[] = [
  {
    model: 'authentik_endpoints.deviceuserbinding',
    fields: ['is_primary', 'connector'],
    seen: 'measured on 2025.12.4: the serializer is that of policy bindings',
  },
];

/** What the importer of a release does with a model otherwise than the API. */
export interface ModelImport {
  readonly limits: readonly ImportLimit[];
  readonly written: readonly ImportedField[];
  readonly dropped: readonly string[];
}

export function modelImport(release: string, name: ModelName): ModelImport {
  const isHere = (row: ReleaseSpan & { readonly model: ModelName }): boolean =>
    row.model === name && isWithin(release, row);
  return {
    limits: LIMITS.filter(isHere),
    written: WRITTEN.filter(isHere),
    dropped: DROPPED.filter(({ model }) => model === name).flatMap(({ fields }) => fields),
  };
}
