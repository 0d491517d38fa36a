import { isOpen, type Dict } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { describeRow } from './describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { hasNumbers } from '../semantics/object-key.ts';
import { type Criterion, questionOf, readCriterion, select } from './match.ts';
import { naturalSets, withValues } from './natural.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * The object that an entry identifies. Without `pk` that is the one which all identifiers match together. A
 * literal `pk` is authentik's own "or": the object with this key, or the one that the other identifiers
 * match, or, where there are none, the one that has the values by which such an object is known everywhere
 * (`values`: all that the entry sets). Two objects are never guessed between. A number as key is not believed
 * where these say something else: provider 3 of another server is not ours.
 */
export function matchIdentifiers(
  scope: EntryScope,
  model: Resource,
  identifiers: Dict,
  values: Dict,
): OverlayRow | undefined | 'failed' {
  const { overlay } = scope.ground;
  const criteria = readAll(scope, model, identifiers);
  if (!criteria) return 'failed';
  const { pk, ...others } = identifiers;
  const known = overlay.knows(
    pk === undefined ? questionOf(overlay, model.name, criteria) : { model: model.name },
  );
  const { sure, open } = criteria.length > 0 ? select(overlay, model.name, criteria) : { sure: [], open: [] };
  if (pk === undefined) return onlyOne(scope, sure, open, known);
  const sets = Object.keys(others).length > 0 ? [] : naturalSets(model, values);
  const natural = [
    ...new Set([...sure, ...sets.flatMap((fields) => withValues(overlay, model, fields, values))]),
  ];
  const byPk =
    scope.ground.literalPks.rowNamed(scope.file.blueprint, model, pk) ??
    ofModel(overlay.rowOf([model.name], pk), model);
  if (byPk && natural.includes(byPk)) return byPk;
  const believed =
    byPk && !(hasNumbers(model) && !isOpen(pk) && byPk.actual && (criteria.length > 0 || sets.length > 0))
      ? [byPk]
      : [];
  const found = onlyOne(scope, [...believed, ...natural], open, known);
  if (!found || found === 'failed') return found;
  const other = scope.ground.literalPks.otherName(scope.file.blueprint, found, pk);
  if (other === undefined) return found;
  scope.report(
    'identifier-ambiguous',
    `the entries with the pk ${other} and ${String(pk)} cannot be told apart but by these: both are ${model.name} ${describeRow(overlay, found)}`,
    scope.identifiersSpan,
    'give each a name of its own, or take one of them out',
  );
  return 'failed';
}

function ofModel(row: OverlayRow | undefined, model: Resource): OverlayRow | undefined {
  return row?.model === model.name ? row : undefined;
}

/**
 * The one object that was found, if there is one; two are refused, and so is what only the server could tell.
 */
function onlyOne(
  scope: EntryScope,
  found: readonly OverlayRow[],
  open: readonly OverlayRow[],
  known: boolean,
): OverlayRow | undefined | 'failed' {
  if (found.length > 1) {
    const names = found
      .slice(0, 10)
      .map((row) => describeRow(scope.ground.overlay, row))
      .join(', ');
    scope.report(
      'identifier-ambiguous',
      `these identifiers match ${found.length} objects: ${names}`,
      scope.identifiersSpan,
      'add an identifier that only one of them has; the server would take one of them at random',
    );
    return 'failed';
  }
  if (found.length === 0 && open.length > 0 && known) {
    scope.report(
      'value-unknown',
      'whether these identifiers match depends on what only the server will know',
      scope.identifiersSpan,
    );
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
    scope.report(
      read.code === 'unknown' ? 'identifier-unknown' : 'identifier-undecidable',
      read.message,
      scope.identifierSpan(key),
      hint,
    );
  }
  return failed ? undefined : criteria;
}
