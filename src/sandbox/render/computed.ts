import { X509Certificate, createHash, createPrivateKey } from 'node:crypto';
import type { Json } from '../../catalog/model.ts';
import { follow, referrers } from '../links.ts';
import { findOAuthType } from '../oauth-types.ts';
import { listPermissions } from '../permissions.ts';
import { isSuperuser } from '../rights.ts';
import type { Row } from '../row.ts';
import type { View } from './view.ts';

type Compute = (view: View, row: Row) => Json;

/** Fields that only code can work out, by the names that the behaviour uses. */
export const COMPUTED: Readonly<Record<string, Compute>> = {
  'is-superuser': ({ database }, row) => isSuperuser(database, row),
  /** The first five digits of the UUID as a number (recorded: "group create"). */
  'group-number': (_, row) =>
    Number(
      BigInt(`0x${String(row.pk).replaceAll('-', '')}`)
        .toString()
        .slice(0, 5),
    ),
  'user-digest': ({ release }, row) =>
    createHash('sha256')
      .update(`${String(row.values['uuid'] ?? row.pk)}-${release.rules.release}`)
      .digest('hex'),
  avatar: (_, row) => drawAvatar(String(row.values['name'] ?? '')),
  'oauth-type': ({ release }, row) =>
    findOAuthType(release.rules.oauthTypes, row.values['provider_type']) ?? null,
  'oauth-icon': (_, row) =>
    row.values['icon']
      ? String(row.values['icon'])
      : `/static/authentik/sources/${String(row.values['provider_type'])}.svg`,
  'refresh-seconds': (_, row) =>
    secondsOf((row.values['config'] as Record<string, Json> | null)?.['refresh_interval']),
  'initial-permissions': ({ release }, row) =>
    listPermissions(release.rules)
      .filter(({ id }) => (row.values['permissions'] as Json[]).includes(id))
      .map((permission): Json => ({ ...permission })),
  'launch-url': launchUrl,
  'saml-url': ({ database, origin }, row) => {
    const from = database.models.relations.find((relation) => relation.column === 'provider')?.from ?? '';
    const [application] = referrers(database, row, from, 'provider');
    return application ? `${origin}/application/saml/${String(application.values['slug'])}/` : '-';
  },
  'transport-mode': ({ release }, row) =>
    (release.behaviour.documents['transport-modes'] as Record<string, Json>)[String(row.values['mode'])] ??
    null,
  cert_subject: certificate('cert_subject', (cert) => cert.subject.split('\n').reverse().join(',')),
  cert_expiry: certificate('cert_expiry', (cert) => `${new Date(cert.validTo).toISOString().slice(0, 19)}Z`),
  fingerprint_sha1: certificate('fingerprint_sha1', (cert) => cert.fingerprint.toLowerCase()),
  fingerprint_sha256: certificate('fingerprint_sha256', (cert) => cert.fingerprint256.toLowerCase()),
  private_key_available: (_, row) =>
    row.values['private_key_available'] ??
    (typeof row.values['key_data'] === 'string' && row.values['key_data'] !== ''),
  private_key_type: (view, row) => (view.brief ? null : keyType(row, 'private_key_type')),
  key_type: (view, row) => (view.brief ? null : keyType(row, 'key_type')),
};

/** What was read of rows, which do not change: every list shows its certificates and keys. */
const certificates = new WeakMap<Row, X509Certificate>();
const keyTypes = new WeakMap<Row, Json>();

function read<T>(known: WeakMap<Row, T>, row: Row, make: () => T): T {
  const before = known.get(row);
  if (before !== undefined) return before;
  const made = make();
  known.set(row, made);
  return made;
}

function certificateOf(row: Row, pem: string): X509Certificate {
  return read(certificates, row, () => new X509Certificate(pem));
}

/** Where a recorded state has no certificate but what the server showed of it, that is shown again. */
function certificate(name: string, show: (cert: X509Certificate) => string): Compute {
  return (view, row) => {
    if (view.brief) return null;
    const pem = row.values['certificate_data'];
    if (typeof pem !== 'string' || pem === '') return row.values[name] ?? null;
    return show(certificateOf(row, pem));
  };
}

/** The seconds of an interval such as `minutes=5`, which is also the default (recorded: "outpost create"). */
function secondsOf(interval: Json | undefined): number {
  const units: Readonly<Record<string, number>> = {
    seconds: 1,
    minutes: 60,
    hours: 3600,
    days: 86_400,
    weeks: 604_800,
  };
  const text = typeof interval === 'string' ? interval : 'minutes=5';
  return text
    .split(';')
    .reduce(
      (sum, part) => sum + (units[part.split('=')[0]?.trim() ?? ''] ?? 0) * Number(part.split('=')[1] ?? 0),
      0,
    );
}

/** The type of a certificate's public key (recorded: "b cert import"). */
function keyOfCertificate(row: Row): Json {
  const pem = row.values['certificate_data'];
  return typeof pem === 'string' && pem !== ''
    ? (certificateOf(row, pem).publicKey.asymmetricKeyType ?? null)
    : null;
}

function keyType(row: Row, shown: string): Json {
  const pem = row.values['key_data'];
  if (typeof pem !== 'string' || pem === '')
    return row.values[shown] ?? (shown === 'key_type' ? keyOfCertificate(row) : null);
  return read(keyTypes, row, () => createPrivateKey(pem).asymmetricKeyType ?? null);
}

/**
 * The URL that opens an application: its own, or one of its provider (recorded: "app create": the host of the
 * first redirect URI).
 */
function launchUrl({ database }: View, row: Row): Json {
  if (row.values['meta_launch_url']) return row.values['meta_launch_url'];
  const provider = follow(database, row, 'provider');
  if (!provider) return null;
  const host = provider.values['external_host'];
  if (typeof host === 'string') return host;
  const redirects = provider.values['redirect_uris'] ?? '';
  const first = Array.isArray(redirects)
    ? String((redirects[0] as Record<string, Json> | undefined)?.['url'] ?? '')
    : (String(redirects).split('\n')[0] ?? '');
  return /^https?:\/\//.test(first) ? first.split('/').slice(0, 3).join('/') : null;
}

/** A small picture with the initials, in a colour made from the name. */
function drawAvatar(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const initials = (
    words.length > 1
      ? `${words[0]?.charAt(0) ?? ''}${words.at(-1)?.charAt(0) ?? ''}`
      : (words[0] ?? '').slice(0, 2)
  ).toUpperCase();
  const hue = [...name].reduce((sum, letter) => (sum + letter.charCodeAt(0)) % 360, 0);
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">' +
    `<circle cx="32" cy="32" r="32" fill="hsl(${hue},45%,50%)"/>` +
    '<text x="32" y="40" text-anchor="middle" font-size="24" fill="#fff">' +
    `${initials.replaceAll(/[<&]/g, '')}</text></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
