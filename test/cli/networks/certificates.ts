import { generate } from 'selfsigned'; // certificates of an authority of our own, in some milliseconds

/** A certificate with its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** The name that servers of these tests have, which only their proxy knows. */
export const HOST = 'id.example.test';

const DAY = 86_400_000;

/** An authority, which signs others. */
export async function authority(name: string): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A certificate that an authority has signed, for a host; `until`: the days from now to its end. */
export async function signed(by: Certificate, host = HOST, until = 30): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: by,
    notBeforeDate: new Date(Date.now() - 60 * DAY),
    notAfterDate: new Date(Date.now() + until * DAY),
    extensions: [
      {
        name: 'subjectAltName',
        altNames:
          host === HOST
            ? [
                { type: 2, value: host },
                { type: 7, ip: '127.0.0.1' },
              ]
            : [{ type: 2, value: host }],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
