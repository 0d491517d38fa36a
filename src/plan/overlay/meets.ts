import { isDict, Ref, Unknown, type Value } from '../../blueprint/value.ts';
import { type LookupPath, lookupsOf } from '../../catalog/lookup-path.ts';
import type { Field, ModelName } from '../../catalog/model.ts';
import { accept } from '../../forms/accept.ts';
import type { Criterion } from '../../semantics/criterion.ts';
import { any, contains, equal, holds, type Truth } from '../../semantics/operators.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { rowsMeant } from './links.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * Whether an object meets a criterion; undefined when only the server will know, or when what decides it has
 * not been read yet.
 */
export function meets(overlay: Overlay, row: OverlayRow, criterion: Criterion): Truth {
  let rows: OverlayRow[] = [row];
  let open = false;
  for (const { lookup } of criterion.path.steps) {
    const next: OverlayRow[] = [];
    for (const one of rows) {
      const reached = follow(overlay, one, lookup);
      if (reached === undefined) open = true;
      else next.push(...reached);
    }
    rows = next;
  }
  if (rows.length === 0 && criterion.path.steps.length > 0) {
    if (open) return undefined;
    return criterion.path.operator === 'isnull'
      ? holds('isnull', null, criterion.asked)
      : criterion.asked === null;
  }
  const truth = any(rows.map((one) => meetsHere(overlay, one, criterion)));
  return truth !== true && open ? undefined : truth;
}

type Step = LookupPath['target'];

/** The objects at the other end of a link; undefined when they are not known. */
function follow(overlay: Overlay, row: OverlayRow, lookup: Step): OverlayRow[] | undefined {
  if (lookup.kind === 'relation') {
    if (!overlay.knows({ model: lookup.to })) return undefined;
    const value = overlay.value(row, lookup.field ?? '');
    if (value instanceof Unknown) return undefined;
    return rowsMeant(overlay, { type: 'string', references: [lookup.to] }, value);
  }
  if (lookup.kind === 'reverse') return pointingBack(overlay, row, lookup.to, lookup.via);
  return [];
}

function pointingBack(
  overlay: Overlay,
  row: OverlayRow,
  from: ModelName,
  via: string,
): OverlayRow[] | undefined {
  if (!overlay.knows({ model: from })) return undefined;
  const link = lookupsOf(overlay.catalog, from)?.lookups[via];
  if (link?.kind !== 'relation' || link.field === undefined) return undefined;
  const { field } = link;
  return overlay
    .rows(from)
    .filter((other) =>
      rowsMeant(overlay, { type: 'string', references: [row.model] }, overlay.value(other, field)).includes(
        row,
      ),
    );
}

function meetsHere(overlay: Overlay, row: OverlayRow, { path, asked }: Criterion): Truth {
  const { target, operator } = path;
  if (target.kind === 'pk') return meetsKey(overlay, [row], [row.model], operator, asked);
  if (target.kind === 'value') {
    const field = overlay.resource(row.model).fields[target.field ?? ''];
    const has = path.json.reduce<Value | undefined>(
      (value, key) => (isDict(value) ? value[key] : undefined),
      overlay.value(row, target.field ?? ''),
    );
    if (operator === '' && isDict(asked)) return contains(has, asked);
    const isExact = operator === '' || operator === 'exact';
    return holds(operator, has, field && path.json.length === 0 && isExact ? asStored(field, asked) : asked);
  }
  if (target.kind === 'relation' && target.field !== undefined)
    return linksMeet(overlay, overlay.value(row, target.field), target.to, operator, asked);
  const meant = follow(overlay, row, target);
  if (meant === undefined) return undefined;
  return meetsKey(overlay, meant, ['to' in target ? target.to : row.model], operator, asked);
}

/**
 * Whether a link, or one of a list of links, meets a criterion. Keys are compared, so the objects at the
 * other end need not have been read.
 */
function linksMeet(
  overlay: Overlay,
  value: Value | undefined,
  to: ModelName,
  operator: string,
  asked: Value,
): Truth {
  if (value instanceof Unknown || asked instanceof Unknown) return undefined;
  const links = linksIn(value);
  if (operator === 'isnull') return holds('isnull', links.length === 0 ? null : 1, asked);
  if (operator === 'in')
    return any((Array.isArray(asked) ? asked : []).map((one) => linksMeet(overlay, value, to, '', one)));
  if (asked === null) return links.length === 0;
  if (operator !== '' && operator !== 'exact') return any(links.map((link) => holds(operator, link, asked)));
  const askedKey = keyAsked(overlay, to, asked);
  return any(links.map((link) => pkText(link) === pkText(askedKey)));
}

function linksIn(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

/**
 * The primary key that a criterion asks for. A mapping with `pk` stands for that key, and an object's key as
 * policy binding target for its primary key.
 */
export function keyAsked(overlay: Overlay, to: ModelName, asked: Value): Value {
  const askedKey = isDict(asked) && asked['pk'] !== undefined ? asked['pk'] : asked;
  const row = overlay.rowOf([to], askedKey);
  return row ? overlay.key(row) : askedKey;
}

/** Whether the key of one of these objects, which a link leads to, meets the criterion. */
function meetsKey(
  overlay: Overlay,
  rows: readonly OverlayRow[],
  models: readonly ModelName[],
  operator: string,
  asked: Value,
): Truth {
  if (operator === 'isnull') return holds('isnull', rows.length === 0 ? null : 1, asked);
  if (asked instanceof Unknown) return undefined;
  if (operator === 'in')
    return any((Array.isArray(asked) ? asked : []).map((one) => meetsKey(overlay, rows, models, '', one)));
  if (operator !== '' && operator !== 'exact')
    return any(rows.map((row) => holds(operator, overlay.key(row), asked)));
  if (asked === null) return rows.length === 0;
  const askedKey = isDict(asked) && asked['pk'] !== undefined ? asked['pk'] : asked;
  const meant =
    overlay.rowOf(models, askedKey) ?? (askedKey instanceof Ref ? overlay.row(askedKey.row) : undefined);
  return any(rows.map((row) => (meant ? row === meant : equal(overlay.key(row), askedKey))));
}

/**
 * A value that a criterion asks for, in the form in which the server stores it: 1.1 in a text field is the
 * text "1.1". A value that the field does not accept stays as it is.
 */
export function asStored(field: Field, asked: Value): Value {
  if (typeof asked === 'boolean' || asked === null) return asked;
  const stored = accept({ ...field, nullable: true }, asked);
  return stored.ok ? stored.value : asked;
}
