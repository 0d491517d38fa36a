import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ak } from './binary.ts';
import { NEWEST } from '../newest.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-fix-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const fix = (args: readonly string[], stdin?: string) =>
  ak(['validate', '--fix', ...args], { cwd: folder, ...(stdin === undefined ? {} : { stdin }) });

const WRONG = `# The groups of the office.
version: "1"   # one
entries:

  - model: authentik_core.Group   # camel case
    id: 12
    identifiers:  { name: staff }
    # ak-blueprint-ignore id-duplicate: not any more
    attrs:
      attributes: {since: 2020-01-02}
`;
const RIGHT = `# The groups of the office.
version: 1   # one
entries:

  - model: authentik_core.group   # camel case
    id: "12"
    identifiers:  { name: staff }
    attrs:
      attributes: {since: "2020-01-02"}
`;

describe('validate --fix', () => {
  test('mends what needs no decision, over several rounds, and keeps comments and layout', async () => {
    writeFileSync(path('a.yaml'), WRONG);
    writeFileSync(path('b.yaml'), RIGHT);
    const before = statSync(path('b.yaml')).mtimeMs;
    expect(await fix(['.'])).toEqual({
      code: 0,
      out: '',
      err: `a.yaml: 5 findings fixed (structure-type, model-case, attribute-type, ignore-unused)\nno problems in 2 files, 2 entries, for authentik ${NEWEST}\n`,
    });
    expect(readFileSync(path('a.yaml'), 'utf8')).toBe(RIGHT);
    expect(statSync(path('b.yaml')).mtimeMs).toBe(before);
    expect(await fix(['.'])).toMatchObject({
      err: `no problems in 2 files, 2 entries, for authentik ${NEWEST}\n`,
    });
    expect(readdirSync(folder)).toEqual(['a.yaml', 'b.yaml']);
  });

  test.each([
    ['Windows line ends', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, the other way round', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['no line break at the end', (text: string) => Buffer.from(text.trimEnd())],
  ])('keeps %s', async (_, encode) => {
    writeFileSync(path('a.yaml'), encode(WRONG));
    expect((await fix(['a.yaml'])).code).toBe(0);
    expect(readFileSync(path('a.yaml')).equals(encode(RIGHT))).toBe(true);
  });

  test('leaves what a person must decide, and says it', async () => {
    writeFileSync(path('a.yaml'), RIGHT.replace('authentik_core.group', 'authentik_core.grop'));
    const { code, err } = await fix(['a.yaml']);
    expect([code, err]).toEqual([1, expect.stringContaining('did you mean authentik_core.group?')]);
    expect(readFileSync(path('a.yaml'), 'utf8')).toContain('authentik_core.grop ');
  });

  test('writes through a link and keeps the rights of the file', async () => {
    writeFileSync(path('real.yaml'), WRONG);
    chmodSync(path('real.yaml'), 0o640);
    symlinkSync('real.yaml', path('link.yaml'));
    expect((await fix(['link.yaml'])).code).toBe(0);
    expect([
      readFileSync(path('real.yaml'), 'utf8'),
      lstatSync(path('link.yaml')).isSymbolicLink(),
      statSync(path('real.yaml')).mode & 0o777,
    ]).toEqual([RIGHT, true, 0o640]);
  });

  test('prints the mended text of standard input, also when there is nothing to mend', async () => {
    expect(await fix(['-'], WRONG)).toMatchObject({ code: 0, out: RIGHT });
    expect(await fix(['-'], RIGHT)).toMatchObject({ code: 0, out: RIGHT });
    expect(await fix(['-', '--format', 'json'], RIGHT)).toMatchObject({ code: 3, out: '' });
  });

  test('touches no file that is no YAML', async () => {
    writeFileSync(path('a.yaml'), `${WRONG}\t- x: [\n`);
    expect((await fix(['a.yaml'])).code).toBe(1);
    expect(readFileSync(path('a.yaml'), 'utf8')).toBe(`${WRONG}\t- x: [\n`);
  });
});
