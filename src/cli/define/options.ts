import { type Command, Option } from 'commander';
import type { Policy } from '../../plan/policy.ts';
import { collect, collectHeader, collectName, collectPair, wholeNumber } from './parse.ts';

/** The help on the paths of commands that read blueprints. */
export const PATHS = 'files, folders, globs, or - for standard input; else what the project file names';

const TARGET = ['--target <release>', 'authentik release, e.g. 2023.2'] as const;
const PROJECT = [
  '--project <file>',
  'project file; else the nearest ak-blueprint.yaml in this folder or above',
] as const;

/** The option that names the release. */
export function targetOption(): Option {
  return new Option(...TARGET);
}

/** The option that takes the release and its models from a server or an OpenAPI document. */
export function targetFromOption(): Option {
  return new Option(
    '--target-from <url>',
    'take models and fields from the OpenAPI document of this server, or from a file that holds one',
  ).conflicts('target');
}

/** The option that names the project file. */
export function projectOption(): Option {
  return new Option(...PROJECT);
}

/** The option that lets what files name lead out of the project's folder. */
export function allowPathOption(): Option {
  return new Option(
    '--allow-path <path>',
    "a file or folder outside the project's folder that links, !File and the project file may lead to; may be repeated",
  )
    .argParser(collect)
    .default([], 'none');
}

/** The option that takes some of the entries. */
export function onlyOption(): Option {
  return new Option(
    '--only <what>',
    'plan only this, and what it depends on: a file or a glob, a model, model:name, or the id of an entry; may be repeated',
  )
    .argParser(collect)
    .default([], 'everything');
}

/** The option that names values which are no secrets, though they come from where secrets do. */
export function insensitiveOption(): Option {
  return new Option(
    '--insensitive <name>',
    'a variable, a file of !File or a key of --context whose value may be shown, or PREFIX_*; may be repeated',
  )
    .argParser(collectName)
    .default([], 'none');
}

/** The option that suppresses the question before something is written. */
export function yesOption(): Option {
  return new Option('--yes', 'do not ask; needed when not on a terminal');
}

/**
 * Adds the options of commands that check blueprints. `format`: the option for the formats of its reports.
 */
export function addCheckOptions(command: Command, format: Option): Command {
  return command
    .addOption(targetOption())
    .addOption(projectOption())
    .addOption(allowPathOption())
    .addOption(format)
    .addOption(
      new Option(
        '--allow-env <name>',
        'a variable, or PREFIX_*, that !Env may read: only such, whatever the project file says; may be repeated',
      )
        .argParser(collectName)
        .default([], 'all but those of our credentials'),
    )
    .addOption(
      new Option('--context <key=value>', 'a value for !Context; may be repeated')
        .argParser(collectPair)
        .default([], 'none'),
    )
    .option('--context-file <file>', 'values for !Context: a YAML or JSON mapping')
    .option('--quiet', 'findings that are not errors are not shown')
    .option('--verbose', 'show what is unchanged, and notes, too');
}

const SECRETS: readonly Policy['secrets'][] = ['on-change', 'always', 'never'];

