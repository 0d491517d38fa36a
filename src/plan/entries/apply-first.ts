import { fromWords } from '../../blueprint/sensitive.ts';
import { isDict, type Dict, type Value } from '../../blueprint/value.ts';
import type { MetaModel } from '../../catalog/model.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { EntryRef, Note } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../source/source-file.ts';
import { canonicalJson } from '../../blueprint/canonical-json.ts';
import { describeRow } from '../overlay/describe.ts';
import type { PlanContext } from './plan-context.ts';
import { refuse } from './refuse.ts';
import { type Criterion, readLookup } from '../../semantics/criterion.ts';
import { questionOf, select } from '../overlay/match.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** The place of an entry that requires another blueprint to be applied first. */
interface At {
  readonly place: Place;
  readonly entry: EntryRef;
  /** The names of what its attributes are made of that must not be shown. */
  readonly from: readonly string[] | undefined;
}

/**
 * Plans an entry that requires another blueprint to be applied first, where that blueprint is not among the
 * files: the server is told to apply its own before what comes after the entry. With `required` (true when
 * not given) it is an error when the server has no such blueprint.
 */
export function applyFirst(context: PlanContext, model: MetaModel, attrs: Dict, { from, ...at }: At): void {
  const { overlay, report } = context;
  const identifiers = isDict(attrs['identifiers']) ? attrs['identifiers'] : {};
  const criteria: Criterion[] = [];
  for (const [key, value] of Object.entries(identifiers)) {
    const read = readLookup(overlay.catalog, model.instances, key);
    if (read.kind !== 'readable')
      return report({
        ...at,
        code: 'identifier-unknown',
        message: read.kind === 'unknown' ? read.lookup.message : read.message,
      });
    criteria.push({ path: read.path, asked: value });
  }
  if (!overlay.knows(questionOf(overlay, model.instances, criteria))) return;
  const found = criteria.length > 0 ? select(overlay, model.instances, criteria).sure : [];
  const shown = Object.entries(identifiers)
    .map(([key, value]) => (from ? `${key} ${fromWords(from)}` : `${key} ${shownValue(value)}`))
    .join(' and ');
  if (found.length > 1) {
    const notes = (from ? [] : found).map(
      (row): Note => ({
        message: `${describeRow(overlay, row)}, ${String(overlay.value(row, 'path') || 'stored text')}`,
      }),
    );
    return report({
      ...at,
      code: 'identifier-ambiguous',
      message: `${found.length} blueprints of the server have ${shown}`,
      hint: 'name the path, too: the server would take one of them',
      notes,
    });
  }
  const [only] = found;
  if (only) {
    if (from) for (const key of Object.keys(identifiers)) only.from.set(key, from);
    applyBeforeTheRest(context, only, at);
  } else if (attrs['required'] !== false) reportMissing(context, model, identifiers, shown, { ...at, from });
}

function applyBeforeTheRest(context: PlanContext, row: OverlayRow, at: Omit<At, 'from'>): void {
  const { overlay, report, contents } = context;
  const provenance = { ...at, span: at.place.span };
  if (context.importer) return contents.followFirst(context, row, provenance);
  const alone = contents.leftAlone(row);
  row.owner ??= provenance;
  if (alone) {
    refuse(context, row, { ...alone, action: 'update', provenance });
    return;
  }
  row.applying = { before: [...(row.applying?.before ?? []), provenance] };
  contents.follow(context, row, provenance);
  if (overlay.value(row, 'enabled') !== false || !row.actual || row.actual['status'] === 'successful') return;
  report({
    ...at,
    code: 'blueprint-disabled',
    message: `the blueprint ${describeRow(overlay, row)} is switched off on the server and was not applied: it stays as it is`,
    hint: 'switch it on, or take this entry out',
  });
}

function reportMissing(
  { overlay, report }: PlanContext,
  model: MetaModel,
  identifiers: Dict,
  shown: string,
  { from, ...at }: At,
): void {
  // A suggestion needs the names of all that there are.
  if (!overlay.knows({ model: model.instances })) return;
  const near = Object.entries(identifiers).flatMap(([key, value]) => {
    const names = overlay
      .rows(model.instances)
      .map((row) => (row.from.has(key) ? undefined : overlay.value(row, key)))
      .filter((name) => typeof name === 'string');
    return typeof value === 'string' && !from ? (nearest(value, names) ?? []) : [];
  });
  report({
    ...at,
    code: 'blueprint-unknown',
    message: `no blueprint with ${shown || 'these identifiers'} is among the files or on the server`,
    hint:
      near.length > 0 ? `did you mean "${near.join('", "')}"?` : 'name its file, too, or set required: false',
  });
}

function shownValue(value: Value): string {
  return typeof value === 'string' ? `"${value}"` : (canonicalJson(value) ?? '…');
}
