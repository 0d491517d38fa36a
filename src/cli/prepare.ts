import type { Verified } from '../apply/transaction/verified.ts';
import type { Catalog } from '../catalog/model.ts';
import { Collector } from '../diagnostics/collector.ts';
import type { Plan } from '../plan/value/plan.ts';
import type { PlanHead } from '../plan/value/plan-head.ts';
import type { Sources } from '../plan/value/sources.ts';
import type { Unmanaged } from '../plan/unmanaged/list-unmanaged.ts';
import type { PlanReport } from '../report/plan-report.ts';
import type { Steps } from '../report/steps.ts';
import { exportQuestions } from '../export/questions.ts';
import { blueprintKey, hashSecrets } from './blueprint-key.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { loadAndValidate } from './check.ts';
import { chooseFiles } from './choose-files.ts';
import { type Chosen, chooseFormat, PLAN_FORMATS } from './formats.ts';
import type { Io } from './io.ts';
import { type LockOptions, Ownership } from './ownership.ts';
import { type HashedFiles, hashedFiles, planHead } from './plan-head.ts';
import { openProject } from './project.ts';
import { type OpenSnapshot, openSnapshot } from './open-snapshot.ts';
import { checkPrune } from './check-prune.ts';
import { allowOwnWords } from './own-words.ts';
import { outside, type Outside } from './outside.ts';
import { nothingPlanned, planAgainst, type Planned, type PlanRequest } from './run-plan.ts';
import { onlyEntries } from './only.ts';
import { type PlanOptions, policyOf } from './plan-options.ts';
import { connect, type Connection, type ServerOptions, usingConnection } from './server.ts';
import { readContext } from './settings.ts';
import { reportNoSuperuser, reportOtherRelease } from './server-findings.ts';
import { serverCatalog } from './target.ts';
import { insensitiveVariables, refuseVariables } from './variables.ts';

/** What a run that plans is told besides its options. */
export interface PlanWishes {
  /** Throws where the plan must not be made of these files, for this server and user. */
  readonly check?: ((head: PlanHead, contextKeys: readonly string[]) => void) | undefined;
  /** Whether it is also judged what would be so if the run failed in the middle. */
  readonly judgesBetween?: boolean | undefined;
}

/** A plan for a server, ready to be shown or run; an empty one when the blueprints have errors. */
export interface Prepared {
  readonly connection: Connection;
  readonly head: PlanHead;
  /** The keys of the context that the command line gives. */
  readonly contextKeys: readonly string[];
  readonly catalog: Catalog;
  readonly collector: Collector;
  readonly plan: Plan;
  /** The lock of the server, and what the project owns. */
  readonly ownership: Ownership;
  /** `AK_BLUEPRINT_KEY`, with which hashes of values are made. */
  readonly hashKey: string | undefined;
  /** All objects that are in no file, where they were to be listed. */
  readonly unmanaged?: Unmanaged | undefined;
  readonly children?: Planned['children'] | undefined;
  /** The secrets that the plan refers to, and the files that its places are in. */
  readonly sources: Sources;
  /** Makes the plan again, from what the server has by then. */
  readonly planAgain: () => Promise<Planned>;
  /** The same, with all that was found in the files. */
  readonly prepareAgain: () => Promise<Prepared>;
  readonly format: Chosen<PlanReport>;
  readonly seconds: number;
  /** What the server says of the plan, where it was asked. */
  readonly verified?: Verified | undefined;
  /** Where each change is made, where they are not all made alike. */
  readonly steps?: Steps | undefined;
}

/**
 * Connects, reads the server's release and the token's user, validates, and plans. Sends only GET. With the
 * options of a lock it waits for another run that holds it.
 */
export async function preparePlan(
  paths: readonly string[],
  options: PlanOptions & Partial<LockOptions>,
  io: Io,
  wishes: PlanWishes = {},
): Promise<Prepared> {
  const format = await chooseFormat(PLAN_FORMATS, options.format);
  const collector = new Collector();
  const project = openProject(options, io, collector.report);
  const bounds = boundsOf(project, options, io);
  const isInsensitive = insensitiveVariables(options, bounds, io);
  const context = readContext(options, isInsensitive, io);
  const hashed = hashedFiles(chooseFiles(paths, project, bounds, collector.report, io));
  if (options.prune) checkPrune(paths, project?.project);
  const hashKey = blueprintKey(io);
  const snapshot = options.against === undefined ? undefined : openSnapshot(options.against, options, io);
  const connection = snapshot?.connection ?? (await connect(options, io, project?.project.identity?.name));
  const chosen = { bounds, hashed, isWhole: paths.length === 0 };
  return usingConnection(connection, () =>
    readAndPlan(
      {
        connection,
        snapshot,
        format,
        context,
        isInsensitive,
        collector,
        project,
        ...chosen,
        hashKey,
        wishes,
      },
      options,
      io,
    ),
  );
}

