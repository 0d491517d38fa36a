import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/*
 * What can be told of certificates and private keys from their text. The server shows fingerprints, expiry and
 * type of them, and never the text itself.
 */

const CERTIFICATE = /-----BEGIN (?:X509 )?CERTIFICATE-----[\s\S]*?-----END (?:X509 )?CERTIFICATE-----/g;

/**
 * The certificate of a text in PEM; of a chain the first, as the server takes it. undefined where there is none
 * that can be read.
 */
export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem.match(CERTIFICATE)?.[0] ?? '');
  } catch {
    return undefined;
  }
}

/** Whether a text in PEM holds a chain: certificates behind the first, of which the server shows nothing. */
export function isChain(pem: string): boolean {
  return (pem.match(CERTIFICATE)?.length ?? 0) > 1;
}

/**
 * The private key of a text in PEM, without white space at the ends of its lines, as the server reads it.
 * undefined where there is none that can be read without a password.
 */
export function readPrivateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(
      pem
        .split('\n')
        .map((line) => line.trim())
        .join('\n'),
    );
  } catch {
    return undefined;
  }
}

/** Whether a private key is the one that a certificate was made for. */
export function belongsTo(key: KeyObject, certificate: X509Certificate): boolean {
  return createPublicKey(key).equals(certificate.publicKey);
}
