import type { FindRequest } from '../blueprint/evaluate.ts';
import { Unknown, type Value } from '../blueprint/value.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { EntryRef, Note } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Ground } from './ground.ts';
import { describeRow } from './describe.ts';
import { NOT_READ } from './known.ts';
import { type Criterion, questionOf, readCriterion, select } from './match.ts';
import { askedText, nearestObjects } from './nearest.ts';

/**
 * What `!Find` gives: the key of the one object that meets all criteria. None is null where null can mean
 * "no" (in a condition), and an error where a value is meant: the server would write null and call it a
 * success. The branch of an `!If` that is taken is surely meant. Two are a finding, too.
 */
export function findObject(
  ground: Ground,
  request: FindRequest & { readonly file: SourceFile; readonly entry: EntryRef },
): Value {
  const { overlay, report } = ground;
  const place = { file: request.file, span: request.span };
  const at = { place, entry: request.entry };
  const resolved = resolveModel(overlay.catalog, request.model);
  if (!resolved.ok || resolved.model.kind === 'meta') {
    report({
      ...at,
      code: 'find-model-unknown',
      message: `${request.model} is no model of authentik ${overlay.catalog.release}`,
      ...(!resolved.ok && resolved.nearest ? { hint: `did you mean ${resolved.nearest}?` } : {}),
    });
    return 'failed';
  }
  const { model } = resolved;
  if (model.kind === 'unmanageable') {
    report({
      ...at,
      code: 'find-undecidable',
      message: `${model.name} cannot be looked up: ${model.reason}`,
    });
    return 'failed';
  }
  const criteria: Criterion[] = [];
  for (const { key, value, span } of request.criteria) {
    const read = readCriterion(overlay, model.name, key, value);
    if (!read.ok) {
      report({
        code: read.code === 'unknown' ? 'find-field-unknown' : 'find-undecidable',
        message: read.message,
        place: { file: request.file, span },
        entry: request.entry,
        ...(read.choices.length ? { hint: `fields to look up by: ${read.choices.join(', ')}` } : {}),
      });
      return 'failed';
    }
    criteria.push(read.criterion);
  }
  if (
    !overlay.knows(model.kind === 'base' ? { model: model.name } : questionOf(overlay, model.name, criteria))
  )
    return new Unknown(NOT_READ);
  const { sure, open } = select(overlay, model.name, criteria);
  const asked =
    request.criteria
      .map(({ key }, index) => `${key} = ${criteria[index] ? askedText(overlay, criteria[index]) : ''}`)
      .join(' and ') || 'no criterion';
  if (sure.length > 1) {
    const names = sure
      .slice(0, 10)
      .map((row): Note => ({ message: `${row.model} ${describeRow(overlay, row)}` }));
    report({
      ...at,
      code: 'find-ambiguous',
      severity: ground.policy.ambiguousFind,
      message: `${sure.length} objects of ${model.name} match ${asked}`,
      hint: 'add a criterion that only one of them meets; the server would take one of them',
      notes: names,
    });
    return ground.policy.ambiguousFind === 'warning' && sure[0] ? overlay.key(sure[0]) : 'failed';
  }
  const [only] = sure;
  if (only) return overlay.key(only);
  if (open.length > 0)
    return new Unknown(`whether ${model.name} has an object with ${asked} is decided by the server`);
  if (request.position === 'condition') return null;
  const isEmpty = overlay.rows(model.name).length === 0;
  const notes = nearestObjects(overlay, model.name, criteria);
  report({
    ...at,
    code: 'find-no-match',
    message: `no object of ${model.name} matches ${asked}${isEmpty ? ': there is none at all' : ''}`,
    ...(notes.length > 0 ? { notes } : {}),
    hint: 'the server would write null here and report success; correct the criterion, or add the object to your blueprints before this entry',
  });
  return 'failed';
}
