import type { Dict } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { describeRow } from './describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { type Criterion, questionOf, readCriterion, select } from './match.ts';
import type { OverlayRow } from './overlay-row.ts';
import { pkText } from './pk-text.ts';

/** The object that the identifiers of an entry match: all of them but `pk` together, or `pk` alone. Two are refused. */
export function matchIdentifiers(scope: EntryScope, model: Resource, identifiers: Dict): OverlayRow | undefined | 'failed' {
  const { overlay } = scope.ground;
  const criteria = readAll(scope, model, identifiers);
  if (!criteria) return 'failed';
  const pk = identifiers['pk'];
  const known = overlay.knows(pk === undefined ? questionOf(overlay, model.name, criteria) : { model: model.name });
  const byPk = pk === undefined ? undefined : (scope.file.literalPks.get(pkText(pk) ?? '') ?? overlay.rowOf([model.name], pk));
  const { sure, open } = criteria.length > 0 ? select(overlay, model.name, criteria) : { sure: [], open: [] };
  const found = [...new Set([...(byPk?.model === model.name ? [byPk] : []), ...sure])];
  if (found.length > 1) {
    const names = found.slice(0, 10).map((row) => describeRow(overlay, row)).join(', ');
    scope.report('identifier-ambiguous', `these identifiers match ${found.length} objects: ${names}`, scope.identifiersSpan, 'add an identifier that only one of them has; the server would take one of them at random');
    return 'failed';
  }
  if (found.length === 0 && open.length > 0 && known) {
    scope.report('value-unknown', 'whether these identifiers match depends on what only the server will know', scope.identifiersSpan);
    return 'failed';
  }
  return found[0];
}

function readAll(scope: EntryScope, model: Resource, identifiers: Dict): Criterion[] | undefined {
  const criteria: Criterion[] = [];
  let failed = false;
  for (const [key, value] of Object.entries(identifiers)) {
    if (key === 'pk') continue;
    const read = readCriterion(scope.ground.overlay, model.name, key, value);
    if (read.ok) {
      criteria.push(read.criterion);
      continue;
    }
    failed = true;
    const hint = read.choices.length > 0 ? `fields that can identify: ${read.choices.join(', ')}` : undefined;
    scope.report(read.code === 'unknown' ? 'identifier-unknown' : 'identifier-undecidable', read.message, scope.identifierSpan(key), hint);
  }
  return failed ? undefined : criteria;
}

/**
 * An entry that names its object by a literal primary key alone: on another server that key means nothing, so the object is
 * found by the unique values that it sets, or by its name.
 */
export function matchByWhatItSets(scope: EntryScope, model: Resource, identifiers: Dict, values: Dict): OverlayRow | undefined {
  if (Object.keys(identifiers).join() !== 'pk') return undefined;
  const { overlay } = scope.ground;
  const given = (field: string): boolean => typeof values[field] === 'string' || typeof values[field] === 'number';
  for (const fields of [...model.unique.map((rule) => rule.fields), ['name']].filter((names) => names.every(given))) {
    const criteria = fields.flatMap((field) => {
      const read = readCriterion(overlay, model.name, field, values[field] ?? null);
      return read.ok ? [read.criterion] : [];
    });
    if (criteria.length < fields.length) continue;
    const { sure } = select(overlay, model.name, criteria);
    if (sure.length === 1) return sure[0];
  }
  return undefined;
}
