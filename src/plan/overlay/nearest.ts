import { PyFloat, type Value } from '../../blueprint/value.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import { HIDDEN } from '../../source/known-secrets.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import { canonicalJson } from '../../blueprint/canonical-json.ts';
import { describeRow } from './describe.ts';
import { rowsMeant } from './links.ts';
import { asksForSecret, type Criterion } from '../../semantics/criterion.ts';
import { select } from './match.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';
import { isHidden } from '../value/secret-field.ts';

/** At most so many objects are named. Where none is similar, all are named if there are no more than that. */
const MOST = 5;

/**
 * What a criterion of a model asks for, for people: the name of an object that is known, not its key; never a
 * secret.
 */
export function askedText(overlay: Overlay, model: string, { path, asked }: Criterion): string {
  if (asksForSecret(overlay.catalog, model, path)) return HIDDEN;
  const { target } = path;
  const meant =
    target.kind === 'relation' || target.kind === 'reverse' ? overlay.rowOf([target.to], asked) : undefined;
  return meant ? describeRow(overlay, meant) : plainText(asked);
}

/**
 * The objects that come closest to the criteria, as notes: those that meet the most of them and whose other
 * values are most similar to the ones asked for. Each note says in which field the object differs, so that a
 * misspelling is seen at once.
 */
export function nearestObjects(overlay: Overlay, model: string, criteria: readonly Criterion[]): Note[] {
  const rows = overlay.rows(model);
  const meeting = criteria.map((criterion) => new Set(select(overlay, model, [criterion]).sure));
  const ranked = rows
    .map((row) => {
      const missed = criteria.filter((_, index) => meeting[index]?.has(row) !== true);
      const near = criteria.reduce(
        (sum, criterion) =>
          sum +
          weightOf(overlay, model, criterion) *
            (missed.includes(criterion)
              ? likeness(valueText(overlay, row, criterion), askedText(overlay, model, criterion))
              : 1),
        0,
      );
      return {
        row,
        missed,
        near:
          near /
          Math.max(
            1,
            criteria.reduce((sum, criterion) => sum + weightOf(overlay, model, criterion), 0),
          ),
      };
    })
    .sort((a, b) => b.near - a.near);
  const close = ranked.filter(
    ({ near, missed }) => near > 0.5 || (missed.length < criteria.length && missed.length === 1),
  );
  const few = rows.length <= MOST ? ranked : [];
  const shown = close.length > 0 ? close.slice(0, MOST) : few;
  return shown.map(({ row, missed }) => ({
    message: `there is ${row.model} ${describeRow(overlay, row)}${differences(overlay, row, missed)}`,
  }));
}

/**
 * How much a criterion counts: a name says more about which object was meant than a switch or a choice that
 * many objects share.
 */
function weightOf(overlay: Overlay, model: string, { path, asked }: Criterion): number {
  const field =
    path.target.kind === 'value' ? overlay.resource(model).fields[path.target.field ?? ''] : undefined;
  return typeof asked === 'boolean' || typeof asked === 'number' || field?.enum ? 1 : 2;
}

/** `: slug is b`, for each criterion that is not met and whose value the object's name does not show. */
function differences(overlay: Overlay, row: OverlayRow, missed: readonly Criterion[]): string {
  const told = missed.flatMap((criterion) => {
    const text = valueText(overlay, row, criterion);
    return text === undefined || text === describeRow(overlay, row)
      ? []
      : [`${criterion.path.target.kind === 'pk' ? 'pk' : nameOf(criterion)} is ${text}`];
  });
  return told.length > 0 ? `: ${told.join(', ')}` : '';
}

function nameOf({ path }: Criterion): string {
  return path.target.kind === 'value' || path.target.kind === 'relation' ? (path.target.field ?? 'it') : 'it';
}

/**
 * The value that an object has where a criterion looks; undefined where that is not in the object itself, is
 * secret or is not known.
 */
function valueText(overlay: Overlay, row: OverlayRow, { path }: Criterion): string | undefined {
  const { target } = path;
  if (path.steps.length > 0 || path.json.length > 0) return undefined;
  if (target.kind === 'pk') return plainText(overlay.key(row));
  if (target.kind === 'reverse' || target.field === undefined) return undefined;
  const field = overlay.resource(row.model).fields[target.field];
  if (field && isHidden(field)) return undefined;
  const from = row.from.get(target.field);
  if (from) return fromWords(from);
  const value = overlay.value(row, target.field);
  const meant = field?.references ? rowsMeant(overlay, field, value) : [];
  if (meant.length > 0) return meant.map((one) => describeRow(overlay, one)).join(', ');
  return value === undefined ? undefined : plainText(value);
}

function plainText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || value instanceof PyFloat) return canonicalJson(value) ?? '';
  return canonicalJson(value) ?? 'what only the server knows';
}

/**
 * How similar two texts are, from 0 to 1: numbers by their distance, others by the pairs of letters that they
 * share (Dice's coefficient).
 */
function likeness(one: string | undefined, other: string): number {
  if (one === undefined) return 0;
  if (/^-?\d+$/.test(one) && /^-?\d+$/.test(other)) return 1 / (1 + Math.abs(Number(one) - Number(other)));
  const pairs = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, index) =>
      text.slice(index, index + 2).toLowerCase(),
    );
  const left = pairs(other);
  const all = pairs(one).length + left.length;
  let shared = 0;
  for (const pair of pairs(one)) {
    const at = left.indexOf(pair);
    if (at === -1) continue;
    shared += 2;
    left.splice(at, 1);
  }
  return all === 0 ? 0 : shared / all;
}
