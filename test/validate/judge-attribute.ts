import type { Catalog } from '../../src/catalog/model.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { readFiles } from './check.ts';

/** A blueprint in which one attribute is varied, and whether the importer of a real server took it. */
export interface Recorded {
  readonly case: string;
  readonly ok: boolean;
  readonly blueprint: string;
}

/** What `validate` says of it: whether it has an error, and what it is told. */
export interface Judged {
  readonly kind: 'taken' | 'refused' | 'false alarm' | 'missed';
  readonly told: string;
  readonly isWarned: boolean;
}

export function judgeAttribute({ ok, blueprint }: Recorded, target: Catalog): Judged {
  const collector = new Collector();
  readFiles([{ path: 'case.yaml', bytes: Buffer.from(blueprint) }], collector, target);
  const found = collector.diagnostics.filter(({ severity }) => severity === 'error');
  const told = found.map((finding) => `${finding.code} ${finding.message}`).join('; ');
  const isWarned = collector.diagnostics.some(({ severity }) => severity === 'warning');
  if (found.length > 0) return { kind: ok ? 'false alarm' : 'refused', told, isWarned };
  return { kind: ok ? 'taken' : 'missed', told, isWarned };
}