/** What is known before the server is asked. */
interface Beginning extends Pick<Prepared, 'connection' | 'format' | 'collector'> {
  /** In place of a server. */
  readonly snapshot: OpenSnapshot | undefined;
  readonly context: ReturnType<typeof readContext>;
  readonly isInsensitive: Outside['isInsensitive'];
  readonly project: ReturnType<typeof openProject>;
  readonly bounds: Bounds;
  readonly hashed: HashedFiles;
  /** Whether all files of the project are planned, and not some that were named. */
  readonly isWhole: boolean;
  readonly hashKey: string | undefined;
  readonly wishes: PlanWishes;
}

async function readAndPlan(
  beginning: Beginning,
  options: PlanOptions & Partial<LockOptions>,
  io: Io,
): Promise<Prepared> {
  const { connection, format, context, isInsensitive, collector, project, bounds, hashed } = beginning;
  const { hashKey, wishes, snapshot } = beginning;
  const policy = policyOf(options, beginning.isWhole);
  const only = onlyEntries(options.only ?? [], io);
  const refuse = refuseVariables(project, options);
  const read = outside(bounds, { refuse, isInsensitive }, connection.credentials, io);
  const started = performance.now();
  const { client } = connection;
  if (!snapshot) io.status('asking the server who we are');
  const [release, me] = await Promise.all([client.release(), client.me()]);
  const catalog = await serverCatalog(client, release, collector.report, io);
  connection.log.knows(catalog);
  connection.log.say('connected', { server: client.url, release, user: me.username });
  reportOtherRelease(release, options.target, project, collector.report);
  reportNoSuperuser(client.url, me, catalog, collector.report);
  const { blueprints, ofPlan, mergedLists, protect, unmanaged, secrets, paths } = await loadAndValidate(
    hashed.chosen,
    catalog,
    project,
    refuse,
    collector,
    new Set(Object.keys(context)),
  );
  for (const secret of secrets) io.secrets.add(secret);
  const ownership = new Ownership({ connection, catalog, project, lock: lockOf(options) }, io);
  allowOwnWords(io.secrets, catalog, [
    new URL(client.url).host,
    ...hashed.chosen.files.map(({ path }) => path),
  ]);
  const head = planHead(client.url, release, me, project, { paths, hashOf: hashed.hashOf });
  const contextKeys = Object.keys(context);
  wishes.check?.(head, contextKeys);
  if (collector.certainlyFailed) {
    io.status('');
    // What only a plan would confirm is not said: there is none.
    collector.settle();
    const nothing = nothingPlanned(catalog.release, io.secrets);
    const prepared: Prepared = {
      connection,
      head,
      contextKeys,
      catalog,
      collector,
      plan: nothing.plan,
      ownership,
      hashKey,
      sources: nothing.sources,
      planAgain: () => Promise.resolve(nothing),
      prepareAgain: () => Promise.resolve(prepared),
      format,
      seconds: (performance.now() - started) / 1000,
    };
    return prepared;
  }
  if (!snapshot) io.status('reading what the server has');
  await ownership.read(collector.report);
  ownership.sayWhatIsOff();
  const planFor = (looking: PlanRequest['unmanaged']): Promise<Planned> =>
    planAgainst(client, {
      blueprints,
      catalog,
      policy: { ...policy, mergedLists, protect },
      context,
      ...read,
      me,
      read: snapshot?.answers(catalog),
      owned: ownership.inventory,
      ownedByOthers: ownership.ownedByOthers,
      hashKey,
      secrets: io.secrets,
      judgesBetween: wishes.judgesBetween,
      only,
      unmanaged: looking,
      hash: hashSecrets(hashKey, project?.project.identity?.id ?? ''),
    });
  const looking: PlanRequest['unmanaged'] = {
    ignore: unmanaged,
    isPart: project !== undefined && !beginning.isWhole,
    list: options.unmanaged
      ? { questions: exportQuestions(catalog), users: options.users === true }
      : undefined,
  };
  // What is done depends on no note.
  const planAgain = (): Promise<Planned> => planFor(undefined);
  const prepareAgain = async (): Promise<Prepared> => {
    const found = new Collector();
    for (const diagnostic of collector.diagnostics) found.report(diagnostic);
    const { plan, sources, diagnostics, unmanaged: listed, children } = await planFor(looking);
    // Without a server it is not known whether an entry creates its object and whether a look-up finds one; the
    // plan knows.
    found.settle();
    for (const diagnostic of ofPlan(diagnostics)) found.report(diagnostic);
    const seconds = (performance.now() - started) / 1000;
    const connected = { connection, head, contextKeys, catalog, format, ownership, hashKey, seconds };
    const again = { planAgain, prepareAgain };
    return { ...connected, ...again, collector: found, plan, sources, unmanaged: listed, children };
  };
  const prepared = await prepareAgain();
  io.status('');
  return prepared;
}

/** How the lock is taken; undefined where none is needed: of an embedded sandbox nobody else knows. */
function lockOf({
  lock,
  lockTimeout = 0,
  breakLock,
  sandbox,
}: ServerOptions & Partial<LockOptions>): LockOptions | undefined {
  return lock === undefined || sandbox ? undefined : { lock, lockTimeout, breakLock };
}
