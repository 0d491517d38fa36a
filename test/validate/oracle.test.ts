import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { casesOf, type Case } from '../oracle/cases.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from './check.ts';

/*
 * What validate says offline, compared with the verdict of the real importer of 2023.2.3. The importer also
 * judges by what its database holds; what it refuses for such a reason, validate may pass, or warn of at the
 * same entry.
 */

/** Accepted by the importer, an error for us: docs/differences-from-the-importer.md says why. */
const STRICTER: Readonly<Record<string, string>> = {
  probe__find_non_serializer_model: 'tables without an endpoint cannot be looked up',
  probe__context_goauthentik_ns: 'a context that only later releases have would be null without a word',
};

/**
 * Refused by the importer, no error for us. The message says why it is not visible in the file; with
 * `warned`, a warning at the entry must say so.
 */
const LENIENT: readonly {
  readonly message: RegExp;
  readonly reason: string;
  readonly warned?: true;
  readonly file?: RegExp;
}[] = [
  { message: /This field is required/, reason: 'absent needs no attributes', file: /state: absent/ },
  { message: /'user'.*This field is required.*'application'/, reason: 'invitations can be made over REST' },
  {
    message: /KeyError: 'action'|^'action'$/,
    reason: 'a partial update of an event matcher works over REST',
  },
  {
    message: /This field is required|must be set/,
    reason: 'it would be missing for a create; the object may exist',
    warned: true,
  },
  {
    message: /Required blueprint does not exist/,
    reason: "one of authentik's own blueprints, which only a bare server lacks",
    file: /name: "?(?:Default|System) - /,
  },
  { message: /Required blueprint does not exist/, reason: 'the server may have the blueprint', warned: true },
  { message: /Only a single Tenant/, reason: 'the server may have no default tenant', warned: true },
  { message: /already exists/, reason: 'a value that an object of the server has' },
  {
    message: /Invalid pk "None"|may not be null|One of 'policy'/,
    reason: 'a !Find without a match, an !Env that is not set',
  },
  { message: /^'request'$/, reason: 'tokens can be changed over REST' },
  { message: /has no attribute 'pk'/, reason: 'metaapplyblueprint with absent does nothing', warned: true },
  { message: /writable nested fields/, reason: 'a read-only field is not sent', warned: true },
  {
    message: /argument of type 'NoneType' is not iterable/,
    reason: 'an empty file is nothing to do',
    file: /^\s*$/,
  },
  { message: /KeyOf: failed to find entry/, reason: '!KeyOf of a created entry whose object exists' },
];

/** The probes that these reasons are for. */
const PASSED = [
  'env_unset_required',
  'event_matcher_existing_partial',
  'find_nomatch_in_identifiers',
  'find_nomatch_in_list',
  'ident_relation_lookup_missing',
  'invitation_create',
  'keyof_skipped_by_created',
  'meta_on_bare_missing',
  'meta_required_default_missing',
  'meta_required_missing',
  'meta_state_absent',
  'stage_flow_set_existing',
  'state_absent_missing_required_attrs',
  'tenant_second_default_created',
  'tenant_second_default_present',
  'token_absent',
  'token_update',
  'user_without_groups',
  'user_without_name',
  'yaml_empty_file',
];

interface Verdict {
  readonly kind: 'accepted' | 'refused' | 'stricter' | 'lenient' | 'other';
  readonly why: string;
}

