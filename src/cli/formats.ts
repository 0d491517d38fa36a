import { Option } from 'commander';
import type { Answer } from '../explain/answer.ts';
import type { DriftReport } from '../report/drift-report.ts';
import type { ExportReport } from '../report/export-report.ts';
import type { FmtReport } from '../report/fmt-json.ts';
import type { PlanReport } from '../report/plan-report.ts';
import type { ReleaseChanges } from '../report/format-changes.ts';
import type { SnapshotReport } from '../report/format-snapshot.ts';
import type { ValidateReport } from '../report/validate-report.ts';
import type { Screen } from './io.ts';

/*
 * The formats of each kind of report, by the name that --format takes. A new one needs a file in report/ and
 * a line here. Each is loaded when it is used.
 */

/** Writes a report as a text. */
export type Write<Report> = (report: Report, screen: Screen) => string;

/** A way to write a report. */
interface Format<Report> {
  readonly load: () => Promise<Write<Report>>;
  /** Whether it has all findings, whatever a terminal would show: programs choose for themselves. */
  readonly isWhole?: boolean;
}

type Formats<Report> = Readonly<Record<string, Format<Report>>>;
/** Formats of a report that is printed as a whole for people as well. */
type AllFormats<Report> = Formats<Report> & { readonly pretty: Format<Report> };

/** The formats of `validate`. The output for people (pretty) is printed during the run. */
export const VALIDATE_FORMATS: Formats<ValidateReport> = {
  json: { load: async () => (await import('../report/validate-json.ts')).formatValidateJson, isWhole: true },
  sarif: { load: async () => (await import('../report/sarif.ts')).formatSarif, isWhole: true },
  junit: { load: async () => (await import('../report/junit.ts')).formatJunit },
  github: { load: async () => (await import('../report/github.ts')).formatGithub },
  checkstyle: { load: async () => (await import('../report/checkstyle.ts')).formatCheckstyle },
};

/**
 * The formats of `plan`, `apply` and `flow import`. The output for people (pretty) is printed during the run.
 */
export const PLAN_FORMATS: Formats<PlanReport> = {
  json: { load: async () => (await import('../report/plan-json.ts')).formatPlanJson, isWhole: true },
  markdown: {
    load: async () => (await import('../report/markdown/plan-markdown.ts')).formatPlanMarkdown,
    isWhole: true,
  },
};

/** The formats of `fmt`. The output for people (pretty) is printed during the run. */
export const FMT_FORMATS: Formats<FmtReport> = {
  json: { load: async () => (await import('../report/fmt-json.ts')).formatFmtJson, isWhole: true },
};

/** The formats of `export`. The output for people (pretty) is printed during the run. */
export const EXPORT_FORMATS: Formats<ExportReport> = {
  json: { load: async () => (await import('../report/export-json.ts')).formatExportJson, isWhole: true },
};

/** The formats of `snapshot`. */
export const SNAPSHOT_FORMATS: AllFormats<SnapshotReport> = {
  pretty: { load: async () => (await import('../report/format-snapshot.ts')).formatSnapshot },
  json: { load: async () => (await import('../report/format-snapshot.ts')).formatSnapshotJson },
};

/** The formats of `drift`. */
export const DRIFT_FORMATS: AllFormats<DriftReport> = {
  pretty: { load: async () => (await import('../report/format-drift.ts')).formatDrift },
  json: { load: async () => (await import('../report/drift-json.ts')).formatDriftJson },
  markdown: { load: async () => (await import('../report/drift-markdown.ts')).formatDriftMarkdown },
  prometheus: { load: async () => (await import('../report/drift-prometheus.ts')).formatDriftPrometheus },
};

/** The formats of `explain`. */
export const EXPLAIN_FORMATS: AllFormats<Answer> = {
  pretty: { load: async () => (await import('../explain/answer.ts')).formatAnswer },
  json: { load: async () => (await import('../explain/answer.ts')).formatAnswerJson },
};

/** The formats of `schema diff`. */
export const CHANGES_FORMATS: AllFormats<ReleaseChanges> = {
  pretty: { load: async () => (await import('../report/format-changes.ts')).formatChanges },
  json: { load: async () => (await import('../report/changes-json.ts')).formatChangesJson },
  markdown: { load: async () => (await import('../report/format-changes.ts')).formatChangesMarkdown },
};

/** The option that chooses one of these formats; `pretty` is always among them, and the default. */
export function formatOption(formats: Formats<never>): Option {
  return new Option('--format <format>', 'how it is written')
    .choices([...new Set(['pretty', ...Object.keys(formats)])])
    .default('pretty');
}

/** Loads the writer of the format with this name, which the command line has checked. */
export async function loadFormat<Report>(formats: AllFormats<Report>, name: string): Promise<Write<Report>> {
  return (formats[name] ?? formats.pretty).load();
}

/** A format that was chosen. */
export interface Chosen<Report> {
  /** Undefined for the output for people, which is printed during the run. */
  readonly write: Write<Report> | undefined;
  readonly isWhole: boolean;
}

/** Loads the format with this name, where `pretty` need not be in the table. */
export async function chooseFormat<Report>(formats: Formats<Report>, name: string): Promise<Chosen<Report>> {
  const format = formats[name];
  return { write: await format?.load(), isWhole: format?.isWhole ?? false };
}
