import { fromWords } from '../../blueprint/sensitive.ts';
import { dict, isDict, isOpen, type Dict, type Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { hasNumbers } from '../../semantics/object-key.ts';
import { type Criterion, readLookup } from '../../semantics/criterion.ts';
import { lookupChoices } from '../../semantics/lookup-choices.ts';
import { hiddenBy, questionOf, select } from '../overlay/match.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import { withValues } from '../overlay/natural.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** The object that was found, if any; `ok` is false when it cannot be told, which has been reported. */
export type Match = { readonly ok: true; readonly row: OverlayRow | undefined } | { readonly ok: false };

const UNCLEAR: Match = { ok: false };

/**
 * The object that an entry identifies. Without `pk` it is the one that meets all identifiers. A `pk` is an
 * "or", as in authentik: the object with this key, or the one that the other identifiers match, or, where
 * there are none, the one with the values that identify such an object on every server (`values`: all that
 * the entry sets). Two different objects are an ambiguity, which is reported. A numeric key is ignored where
 * these values say otherwise: provider 3 of another server is not ours. One that is looked up is of this server.
 */
export function matchIdentifiers(scope: EntryScope, model: Resource, identifiers: Dict, values: Dict): Match {
  const { overlay } = scope.context;
  const criteria = readCriteria(scope, model, identifiers);
  if (!criteria) return UNCLEAR;
  const { pk, ...others } = identifiers;
  if (pk === undefined) return matchWithoutKey(scope, model, criteria);
  const known = overlay.knows({ model: model.name });
  const { sure, open } = criteria.length > 0 ? select(overlay, model.name, criteria) : { sure: [], open: [] };
  const isOurs = scope.looksUp('pk');
  const sets = isOurs || Object.keys(others).length > 0 ? [] : naturalSets(model, values);
  const natural = [
    ...new Set([...sure, ...sets.flatMap((fields) => withValues(overlay, model, fields, values))]),
  ];
  const byPk =
    scope.context.literalPks.rowNamed(scope.file.blueprint, model, pk) ??
    ofModel(overlay.rowOf([model.name], pk), model);
  if (scope.context.importer) return matchAsImporter(scope, model, pk, [byPk, ...natural], { open, known });
  if (byPk && natural.includes(byPk)) return onlyOne(scope, [byPk], open, known);
  const saysMore = criteria.length > 0 || sets.length > 0;
  const believed = byPk && (isOurs || !mayBeForeign(model, pk, byPk, saysMore)) ? [byPk] : [];
  const found = onlyOne(scope, [...believed, ...natural], open, known);
  if (!found.ok) return found;
  // An export names it by its key, and by what it sets.
  if (!found.row) return known && isHidden(scope, model, criteriaOf(scope, model, values)) ? UNCLEAR : found;
  const other = scope.context.literalPks.otherName(scope.file.blueprint, found.row, pk);
  if (other === undefined) return found;
  scope.report(
    'identifier-ambiguous',
    `the entries with the pk ${other} and ${scope.shown('pk', pk)} cannot be told apart but by these: both are ${model.name} ${describeRow(overlay, found.row)}`,
    scope.identifiersSpan,
    'give each a name of its own, or take one of them out',
  );
  return UNCLEAR;
}

/** Whether the object with a key may be another than the one that is meant: a number is a key on every server. */
function mayBeForeign(model: Resource, pk: Value, { actual }: OverlayRow, saysMore: boolean): boolean {
  return hasNumbers(model) && !isOpen(pk) && actual !== undefined && saysMore;
}

/** The object that meets all identifiers, none of which is its key. */
function matchWithoutKey(scope: EntryScope, model: Resource, criteria: readonly Criterion[]): Match {
  const { overlay } = scope.context;
  const known = overlay.knows(questionOf(overlay, model.name, criteria));
  const { sure, open } = criteria.length > 0 ? select(overlay, model.name, criteria) : { sure: [], open: [] };
  if (known && sure.length === 0 && isHidden(scope, model, criteria)) return UNCLEAR;
  return onlyOne(scope, sure, open, known);
}

/** All values that an entry sets, as criteria; what cannot be looked up by is left out. */
function criteriaOf({ context: { overlay } }: EntryScope, model: Resource, values: Dict): Criterion[] {
  return Object.entries(values).flatMap(([name, asked]) => {
    const read = readLookup(overlay.catalog, model.name, name);
    return read.kind === 'readable' ? [{ path: read.path, asked }] : [];
  });
}

/** Whether the identifiers mean an object that the API hides, which has been reported. */
function isHidden(scope: EntryScope, model: Resource, criteria: readonly Criterion[]): boolean {
  const hidden = hiddenBy(scope.context.overlay, model.name, criteria);
  if (!hidden) return false;
  scope.report(
    'identifier-undecidable',
    `the API hides this ${model.name}, so it cannot be changed: ${hidden.why}`,
    scope.identifiersSpan,
    'it can only be changed by a blueprint that the server applies itself',
  );
  return true;
}

/**
 * What the server's importer may match: it believes any key that an object of this server has, and takes
 * one of several objects without a word, so that several are an ambiguity here.
 */
function matchAsImporter(
  scope: EntryScope,
  model: Resource,
  pk: Value,
  named: readonly (OverlayRow | undefined)[],
  { open, known }: { readonly open: readonly OverlayRow[]; readonly known: boolean },
): Match {
  const byPk = ofModel(scope.context.overlay.rowOf([model.name], pk), model);
  const all = new Set([byPk, ...named].filter((row) => row !== undefined));
  return onlyOne(scope, [...all], open, known);
}

function ofModel(row: OverlayRow | undefined, model: Resource): OverlayRow | undefined {
  return row?.model === model.name ? row : undefined;
}

/**
 * The one object that was found, if any. Two are reported as an ambiguity; so is a match that only the server
 * can decide.
 */
function onlyOne(
  scope: EntryScope,
  found: readonly OverlayRow[],
  open: readonly OverlayRow[],
  known: boolean,
): Match {
  if (found.length > 1) {
    const { names, wayOut } = toldApart(scope, found);
    const from = scope.fromAll;
    scope.report(
      'identifier-ambiguous',
      `these identifiers match ${found.length} objects: ${from ? fromWords(from) : names}`,
      scope.identifiersSpan,
      `add an identifier that only one of them has${wayOut}; the server would take one of them at random`,
    );
    return UNCLEAR;
  }
  if (found.length === 0 && open.length > 0 && known) {
    scope.report(
      'value-unknown',
      'whether these identifiers match depends on what only the server will know',
      scope.identifiersSpan,
    );
    return UNCLEAR;
  }
  if (found[0]) scope.hideFields(found[0]);
  return { ok: true, row: found[0] };
}

/**
 * The names of several objects, with their keys where two have the same name: one may have been made twice, and
 * then there is another way out.
 */
function toldApart(
  { context: { overlay } }: EntryScope,
  found: readonly OverlayRow[],
): { readonly names: string; readonly wayOut: string } {
  const shown = found.slice(0, 10).map((row) => ({ row, name: describeRow(overlay, row) }));
  const isTwin = new Set(shown.map(({ name }) => name)).size < shown.length;
  const keyOf = ({ model, actual }: OverlayRow): string =>
    String(actual?.[overlay.resource(model).collection.key] ?? 'new');
  const names = shown.map(({ row, name }) => (isTwin ? `${name} (key ${keyOf(row)})` : name)).join(', ');
  const path = found[0] && overlay.resource(found[0].model).collection.item.replace(/\{[^}]+\}/, 'KEY');
  return {
    names,
    wayOut: isTwin
      ? `, or, when one was made twice, delete the other in the web interface or with DELETE /api/v3${path}`
      : '',
  };
}