function judge(one: Case): Verdict {
  const diagnostics = checkFiles(
    one.files.map(({ path, bytes }) => ({
      path,
      bytes: Buffer.from(bytes.toString('utf8').replace(/%\((\w+)\)s/g, 'filled-$1')),
    })),
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const told = errors.map((error) => `${error.code} ${error.message}`).join('; ');
  if (one.ok)
    return errors.length === 0
      ? { kind: 'accepted', why: '' }
      : { kind: STRICTER[one.name] === undefined ? 'other' : 'stricter', why: STRICTER[one.name] ?? told };
  if (errors.some((error) => isAbout(error, one.refused))) return { kind: 'refused', why: '' };
  const text = one.files[0]?.bytes.toString('utf8') ?? '';
  const rule = LENIENT.find(
    ({ message, warned, file }) =>
      message.test(one.message) &&
      (!file || file.test(text)) &&
      (!warned ||
        diagnostics.some((finding) => finding.severity === 'warning' && isAbout(finding, one.refused))),
  );
  return rule
    ? { kind: 'lenient', why: rule.reason }
    : { kind: 'other', why: `${one.message.slice(0, 300)} | ${told}` };
}

/** A finding without an entry is about what comes before the entries. */
function isAbout({ entry }: Diagnostic, index: number | undefined): boolean {
  return index === undefined || entry === undefined || entry.index === index;
}

describe.skipIf(!hasShared)('offline, and the real importer', () => {
  test.each([
    ['probes', 'probe__', 205, 82],
    ['its own blueprints on a bare server', 'bare__', 26, 0],
    ['its own blueprints on a fresh server', 'fresh__', 26, 0],
    ['fixtures', 'fixture__', 11, 0],
    ['community files', 'community__', 63, 28],
  ])('agree about %s', (what, prefix, atLeast, refused) => {
    const cases = casesOf(prefix);
    expect(cases.length).toBeGreaterThanOrEqual(atLeast);
    const verdicts = cases.map((one) => ({ name: one.name, ...judge(one) }));
    const counts: Record<string, number> = {};
    for (const { kind, why } of verdicts)
      counts[why === '' || kind === 'other' ? kind : `${kind}: ${why}`] =
        (counts[why === '' || kind === 'other' ? kind : `${kind}: ${why}`] ?? 0) + 1;
    console.log(
      `validate, ${what}: ${Object.entries(counts)
        .map(([kind, number]) => `${number} ${kind}`)
        .join(', ')}`,
    );
    expect(verdicts.filter(({ kind }) => kind === 'refused').length).toBeGreaterThanOrEqual(refused);
    expect(verdicts.filter(({ kind }) => kind === 'other').map(({ name, why }) => `${name}: ${why}`)).toEqual(
      [],
    );
  });

  test('every exception is one', () => {
    const verdicts = casesOf('probe__').map((one) => ({ name: one.name, ...judge(one) }));
    expect(
      verdicts
        .filter(({ kind }) => kind === 'stricter')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(STRICTER).sort());
    // By name: what validate finds today it must find tomorrow, whatever the importer's words for it.
    expect(
      verdicts.filter(({ kind }) => kind === 'lenient').map(({ name }) => name.replace('probe__', '')),
    ).toEqual(PASSED);
    const used = new Set([...verdicts, ...casesOf('community__').map(judge)].map(({ why }) => why));
    expect(LENIENT.map(({ reason }) => reason).filter((reason) => !used.has(reason))).toEqual([]);
  });
});

describe.skipIf(!hasShared)("authentik's own blueprints of 2023.2.3", () => {
  const folders = ['default', 'example', 'migrations', 'system'];
  const files = hasShared
    ? folders.flatMap((folder) =>
        readdirSync(shared(`data/blueprints/2023.2.3/${folder}`)).map((name) => `${folder}/${name}`),
      )
    : [];
  const read = (path: string) => ({ path, bytes: readFileSync(shared(`data/blueprints/2023.2.3/${path}`)) });

  /**
   * The stage lost this field before 2022.12; these examples name it to this day, and the server drops it: a
   * true warning.
   */
  const STALE = ['example/flows-login-2fa.yaml', 'example/flows-login-conditional-captcha.yaml'];

  test('are 26', () => expect(files).toHaveLength(26));

  test('have no finding all together, but for an attribute that the server dropped', () => {
    const found = checkFiles(files.map(read)).filter(({ severity }) => severity !== 'info');
    expect(
      found
        .filter(
          ({ place, message }) =>
            !(STALE.includes(place?.file.path ?? '') && message.includes('has no attribute template')),
        )
        .map(({ place, code, message }) => `${place?.file.path ?? ''}: ${code} ${message}`),
    ).toEqual([]);
  });

  test.each(files)('%s alone has no error', (path) => {
    expect(
      checkFiles([read(path)])
        .filter(({ severity }) => severity === 'error')
        .map(({ message }) => message),
    ).toEqual([]);
  });
});

describe.skipIf(!hasShared)('community files', () => {
  test('never crash it, and every finding has a place in its file', () => {
    const files = hasShared
      ? readdirSync(shared('data/community'), { recursive: true, encoding: 'utf8' }).filter((name) =>
          /\.ya?ml$/.test(name),
        )
      : [];
    expect(files.length).toBeGreaterThan(50);
    for (const path of files) {
      for (const { place, message } of checkFiles([
        { path, bytes: readFileSync(shared(`data/community/${path}`)) },
      ])) {
        expect(place?.file.path, message).toBe(path);
        expect(place?.span.end, message).toBeLessThanOrEqual(place?.file.text.length ?? -1);
      }
    }
  });
});
