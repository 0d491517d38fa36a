import type { Json } from './model.ts';

/**
 * Whether the value of a field `managed` is one that authentik gives its own objects: `goauthentik.io/…` (all of the
 * recorded states of 2023.2.3 and 2025.12.4). A blueprint may give its objects others.
 */
export function isOwnMark(managed: Json | undefined): boolean {
  return typeof managed === 'string' && managed.startsWith('goauthentik.io/');
}
