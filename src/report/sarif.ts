import { createHash } from 'node:crypto';
import type {
  ArtifactLocation,
  Fix as SarifFix,
  Location,
  Log,
  Notification,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif'; // types only: the compiler holds our output to the standard
import { CODES, type Code, type Severity } from '../diagnostics/codes.ts';
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { clean } from '../source/clean.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';
import { shownFixes } from './shown-fixes.ts';
import { shownLine } from '../source/shown-line.ts';
import { messageOf, type ValidateReport } from './validate-report.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;
/** The same in GitHub's terms. */
const PROBLEMS = { error: 'error', warning: 'warning', info: 'recommendation' } as const satisfies Record<
  Severity,
  string
>;

/**
 * Findings as SARIF 2.1.0 for GitHub code scanning: each code is a rule with its page as help, paths are
 * relative to the root of the repository, and a fingerprint identifies a finding when lines above it change.
 * Findings about no file are notifications of the run, since GitHub refuses results without a place.
 */
export function formatSarif(report: ValidateReport): string {
  const { diagnostics, target, version } = report;
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const fingerprint = fingerprints();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ak-blueprint',
            version,
            semanticVersion: version,
            rules: codes.map((code) => toRule(code, report)),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: diagnostics.filter(({ place }) => !place).map(toNotification),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: diagnostics.flatMap((diagnostic) =>
          diagnostic.place ? [toResult(diagnostic, diagnostic.place, codes, report, fingerprint)] : [],
        ),
        properties: { target },
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function toRule(code: Code, { pageOf }: ValidateReport): ReportingDescriptor {
  const { about, severity } = CODES[code];
  const page = pageOf(code) ?? about;
  return {
    id: code,
    name: code,
    shortDescription: { text: about },
    fullDescription: { text: about },
    help: { text: page, markdown: page },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['authentik'], precision: 'high', 'problem.severity': PROBLEMS[severity] },
  };
}

function toNotification(diagnostic: Diagnostic): Notification {
  return {
    level: LEVELS[diagnostic.severity],
    message: { text: messageOf(diagnostic) },
    descriptor: { id: diagnostic.code },
  };
}

function toResult(
  diagnostic: Diagnostic,
  place: Place,
  codes: readonly Code[],
  report: ValidateReport,
  fingerprint: (code: Code, place: Place) => string,
): Result {
  const { code, severity, notes = [] } = diagnostic;
  const fixes = shownFixes(diagnostic);
  const plain = notes
    .filter((note) => !note.place)
    .map((note) => `\nnote: ${clean(note.message)}`)
    .join('');
  const related = notes.flatMap((note, id): Location[] =>
    note.place ? [{ id, message: { text: clean(note.message) }, ...toLocation(note.place, report) }] : [],
  );
  const result: Result = {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: messageOf(diagnostic) + plain },
    locations: [toLocation(place, report)],
    partialFingerprints: { primaryLocationLineHash: fingerprint(code, place) },
  };
  if (related.length > 0) result.relatedLocations = related;
  if (fixes.length > 0) result.fixes = fixes.map((fix) => toFix(fix, report));
  return result;
}

/**
 * Gives fingerprints of findings: of code and line, without secrets, and a number that distinguishes equal
 * findings on equal lines of a file.
 */
function fingerprints(): (code: Code, place: Place) => string {
  const seen = new Map<string, number>();
  return (code, { file, span }) => {
    const line = shownLine(file, LineIndex.of(file).position(span.start).line).text.trim();
    const hash = createHash('sha256').update(`${code}\0${line}`).digest('hex').slice(0, 16);
    const key = `${hash} ${file.path}`;
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return `${hash}:${number}`;
  };
}

function toLocation(place: Place, report: ValidateReport): Pick<Location, 'physicalLocation'> {
  return { physicalLocation: { artifactLocation: toArtifact(place, report), region: toRegion(place) } };
}

function toFix({ title, edits }: Fix, report: ValidateReport): SarifFix {
  const paths = [...new Set(edits.map(({ place }) => place.file.path))];
  return {
    description: { text: title },
    artifactChanges: paths.flatMap((path) => {
      const own = edits.filter(({ place }) => place.file.path === path);
      const replacements = own.map(({ place, text }) => ({
        deletedRegion: toRegion(place),
        insertedContent: { text },
      }));
      return own[0] ? [{ artifactLocation: toArtifact(own[0].place, report), replacements }] : [];
    }),
  };
}

/** A path as a relative URI. */
function toArtifact({ file }: Place, { pathOf }: ValidateReport): ArtifactLocation {
  return { uri: pathOf(file.path).split('/').map(encoded).join('/'), uriBaseId: '%SRCROOT%' };
}

/** A part of a path for a URI. Half of a surrogate pair cannot stand in one. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'));
}

function toRegion({ file, span }: Place): Region {
  const index = LineIndex.of(file);
  const start = index.position(span.start);
  const end = index.position(span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
