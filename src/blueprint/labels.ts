/** The label by which a file is not applied by itself. */
export const INSTANTIATE = 'blueprints.goauthentik.io/instantiate';

/**
 * Whether labels say that their file is applied on request only: authentik finds such a file and makes no
 * instance of it. It ignores the case of the word (seen in the sources of 2023.2 and 2025.12).
 */
export function isOnRequest(label: string | undefined): boolean {
  return label?.toLowerCase() === 'false';
}
