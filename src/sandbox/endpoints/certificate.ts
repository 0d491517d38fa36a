import { generateKeyPairSync, sign } from 'node:crypto';
import type { Random } from '../random.ts';

/** One DER value: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...encodeLength(content.length)]), content]);
}

/** A length below 65,536, as DER has it. */
function encodeLength(size: number): number[] {
  if (size < 128) return [size];
  return size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
}

const oid = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const COMMON_NAME = oid(0x55, 4, 3);
const ORGANIZATION = oid(0x55, 4, 10);
const UNIT = oid(0x55, 4, 11);
const SHA256_RSA = der(0x30, oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11), der(0x05));

const attribute = (type: Buffer, text: string): Buffer =>
  der(0x31, der(0x30, type, der(0x0c, Buffer.from(text))));
const time = (moment: Date): Buffer =>
  der(0x18, Buffer.from(`${moment.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`));

/** DER as PEM. */
function wrap(label: string, content: Buffer): string {
  const lines = content.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** A self-signed certificate and its RSA key, as PEM; `days` from `now`. */
export function makeCertificate(
  name: string,
  days: number,
  now: Date,
  random: Random,
): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = der(
    0x30,
    attribute(COMMON_NAME, name),
    attribute(ORGANIZATION, 'authentik'),
    attribute(UNIT, 'Self-signed'),
  );
  const serial = Buffer.from([1, ...Array.from({ length: 15 }, () => Math.floor(random() * 256))]);
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    SHA256_RSA,
    subject,
    der(0x30, time(new Date(now.getTime() - 86_400_000)), time(new Date(now.getTime() + days * 86_400_000))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = der(0x30, body, SHA256_RSA, der(0x03, Buffer.from([0]), signature));
  return {
    certificate: wrap('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
  };
}
