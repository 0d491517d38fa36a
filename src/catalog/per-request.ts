import type { Field } from './model.ts';

/**
 * Whether an answer shows a field as it is for whoever asks: an address with the name of the server, a
 * picture. authentik's importer, which answers no request, sees another value there. Seen: the serializers of
 * 2025.12.4 and of the development branch that look at the request (applications, users, SAML, SSF and
 * WS-Federation providers, OAuth and SCIM sources).
 */
export function isPerRequest(name: string, field: Field): boolean {
  return field.readOnly === true && /^(launch_url|avatar|callback_url|root_url|ssf_url|url_\w+)$/.test(name);
}
