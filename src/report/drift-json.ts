import { type Difference, type Drift, oldestOf } from '../drift/drift.ts';
import type { ObjectEvent } from '../drift/object-event.ts';
import type { Trail } from '../drift/trail.ts';
import type { DriftReport } from './drift-report.ts';
import { grantsOf, toJsonField } from './plan-json.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** The output of `drift --format json` (schemas/drift-output-1.json). */
export function formatDriftJson(report: DriftReport): string {
  return JSON.stringify(toJson(report), null, 2);
}

function toJson(report: DriftReport) {
  const checked = { formatVersion: 1, up: report.problem === undefined, checkedAt: time(report.checkedAt) };
  if (!report.drift)
    return { ...checked, project: report.project, problem: report.problem, seconds: report.seconds };
  const { drift, head, against, diagnostics, requests, seconds } = report;
  const oldest = oldestOf(drift);
  const number = (kind: Difference['kind']): number =>
    drift.differences.filter((one) => one.kind === kind).length;
  return {
    ...checked,
    target: head.release,
    server: head.server,
    against,
    user: head.user.username,
    project: report.project,
    problem: report.problem,
    owned: drift.isOwned,
    differences: drift.differences.map((one) => toJsonDifference(one, drift.names)),
    children: drift.beside.map(({ child: { model, name, of, place }, trail }) => ({
      model,
      name,
      of,
      file: place.path,
      line: place.line,
      who: toJsonTrail(trail),
    })),
    oldest: oldest === undefined ? undefined : time(oldest),
    eventsNotAsked: drift.notAsked,
    diagnostics: diagnostics.map(toJsonDiagnostic),
    summary: {
      changed: number('changed'),
      missing: number('missing'),
      undeclared: number('undeclared'),
      unwanted: number('unwanted'),
      unchanged: drift.unchanged,
    },
    requests,
    seconds,
  };
}

function toJsonDifference({ kind, change, trail, fate }: Difference, names: Drift['names']) {
  const { place } = change;
  const isChanged = kind === 'changed';
  return {
    kind,
    model: change.model,
    key: change.key,
    file: place?.path,
    line: place?.line,
    fate,
    protected: change.leftAlone || undefined,
    fields: isChanged
      ? change.fields.map((field) => {
          const { path, before, after, added, unknown, shown, secret } = toJsonField(field, names);
          return { path, file: after, server: before, lacks: added, unknown, shown, secret };
        })
      : [],
    permissions: grantsOf(change),
    who: toJsonTrail(trail),
  };
}

function toJsonTrail(trail: Trail) {
  if (trail.kind !== 'events') return { known: false, why: trail.why };
  const { last, run, since, first, isMore, through } = trail;
  return {
    known: true,
    ...toJsonEvent(last),
    run: run && { project: run.project, id: run.id },
    events: since,
    more: isMore || undefined,
    since: first && time(first.at),
    through,
  };
}

function toJsonEvent({ action, user, onBehalfOf, at, method, path, userAgent, address, name }: ObjectEvent) {
  return { action, user, onBehalfOf, at: time(at), name, method, path, userAgent, address };
}

function time(at: number): string {
  return new Date(at).toISOString();
}
