import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from './check.ts';

/*
 * The same as oracle.test.ts for 2025.12.4: its importer's verdicts on its own blueprints, the probes of
 * 2023.2.3 and the community's files, on a fresh server.
 */

const catalog = loadCatalog('2025.12', () => undefined);

interface Recorded {
  readonly file: string;
  readonly ok: boolean;
  readonly entry_index?: number | null;
  readonly error_class: string | null;
  readonly errors: unknown;
  readonly log?: unknown;
  readonly all?: readonly { readonly entry_index?: number | null }[];
  readonly only_context?: boolean;
}

/** Accepted by the importer, an error for us: docs/differences-from-the-importer.md says why. */
const STRICTER: Readonly<Record<string, string>> = {
  'probes/find_non_serializer_model.yaml': 'tables without an endpoint cannot be looked up',
  'probes/find_no_conditions.yaml':
    'tables without an endpoint cannot be looked up (tenants of 2024.2 and later)',
};

/**
 * Refused by the importer, no error for us, by what it says. `warned`: a warning at the entry must say so.
 */
const LENIENT: readonly { readonly said: RegExp; readonly reason: string; readonly warned?: true }[] = [
  { said: /argument of type 'NoneType' is not iterable/, reason: 'an empty file is nothing to do' },
  { said: /'action'/, reason: 'a partial update of an event matcher works over REST' },
  {
    said: /This field is required/,
    reason: 'it would be missing for a create; the object may exist',
    warned: true,
  },
  { said: /Required blueprint does not exist/, reason: 'the server may have the blueprint', warned: true },
  { said: /already exists/, reason: 'a value that an object of the server has' },
  { said: /Invalid pk \\"[\da-f-]{36}\\"/, reason: 'a key that the server does not have' },
  { said: /HTTPSConnectionPool/, reason: 'the server could not reach an address' },
  { said: /Unable to verify license/, reason: 'only the server can verify a licence' },
  { said: /ResultTimeout/, reason: 'the server was waiting for itself' },
  { said: /Missing user/, reason: 'the owner of a token that exists is not known here' },
];

interface Verdict {
  readonly file: string;
  readonly kind: 'accepted' | 'refused' | 'context' | 'stricter' | 'lenient' | 'other';
  readonly why: string;
}

function judge(row: Recorded): Verdict {
  const { file } = row;
  const text = readFileSync(shared(`data/${file}`), 'utf8').replace(/%\((\w+)\)s/g, (whole, name: string) =>
    file.includes('/fixtures/') ? `filled-${name}` : whole,
  );
  const diagnostics = checkFiles([{ path: file, bytes: Buffer.from(text) }], catalog);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const told = errors.map(({ code, message }) => `${code} ${message}`).join('; ');
  const short = file.split('/').slice(-2).join('/');
  if (row.ok)
    return errors.length === 0
      ? { file, kind: 'accepted', why: '' }
      : { file, kind: STRICTER[short] === undefined ? 'other' : 'stricter', why: STRICTER[short] ?? told };
  const bad = new Set((row.all ?? [row]).map(({ entry_index: index }) => index ?? null));
  const isThere = ({ entry }: Diagnostic): boolean =>
    entry === undefined || bad.has(null) || bad.has(entry.index);
  if (errors.some(isThere)) return { file, kind: 'refused', why: '' };
  // What another file or the environment would have given.
  if (row.only_context) return { file, kind: 'context', why: '' };
  const said = JSON.stringify([row.errors, row.log]);
  const rule = LENIENT.find(
    (one) =>
      one.said.test(said) &&
      (!one.warned || diagnostics.some((finding) => finding.severity === 'warning' && isThere(finding))),
  );
  return rule
    ? { file, kind: 'lenient', why: rule.reason }
    : { file, kind: 'other', why: `${said.slice(0, 300)} | ${told}` };
}

describe.skipIf(!hasShared)('offline, and the real importer of 2025.12.4', () => {
  const rows = hasShared
    ? ['outcomes', 'community'].flatMap((name) =>
        readFileSync(shared(`data/oracle/2025.12.4/${name}.jsonl`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Recorded),
      )
    : [];
  const verdicts = rows.map(judge);

  test('agree', () => {
    expect(verdicts.length).toBeGreaterThanOrEqual(307);
    const counts: Record<string, number> = {};
    for (const { kind, why } of verdicts)
      counts[kind === 'lenient' ? `${kind}: ${why}` : kind] =
        (counts[kind === 'lenient' ? `${kind}: ${why}` : kind] ?? 0) + 1;
    console.log(
      `validate for 2025.12.4: ${Object.entries(counts)
        .map(([kind, number]) => `${number} ${kind}`)
        .join(', ')}`,
    );
    expect(verdicts.filter(({ kind }) => kind === 'other').map(({ file, why }) => `${file}: ${why}`)).toEqual(
      [],
    );
    expect(verdicts.filter(({ kind }) => kind === 'accepted').length).toBeGreaterThanOrEqual(171);
    expect(verdicts.filter(({ kind }) => kind === 'refused').length).toBeGreaterThanOrEqual(95);
  });

  test('every exception is one', () => {
    expect(
      verdicts
        .filter(({ kind }) => kind === 'stricter')
        .map(({ file }) => file.split('/').slice(-2).join('/'))
        .sort(),
    ).toEqual(Object.keys(STRICTER).sort());
    const used = new Set(verdicts.map(({ why }) => why));
    expect(LENIENT.map(({ reason }) => reason).filter((reason) => !used.has(reason))).toEqual([]);
  });
});

describe.skipIf(!hasShared).each(['2025.12.4', '2026.2.2'])("authentik's own blueprints of %s", (release) => {
  const folders = hasShared
    ? ['default', 'example', 'system', 'migrations'].filter((folder) =>
        readdirSync(shared(`data/blueprints/${release}`)).includes(folder),
      )
    : [];
  const files = folders
    .flatMap((folder) =>
      readdirSync(shared(`data/blueprints/${release}/${folder}`)).map(
        (name) => `data/blueprints/${release}/${folder}/${name}`,
      ),
    )
    .filter((name) => /\.ya?ml$/.test(name));

  test('have no error in their own release, together or alone', () => {
    const target = loadCatalog(release, () => undefined);
    const read = (path: string) => ({ path, bytes: readFileSync(shared(path)) });
    const errors = [
      checkFiles(files.map(read), target),
      ...files.map((file) => checkFiles([read(file)], target)),
    ]
      .flat()
      .filter(({ severity }) => severity === 'error');
    expect(files.length).toBeGreaterThan(30);
    expect(errors.map(({ place, code, message }) => `${place?.file.path ?? ''}: ${code} ${message}`)).toEqual(
      [],
    );
  });
});
