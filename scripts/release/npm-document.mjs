// The OpenAPI document of a release, as npm's package of authentik's API client has it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReleaseError } from './release-error.mjs';

const PACKAGE = '@goauthentik/api';

/** Where the document of a patch (`2026.8.3`) is in npm, as the manifest says it. */
const npmSource = (version) => `schema.yml of the npm package ${PACKAGE}@${version}`;

/** The version of the package that a row of the manifest names; undefined where it names another source. */
export function versionInSource(source) {
  const start = npmSource('');
  return source.startsWith(start) ? source.slice(start.length) : undefined;
}

/** Whether a text names a version of the package: a release (its newest patch), or a patch. */
export const isVersion = (text) => /^20\d\d\.\d{1,2}(\.\d+(-[\w.-]+)?)?$/.test(text);

/**
 * Reads the document of a release (`2026.8`, of its newest patch) or a patch (`2026.8.3`) from npm, which checks
 * what it downloads against the integrity that the registry says. Nothing of the package is run. Returns the
 * `text`, the `version` of the package, and the `source` for the manifest. Throws a ReleaseError.
 */
export function documentFromNpm(version) {
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-release-'));
  try {
    install(folder, version);
    const at = join(folder, 'node_modules', PACKAGE);
    const found = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')).version;
    if (!existsSync(join(at, 'schema.yml')))
      throw new ReleaseError(
        `${PACKAGE}@${found} has no schema.yml`,
        'give the path of the document instead: npm run release -- path/to/schema.yml',
      );
    return { text: readFileSync(join(at, 'schema.yml'), 'utf8'), version: found, source: npmSource(found) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(folder, version) {
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=peer', '--json'];
  const wanted = `${PACKAGE}@${version}`;
  const isWindows = process.platform === 'win32';
  const run = spawnSync('npm', ['install', ...options, '--prefix', folder, wanted], {
    encoding: 'utf8',
    // npm is a script there, which only a shell starts. The version has no character that means something to it.
    shell: isWindows,
    cwd: folder,
  });
  if (run.error) throw new ReleaseError(`npm cannot be started: ${run.error.message}`);
  if (run.status !== 0) throw refusal(version, errorOf(run));
}

/** What npm says of its failure. */
function errorOf({ stdout, stderr }) {
  try {
    return JSON.parse(stdout).error ?? {};
  } catch {
    return { summary: stderr.trim().split('\n')[0] };
  }
}

function refusal(version, { code = '', summary = '' }) {
  const wanted = `${PACKAGE}@${version}`;
  if (code === 'ETARGET' || code === 'E404')
    return new ReleaseError(
      `npm has no ${wanted}`,
      `npm view ${PACKAGE} versions lists those that it has; ` +
        'a document from elsewhere: npm run release -- path/to/schema.yml',
    );
  if (code === 'EINTEGRITY')
    return new ReleaseError(
      `what npm downloaded of ${wanted} is not what the registry says: ${summary}`,
      'nothing was written; try again, and tell the registry where it stays so',
    );
  return new ReleaseError(
    `${wanted} cannot be had from npm: ${[code, summary].filter(Boolean).join(': ')}`,
    'is the registry reachable? A document that is at hand: npm run release -- path/to/schema.yml',
  );
}
