import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { UsageError } from '../diagnostics/errors.ts';

/** A file, as text in PEM. */
export interface PemFile {
  readonly path: string;
  readonly text: string;
}

/** A client certificate. The key may be in the same file. */
export interface ClientIdentity {
  readonly cert: PemFile;
  readonly key: PemFile;
  /** What the key is encrypted with. */
  readonly passphrase: string | undefined;
}

/** The variable with the passphrase of a key. */
export const PASSPHRASE = 'AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE';

/**
 * Whom a TLS connection trusts, and who we are in it: what Node trusts, and the authorities in `ca`; `nodeExtra`: the
 * text of the file that NODE_EXTRA_CA_CERTS names, which Node forgets where others are given (Node 20). Throws a
 * UsageError where a file does not hold what it must, or the key is not that of the certificate.
 */
export function tlsContext(
  ca: PemFile | undefined,
  identity: ClientIdentity | undefined,
  nodeExtra: string | undefined,
): tls.SecureContext {
  return tls.createSecureContext({
    ca: ca && [...trustedByNode(nodeExtra), ...certificatesIn('the CA file', ca)],
    ...shown(identity),
  });
}

/** Node 22.15 and newer. */
interface NewerTls {
  readonly getCACertificates: (type: 'default') => string[];
}

/** What Node trusts by itself; only newer ones tell all of it. */
function trustedByNode(extra: string | undefined): readonly string[] {
  if ('getCACertificates' in tls) return (tls as NewerTls).getCACertificates('default');
  return [...tls.rootCertificates, ...(extra === undefined ? [] : [extra])];
}

/** The certificates in a file, in PEM, of which there is at least one. `what`: what the file is for people. */
function certificatesIn(what: string, { path, text }: PemFile): readonly [string, ...string[]] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  const [first, ...others] = blocks;
  if (first === undefined)
    throw new UsageError(
      `${what} ${path} holds no certificate in PEM`,
      'it has -----BEGIN CERTIFICATE-----; openssl makes one: openssl x509 -inform DER -in FILE, or openssl pkcs12 -in FILE',
    );
  for (const block of blocks)
    try {
      new X509Certificate(block);
    } catch {
      throw new UsageError(`a certificate in ${what} ${path} is damaged`);
    }
  return [first, ...others];
}

/** What is shown of who we are: the certificate, which others of its chain may follow, and its key. */
function shown(identity: ClientIdentity | undefined): tls.SecureContextOptions {
  if (!identity) return {};
  const { cert, key, passphrase } = identity;
  const chain = certificatesIn('the client certificate', cert);
  const block = keyIn(key.text);
  if (block === undefined)
    throw new UsageError(
      `the client key ${key.path} holds no private key in PEM`,
      'name the file with -----BEGIN PRIVATE KEY----- with --client-key',
    );
  if (!new X509Certificate(chain[0]).checkPrivateKey(opened(key.path, block, passphrase)))
    throw new UsageError(
      `the key ${key.path} is not that of the client certificate ${cert.path}`,
      "where the file has several certificates, the client's own comes first",
    );
  return { cert: chain.join('\n'), key: block, passphrase };
}

/** The first private key in a text; undefined where there is none. */
export function keyIn(text: string): string | undefined {
  return /-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----.*?-----END \1-----/s.exec(text)?.[0];
}

function opened(path: string, block: string, passphrase: string | undefined): KeyObject {
  const isEncrypted = block.includes('ENCRYPTED');
  if (isEncrypted && passphrase === undefined)
    throw new UsageError(`the client key ${path} is encrypted`, `set ${PASSPHRASE}`);
  try {
    return createPrivateKey({ key: block, passphrase });
  } catch {
    throw new UsageError(
      isEncrypted
        ? `${PASSPHRASE} does not open the client key ${path}`
        : `the client key ${path} is damaged`,
    );
  }
}