/** Adds the options of commands that plan. `format`: the option for the formats of its reports. */
export function addPlanOptions(command: Command, format: Option): Command {
  return addServerOptions(addCheckOptions(command, format))
    .addOption(
      new Option(
        '--allow-protected <name>',
        'a protected object that may change, or a stored blueprint that may be applied unseen: model or model:name; may be repeated',
      )
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(onlyOption().conflicts('prune'))
    .option('--compact', 'an overview of the plan: what differs, and of values only where they do')
    .option('--prune', 'delete what the project owns and no entry declares any more')
    .addOption(
      new Option(
        '--allow-cascade <name>',
        'a delete that may take objects of other names along: model or model:name; may be repeated',
      )
        .argParser(collect)
        .default([], 'none'),
    )
    .option(
      '--allow-changes <number>',
      'so many deletes, and so many updates, are meant: lets a run pass that is stopped for their number',
      wholeNumber(0, 1_000_000),
    )
    .option(
      '--max-deletes <number>',
      'the most objects that may be deleted; else 5, or 10 % of what the project declares or owns',
      wholeNumber(0, 1_000_000),
    )
    .addOption(insensitiveOption())
    .option(
      '--allow-lockout',
      'do it although no superuser could sign in any more, or one could without a password; nobody looks then',
    )
    .option(
      '--revoke-permissions',
      'take away permissions that are not declared, of objects for which some are',
    )
    .addOption(
      new Option(
        '--secrets <when>',
        'write values that cannot be read back to objects that exist; on-change writes those that are known ' +
          'to differ (certificates and their keys by fingerprint; with an inventory and AK_BLUEPRINT_KEY all, by hash) ' +
          'and counts the others; never writes none, but of an object that a run has left unfinished',
      )
        .choices(SECRETS)
        .default('on-change'),
    );
}

/** The option that asks the server about a plan before anything is done. */
export function verifyOption(): Option {
  return new Option(
    '--verify',
    "have the server's importer try the changes first, in transactions that it takes back; it takes about as long " +
      'as doing them (0.02 s for a change, 0.1 s from 2025.8 on), locks what they touch meanwhile, and up to 2023.4, ' +
      'and in 2024.4 and 2024.6, each no is an entry in the event log',
  );
}

/** Adds the options of commands that take the lock of a server. */
export function addLockOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--lock <where>',
        'server: no two runs write to a server at a time; none: this run writes in any case',
      )
        .choices(['server', 'none'])
        .default('server'),
    )
    .option(
      '--lock-timeout <seconds>',
      'time to wait for another run that holds the lock; then, or at once with 0, the exit code is 5',
      wholeNumber(0, 86_400),
      0,
    )
    .option('--break-lock', 'take the lock from the run that holds it: only when that is gone for good');
}

/** The options, as commander calls them, that say which server is talked to and how: nothing is, without one. */
export const OF_A_SERVER: string[] = [
  'caFile',
  'clientCert',
  'clientKey',
  'header',
  'insecure',
  'sandbox',
  'seed',
  'state',
  'store',
  'tokenFile',
  'url',
];

/** Adds the options of commands that talk to a server. */
export function addServerOptions(command: Command): Command {
  return addSandboxOptions(
    addNetworkOptions(
      command
        .option(
          '--url <url>',
          'address of the server, with its sub-path where it has one; else AUTHENTIK_URL',
        )
        .option('--token-file <file>', 'file with the API token; else AUTHENTIK_TOKEN'),
    )
      .option(
        '--timeout <seconds>',
        'time limit of one try of a request, for the whole answer',
        wholeNumber(1, 3600),
        60,
      )
      .option('--log-file <file>', 'add a line of JSON to this file for each request and each decision')
      .option('--parallelism <number>', 'requests at a time', wholeNumber(1, 64), 4)
      .option('--sandbox', 'use a fresh embedded sandbox instead of a server'),
  );
}

/** Adds the options that say how a server is reached; proxies are those of the environment. */
function addNetworkOptions(command: Command): Command {
  return command
    .option(
      '--ca-file <file>',
      'authorities to trust as well, in PEM; else AK_BLUEPRINT_CA_FILE (proxies: HTTPS_PROXY, HTTP_PROXY, NO_PROXY)',
    )
    .option('--client-cert <file>', 'client certificate, in PEM; else AK_BLUEPRINT_CLIENT_CERT')
    .option(
      '--client-key <file>',
      'its key; else AK_BLUEPRINT_CLIENT_KEY, else in the file of the certificate (encrypted: AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE)',
    )
    .addOption(
      new Option(
        '--header <name=variable>',
        'a header that an access proxy asks for, and the variable with its value; may be repeated; also AK_BLUEPRINT_HEADERS',
      )
        .argParser(collectHeader)
        .default([], 'none'),
    )
    .option('--insecure', 'accept any certificate of the server: anybody on the way can read the token');
}

/** Adds the options of the sandbox. */
export function addSandboxOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--seed <name>', 'sandbox: start with the default blueprints of this project').choices([
        'default',
      ]),
    )
    .option('--state <path>', 'sandbox: start from a snapshot, a state file or a folder')
    .option('--store <file>', 'sandbox: keep the state in this file');
}
