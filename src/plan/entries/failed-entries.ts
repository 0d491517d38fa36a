import type { Entry } from '../../blueprint/blueprint.ts';
import { dict, type Dict } from '../../blueprint/value.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import { type Cause, failedEntry } from '../../diagnostics/cause.ts';
import { CODES } from '../../diagnostics/codes.ts';
import type { Report } from '../../diagnostics/collector.ts';
import { type Criterion, isExact } from '../../semantics/criterion.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { equal } from '../../semantics/operators.ts';

/** An entry that failed, with the values that are written out in it. */
interface Failed {
  readonly model: ModelName;
  readonly values: Dict;
  readonly cause: Cause;
}

/**
 * The entries that failed: what is missing because of them is no mistake of its own. Their errors explain it, see
 * `explaining`.
 */
export class FailedEntries {
  readonly #catalog: Catalog;
  readonly #failed: Failed[] = [];

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Records that an entry failed. `owner`: its blueprint, see `ownerOf`. */
  add(owner: string, { model, identifiers, attrs, index }: Entry): void {
    const resolved = model.kind === 'scalar' ? resolveModel(this.#catalog, model.text) : undefined;
    if (!resolved?.ok) return;
    const values = dict();
    for (const { key, value } of [...(attrs?.pairs ?? []), ...(identifiers?.pairs ?? [])])
      if (value.kind === 'scalar') values[key] = value.value;
    this.#failed.push({ model: resolved.model.name, values, cause: failedEntry(owner, index) });
  }

  /** The entries that would have made an object of the model that meets these criteria, as far as they say it. */
  makersOf(model: ModelName, criteria: readonly Criterion[]): readonly Cause[] {
    const kinds = kindsOf(this.#catalog, model);
    return this.#failed
      .filter((one) => {
        const met = criteria.map((criterion) => meetsAsWritten(one.values, criterion));
        return kinds.includes(one.model) && met.includes(true) && !met.includes(false);
      })
      .map(({ cause }) => cause);
  }

  /** The entries whose object has these values among its own, as far as they say it. */
  sameAs(model: ModelName, identifiers: Dict): readonly Cause[] {
    const asked = Object.entries(identifiers);
    return this.#failed
      .filter(
        (one) =>
          one.model === model &&
          asked.length > 0 &&
          asked.every(([name, value]) => one.values[name] !== undefined && equal(one.values[name], value)),
      )
      .map(({ cause }) => cause);
  }
}

/** Whether values meet a criterion that compares a whole value; undefined where they do not say it. */
function meetsAsWritten(values: Dict, { path, asked }: Criterion): boolean | undefined {
  const field = isExact(path) && path.target.kind === 'value' ? path.target.field : undefined;
  const value = field === undefined ? undefined : values[field];
  return value === undefined ? undefined : equal(value, asked);
}

/** A report whose errors explain what is missing when the entry has failed. */
export function explaining(report: Report, owner: string, { index }: Entry): Report {
  return (finding) => {
    const isError = (finding.severity ?? CODES[finding.code].severity) === 'error';
    const explains = [...(finding.explains ?? []), failedEntry(owner, index)];
    report(isError ? { ...finding, explains } : finding);
  };
}
