import type { ApplyOutcome } from '../apply/outcome.ts';
import type { Json } from '../catalog/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { foldFindings } from '../report/fold.ts';
import { formatDigest, formatHead } from '../report/format-head.ts';
import { formatOutcome, formatOutcomeSummary } from '../report/format-outcome.ts';
import { formatPlan, formatPlanSummary } from '../report/format-plan.ts';
import { formatUnmanaged } from '../report/format-unmanaged.ts';
import { formatVerified } from '../report/format-verified.ts';
import { maskTexts } from '../report/mask-body.ts';
import {
  maskHead,
  maskOutcome,
  maskPlan,
  maskSteps,
  maskUnmanaged,
  maskVerified,
} from '../report/mask-plan.ts';
import type { PlanReport } from '../report/plan-report.ts';
import { wrapText } from '../report/terminal/wrap.ts';
import { filePlace } from '../source/file-place.ts';
import { printDiagnostics, shownDiagnostics, type Verbosity } from './check.ts';
import type { Write } from './formats.ts';
import { show } from './masked-io.ts';
import { type Io, screenOf } from './io.ts';
import type { Prepared } from './prepare.ts';
import type { RunLog } from './run-log.ts';

/** Prints a plan and its outcome: for people during the run, for programs at its end. */
export interface PlanOutput {
  /** Shows the plan and the findings, before anything is done. */
  readonly show: () => void;
  /** Ends a run that must not do anything. `why`: the reason, for people. */
  readonly refuse: (why: string) => void;
  /**
   * Ends any other run. `outcome`: of a plan that was run; `nothingDone`: the message where the server
   * refused it.
   */
  readonly end: (outcome?: ApplyOutcome, nothingDone?: string) => void;
}

/** How much of a plan is shown. */
export interface Shown extends Verbosity {
  /** An overview, and not every value. */
  readonly compact?: boolean | undefined;
}

/** The output in the chosen format, else for people. */
export function planOutput(
  prepared: Prepared,
  found: readonly Diagnostic[],
  options: Shown,
  io: Io,
): PlanOutput {
  const findings = [...found, ...(prepared.verified?.refused ?? [])];
  const { write } = prepared.format;
  const shown = write
    ? forPrograms(prepared, findings, write, io)
    : forPeople(prepared, findings, options, io);
  return logged(shown, prepared, findings, io);
}

/** Writes what is shown into the log of the run, too. */
function logged(
  shown: PlanOutput,
  { plan, connection: { log } }: Prepared,
  findings: readonly Diagnostic[],
  io: Io,
): PlanOutput {
  let isLogged = false;
  const logPlan = (): void => {
    if (isLogged) return;
    isLogged = true;
    logFindings(log, findings);
    const { digest, target, summary } = plan;
    log.say('plan', { digest, target, ...summary }, { plan: maskTexts(plan as unknown as Json, io.secrets) });
  };
  return {
    show: () => {
      logPlan();
      shown.show();
    },
    refuse: (why) => {
      logPlan();
      log.say('refused', { why });
      shown.refuse(why);
    },
    end: (outcome, nothingDone) => {
      logPlan();
      if (outcome) logFindings(log, outcome.diagnostics);
      shown.end(outcome, nothingDone);
    },
  };
}

function logFindings(log: RunLog, findings: readonly Diagnostic[]): void {
  for (const { code, severity, message, place } of findings) {
    const at = place && filePlace(place);
    log.say('finding', { code, severity, message, file: at?.path, line: at?.line });
  }
}

function forPrograms(
  { head, plan, seconds, verified, steps, unmanaged, connection: { client } }: Prepared,
  findings: readonly Diagnostic[],
  write: Write<PlanReport>,
  io: Io,
): PlanOutput {
  const end = (outcome?: ApplyOutcome): void => {
    const all = [...findings, ...(outcome?.diagnostics ?? [])];
    const report = {
      head: maskHead(head, io.secrets),
      plan: maskPlan(plan, io.secrets),
      diagnostics: shownDiagnostics(all, { verbose: true }, io.secrets),
      requests: client.requests(),
      seconds: seconds + (outcome?.seconds ?? 0),
      outcome: outcome && maskOutcome(outcome, io.secrets),
      verified: verified && maskVerified(verified, io.secrets),
      steps: steps && maskSteps(steps, io.secrets),
      unmanaged: unmanaged && maskUnmanaged(unmanaged, io.secrets),
    };
    toldBy(io, outcome).out(write(report, screenOf(io)));
  };
  return { show: () => undefined, refuse: () => end(), end };
}

function forPeople(
  { head, plan, seconds, verified, steps, unmanaged, connection: { client } }: Prepared,
  findings: readonly Diagnostic[],
  options: Shown,
  io: Io,
): PlanOutput {
  let isShown = false;
  const showFindings = (): void => {
    if (!isShown) printDiagnostics(findings, options, io);
    isShown = true;
  };
  return {
    show: () => {
      const say = (text: string): void => show(wrapText(text, io.columns), io);
      say(formatHead(head, io.paintOut));
      const shown = formatPlan(maskPlan(plan, io.secrets), io.paintOut, {
        all: options.verbose,
        columns: io.columns,
        compact: options.compact,
        steps: steps && maskSteps(steps, io.secrets),
      });
      if (shown !== '') show(shown, io);
      showFindings();
      if (unmanaged) say(formatUnmanaged(maskUnmanaged(unmanaged, io.secrets), io.paintOut));
      say(formatPlanSummary(plan, findings, client.requests(), seconds, io.paintOut));
      say(formatDigest(plan, io.paintOut));
      if (verified) say(formatVerified(maskVerified(verified, io.secrets), io.paintOut));
    },
    refuse: (why) => {
      showFindings();
      io.err(wrapText(why, io.errColumns));
    },
    end: (outcome, nothingDone = '') => {
      if (!outcome || outcome.outcomes.length + outcome.diagnostics.length === 0) return;
      const told = toldBy(io, outcome);
      const say = (text: string): void => show(wrapText(text, io.columns, 4), told);
      if (!outcome.refused) say(formatOutcome(maskOutcome(outcome, io.secrets), io.paintOut));
      printDiagnostics(foldFindings(outcome.diagnostics, outcome.outcomes), options, told);
      if (outcome.refused) told.err(nothingDone);
      else say(formatOutcomeSummary(outcome, plan, findings, io.paintOut));
    },
  };
}

/** Where a report goes: that of what was done must not be lost. */
function toldBy(io: Io, outcome: ApplyOutcome | undefined): Io {
  return outcome ? { ...io, ...io.orElsewhere } : io;
}