/**
 * Identifiers with each mapping that has `pk` replaced by that key, which is what is matched by and written.
 */
export function withKeys(identifiers: Dict): Dict {
  const keys = dict();
  for (const [name, value] of Object.entries(identifiers))
    keys[name] = isDict(value) && value['pk'] !== undefined ? value['pk'] : value;
  return keys;
}

/** What the identifiers of an entry ask for; undefined where one cannot be read, which has been reported. */
export function readCriteria(scope: EntryScope, model: Resource, identifiers: Dict): Criterion[] | undefined {
  const criteria: Criterion[] = [];
  let ok = true;
  for (const [key, value] of Object.entries(identifiers)) {
    if (key === 'pk') continue;
    const read = readLookup(scope.context.overlay.catalog, model.name, key);
    if (read.kind === 'readable') {
      criteria.push({ path: read.path, asked: value });
      continue;
    }
    ok = false;
    if (read.kind === 'undecidable') {
      scope.report('identifier-undecidable', read.message, scope.identifierSpan(key));
      continue;
    }
    const { message, choices, part } = read.lookup;
    const hint = choices.length > 0 ? `fields that can identify: ${lookupChoices(part, choices)}` : undefined;
    scope.report('identifier-unknown', message, scope.identifierSpan(key), hint);
  }
  return ok ? criteria : undefined;
}
