import { KINDS, oldestOf } from '../drift/drift.ts';
import type { DriftReport } from './drift-report.ts';

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

/**
 * What differs, in the text format of Prometheus: for a textfile collector or a push gateway. Of a look that failed it
 * says that, and nothing of what differs.
 */
export function formatDriftPrometheus(report: DriftReport): string {
  const own: Labels = report.project === undefined ? {} : { project: report.project };
  const gauge = (name: string, help: string, value: number): Metric => ({
    name: `ak_blueprint_drift_${name}`,
    help,
    samples: [{ labels: own, value }],
  });
  const metrics = [
    gauge('up', 'Whether the last look at the server worked.', report.problem === undefined ? 1 : 0),
    gauge('last_check_timestamp_seconds', 'When the last look began.', report.checkedAt / 1000),
    gauge('last_check_duration_seconds', 'How long the last look took.', report.seconds),
  ];
  if (report.drift) metrics.push(...found(report.drift, report.checkedAt, own, gauge));
  return metrics
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels, value }) => `${name}${written(labels)} ${value}`),
    ])
    .join('\n');
}

function found(
  drift: NonNullable<DriftReport['drift']>,
  now: number,
  own: Labels,
  gauge: (name: string, help: string, value: number) => Metric,
): Metric[] {
  const oldest = oldestOf(drift);
  const models = [...new Set([...drift.models, ...drift.differences.map(({ change }) => change.model)])];
  const metrics = [
    gauge('children', 'How many parts of declared objects are in no file.', drift.beside.length),
    gauge('total', 'How many objects differ.', drift.differences.length),
    {
      name: 'ak_blueprint_drift_objects',
      help: 'How many objects of a model differ, by what is the matter with them.',
      samples: models.flatMap((model) =>
        KINDS.map((action) => ({
          labels: { ...own, model, action },
          value: drift.differences.filter(({ kind, change }) => kind === action && change.model === model)
            .length,
        })),
      ),
    },
  ];
  // Where no event tells since when, there is no age.
  if (oldest !== undefined || drift.differences.length === 0) {
    const age = oldest === undefined ? 0 : Math.max(0, (now - oldest) / 1000);
    metrics.push(
      gauge(
        'oldest_seconds',
        'For how long the object has differed that has for longest, as far as events tell.',
        age,
      ),
    );
  }
  return metrics;
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
