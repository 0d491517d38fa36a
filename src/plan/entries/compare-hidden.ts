import type { Value } from '../../blueprint/value.ts';
import type { Json, Resource, ShownAs } from '../../catalog/model.ts';
import { belongsTo, isChain, readCertificate, readPrivateKey } from '../../forms/certificate.ts';

/** Whether the server has a value that it never shows; `unknown`: that cannot be told. */
export type Comparison = 'same' | 'other' | 'unknown';

/** An object as the server shows it. */
type Shown = Readonly<Record<string, Json>>;

/**
 * Compares a value that the server never shows by what it shows of it: the fingerprints of a certificate, and
 * whether there is a key, and of which type. `desiredOf`: what else an entry wants of the object.
 */
export function compareHidden(
  { fields }: Pick<Resource, 'fields'>,
  name: string,
  shown: Shown,
  desiredOf: (field: string) => Value | undefined,
): Comparison {
  const shownAs = fields[name]?.shownAs;
  const desired = desiredOf(name);
  if (!shownAs || typeof desired !== 'string') return 'unknown';
  if (shownAs.kind === 'certificate') {
    const first = compareCertificate(shownAs, desired, shown);
    return first === 'same' && isChain(desired) ? 'unknown' : first;
  }
  const own = comparePlainKey(shownAs, desired, shown);
  if (own !== 'unknown') return own;
  const key = readPrivateKey(desired);
  const text = desiredOf(shownAs.of);
  const certificate = typeof text === 'string' ? readCertificate(text) : undefined;
  if (!key || !certificate) return 'unknown';
  // The key of a certificate is another where the certificate is, or may be: they are written together.
  const its = fields[shownAs.of]?.shownAs;
  if (its?.kind !== 'certificate' || typeof text !== 'string') return 'unknown';
  const first = compareCertificate(its, text, shown);
  return first === 'same' && !belongsTo(key, certificate) ? 'unknown' : first;
}

function compareCertificate(
  { sha256, sha1, expiry }: ShownAs & { kind: 'certificate' },
  desired: string,
  shown: Shown,
): Comparison {
  const certificate = readCertificate(desired);
  if (!certificate) return 'unknown';
  const prints: readonly (readonly [string | undefined, string])[] = [
    [textOf(shown, sha256), certificate.fingerprint256],
    [textOf(shown, sha1), certificate.fingerprint],
  ];
  for (const [found, print] of prints)
    if (found !== undefined) return plainPrint(found) === plainPrint(print) ? 'same' : 'other';
  const found = textOf(shown, expiry);
  // Another certificate may expire at the same moment.
  return found === undefined || Date.parse(found) === Date.parse(certificate.validTo) ? 'unknown' : 'other';
}

/** What can be told of a key without its certificate. */
function comparePlainKey(
  { available, type: typeField }: ShownAs & { kind: 'private-key' },
  desired: string,
  shown: Shown,
): Comparison {
  const isThere = shown[available];
  if (typeof isThere !== 'boolean') return 'unknown';
  if ((desired.trim() !== '') !== isThere) return 'other';
  if (!isThere) return 'same';
  const type = textOf(shown, typeField);
  const own = readPrivateKey(desired)?.asymmetricKeyType;
  return type !== undefined && own !== undefined && plainType(own) !== plainType(type) ? 'other' : 'unknown';
}

/** The type of a key, which some releases call otherwise. */
function plainType(type: string): string {
  return type.replace(/^ellipticcurve$/, 'ec').replace(/^rsa-pss$/, 'rsa');
}

function textOf(shown: Shown, field: string): string | undefined {
  const value = shown[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function plainPrint(print: string): string {
  return print.replaceAll(':', '').toLowerCase();
}
