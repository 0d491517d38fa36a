import { hostname, userInfo } from 'node:os';
import type { Io } from './io.ts';

/*
 * Where a run is: it stands in the lock, so that whoever waits for it knows whom to ask. Anybody who may see
 * the server's blueprint instances can read it.
 */

/** Variables of CI systems that hold the page of the job. */
const JOB_PAGES = [
  'CI_JOB_URL',
  'BUILD_URL',
  'CIRCLE_BUILD_URL',
  'BUILDKITE_BUILD_URL',
  'TRAVIS_BUILD_WEB_URL',
  'DRONE_BUILD_LINK',
  'CI_PIPELINE_URL',
];

/** The page of the CI job that this run is in, else user and machine. */
export function runPlace(env: Io['env']): string {
  return jobPage(env) ?? `${userName(env)}@${hostname()}`;
}

function jobPage(env: Io['env']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const github = server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
  for (const text of [github, ...JOB_PAGES.map((name) => env[name])]) {
    const page = text === undefined ? undefined : plainPage(text);
    if (page !== undefined) return page;
  }
  return undefined;
}

/** An address without what may be a secret in it: name, password, query and fragment. */
function plainPage(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? `${protocol}//${host}${pathname}` : undefined;
}

function userName(env: Io['env']): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have no name.
    return env['USER'] ?? 'somebody';
  }
}
