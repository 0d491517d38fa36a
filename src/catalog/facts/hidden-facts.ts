import type { HiddenObject, ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/**
 * Objects that every server has and that the API shows in no list and under no path, though authentik's importer
 * finds them.
 */
export const HIDDEN: readonly (Seen & { readonly model: ModelName; readonly object: HiddenObject })[] = [
  {
    model: 'authentik_crypto.certificatekeypair',
    object: {
      values: { name: 'authentik Internal JWT Certificate', managed: 'goauthentik.io/crypto/jwt-managed' },
      why: 'it is the certificate that the server signs its own tokens with',
    },
    seen:
      'view sets of 2022.12 to 2026.5.0-rc1 leave out this managed name; a real 2025.12.4 gives the object to ' +
      '!FindObject',
  },
  {
    model: 'authentik_core.user',
    object: {
      values: { username: 'AnonymousUser' },
      why: 'it is the user that stands for nobody',
    },
    seen:
      'view sets of 2022.12 to 2026.5.0-rc1 leave out the anonymous user; a real 2025.12.4 gives the object to ' +
      '!FindObject',
  },
];
