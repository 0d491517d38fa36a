import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { compareHidden } from '../../src/plan/entries/compare-hidden.ts';
import { makeCertificate } from '../../src/sandbox/endpoints/certificate.ts';
import { exchanges, type JsonObject } from '../catalog/recordings.ts';
import { hasShared } from '../shared.ts';
import { openOn, runBlueprints, writesOf } from '../oracle/run-case.ts';
import { catalog } from './setup.ts';

/*
 * Certificates and keys are never shown: they are compared by fingerprint, expiry and type, as a real server
 * shows them.
 */

const CERTIFICATE = 'authentik_crypto.certificatekeypair';
const model = catalog.models[CERTIFICATE];
if (model?.kind !== 'resource') throw new Error('there is no model of certificates');

const compare = (name: string, shown: JsonObject, desired: Readonly<Record<string, Json>>) =>
  compareHidden(model, name, shown, (field) => desired[field]);

const made = (name: string) => makeCertificate(name, 30, new Date('2026-01-01T00:00:00Z'), () => 0.5);
const [one, other] = [made('one'), made('other')];

/** What a server shows of a certificate and its key, by the server's own way to make fingerprints. */
function shownOf(pem: string, more: JsonObject = {}): JsonObject {
  const cert = new X509Certificate(pem);
  const print = (hash: string): string =>
    (createHash(hash).update(cert.raw).digest('hex').match(/../g) ?? []).join(':');
  return {
    fingerprint_sha256: print('sha256'),
    fingerprint_sha1: print('sha1'),
    cert_expiry: new Date(cert.validTo).toISOString(),
    private_key_available: true,
    private_key_type: 'rsa',
    ...more,
  };
}

describe.skipIf(!hasShared)('a certificate of a real 2023.2.3', () => {
  const body = (name: string) => exchanges.find((one) => one.name === name)?.response_body as JsonObject;
  const shown = hasShared ? body('cert get (no key data)') : {};
  const pem = hasShared ? String(body('cert view_certificate')['data']) : '';
  const compared = (hidden: JsonObject) =>
    compare('certificate_data', { ...shown, ...hidden }, { certificate_data: pem });

  test('is compared by its fingerprints, the better first', () => {
    expect(compared({})).toBe('same');
    expect(compared({ fingerprint_sha256: null })).toBe('same');
    expect(compared({ fingerprint_sha256: '00', fingerprint_sha1: null })).toBe('other');
    expect(compared({ fingerprint_sha256: null, fingerprint_sha1: '00' })).toBe('other');
  });

  test('by its expiry where the server shows no fingerprint, which only tells that it is another', () => {
    const none = { fingerprint_sha256: null, fingerprint_sha1: null };
    expect(compared(none)).toBe('unknown');
    expect(compared({ ...none, cert_expiry: '2031-01-01T00:00:00' })).toBe('other');
    expect(compared({ ...none, cert_expiry: null })).toBe('unknown');
  });
});

describe('a certificate', () => {
  const compared = (certificate_data: Json) =>
    compare('certificate_data', shownOf(one.certificate), { certificate_data });

  test('of a chain is the first: of the others nothing is shown', () => {
    expect(compared(`${one.certificate}${other.certificate}`)).toBe('unknown');
    expect(compared(`${other.certificate}${one.certificate}`)).toBe('other');
    expect(
      compare('key_data', shownOf(one.certificate), {
        certificate_data: `${one.certificate}${other.certificate}`,
        key_data: one.key,
      }),
    ).toBe('same');
    expect(compared(`${one.key}\nsubject=/CN=one\n${one.certificate}`)).toBe('same');
  });

  test('that cannot be read is not compared', () => {
    expect(compared('nothing')).toBe('unknown');
    expect(compared('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toBe('unknown');
    expect(compared(null)).toBe('unknown');
  });
});

describe('a private key', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecKey = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const compared = (shown: JsonObject, key: string, certificate?: string) =>
    compare('key_data', shown, {
      key_data: key,
      ...(certificate === undefined ? {} : { certificate_data: certificate }),
    });

  test.each<[string, ReturnType<typeof compare>, JsonObject, string, string?]>([
    ['of the same certificate is the same', 'same', shownOf(one.certificate), one.key, one.certificate],
    ['of a renewed one is another', 'other', shownOf(one.certificate), other.key, other.certificate],
    ['of no certificate is not known', 'unknown', shownOf(one.certificate), one.key],
    [
      'that does not belong to its certificate is not known',
      'unknown',
      shownOf(one.certificate),
      other.key,
      one.certificate,
    ],
    ['of another type is another', 'other', shownOf(one.certificate), ecKey],
    [
      'of a type that has another name is not known',
      'unknown',
      shownOf(one.certificate, { private_key_type: 'ellipticcurve' }),
      ecKey,
    ],
    [
      'is another where there is none',
      'other',
      shownOf(one.certificate, { private_key_available: false, private_key_type: null }),
      one.key,
      one.certificate,
    ],
    ['that is empty is another where there is one', 'other', shownOf(one.certificate), ''],
    [
      'that is empty is none',
      'same',
      shownOf(one.certificate, { private_key_available: false, private_key_type: null }),
      '',
    ],
    ['is not known where nothing is shown', 'unknown', {}, one.key, one.certificate],
    [
      'that cannot be read is not known',
      'unknown',
      shownOf(one.certificate),
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----',
      one.certificate,
    ],
  ])('%s', (_, expected, shown, key, certificate) =>
    expect(compared(shown, key, certificate)).toBe(expected),
  );
});

describe.each(['2023.2', '2025.12', '2026.8'])('a renewed certificate of %s', (release) => {
  const text = ({ certificate, key }: typeof one): string =>
    `version: 1\nentries:\n- model: ${CERTIFICATE}\n  identifiers: {name: web}\n  attrs: ${JSON.stringify({ certificate_data: certificate, key_data: key })}\n`;
  const files = (pair: typeof one) => [{ path: 'b.yaml', bytes: Buffer.from(text(pair)) }];

  test('is written once, and one that is as it was is no change', async () => {
    const setup = await openOn(release);
    const runs = [one, one, other, other];
    const written: string[][] = [];
    const left: (number | undefined)[] = [];
    for (const pair of runs) {
      const ran = await runBlueprints(setup, files(pair));
      expect(ran.stage).toBe('done');
      written.push(writesOf(ran));
      left.push(ran.plan?.summary.uncompared);
    }
    expect(written).toEqual([
      [`create ${CERTIFICATE} web: certificate_data, key_data, name`],
      [],
      [`update ${CERTIFICATE} web: certificate_data, key_data`],
      [],
    ]);
    expect(left).toEqual([0, 0, 0, 0]);
  });

  test('is not written where secrets never are, and its key always where they are', async () => {
    const setup = await openOn(release);
    await runBlueprints(setup, files(one));
    const never = await runBlueprints(setup, files(other), { policy: { secrets: 'never' } });
    expect([writesOf(never), never.plan?.summary.uncompared]).toEqual([[], 2]);
    const always = await runBlueprints(setup, files(one), { policy: { secrets: 'always' } });
    expect([writesOf(always), always.plan?.summary.uncompared]).toEqual([
      [`update ${CERTIFICATE} web: key_data`],
      0,
    ]);
  });
});
