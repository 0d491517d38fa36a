import type { Field, Lookup } from './model.ts';

/** What Django 4 has for every column. */
const PLAIN: readonly string[] = [
  'exact',
  'iexact',
  'contains',
  'icontains',
  'in',
  'gt',
  'gte',
  'lt',
  'lte',
  'startswith',
  'istartswith',
  'endswith',
  'iendswith',
  'range',
  'isnull',
  'regex',
  'iregex',
];
/** What it has for a link: anything else is refused with "Related Field got invalid lookup". */
const LINK: readonly string[] = ['exact', 'in', 'gt', 'gte', 'lt', 'lte', 'isnull'];
/** Parts of a time stamp; each may be compared in turn (`expires__year__gte`). */
const TIME: readonly string[] = [
  'date',
  'year',
  'iso_year',
  'month',
  'day',
  'week',
  'week_day',
  'iso_week_day',
  'quarter',
  'time',
  'hour',
  'minute',
  'second',
];
const COMPARED: readonly string[] = ['exact', 'in', 'gt', 'gte', 'lt', 'lte', 'range', 'isnull'];
const JSON_OBJECT: readonly string[] = ['contained_by', 'has_key', 'has_keys', 'has_any_keys'];
const LIST: readonly string[] = ['contained_by', 'overlap', 'len'];

/** The operators that a look-up can end in; `field`: the API field behind it, where the API shows it. */
export function operatorsFor(lookup: Lookup, field: Field | undefined): readonly string[] {
  if (lookup.kind === 'relation' || lookup.kind === 'reverse') return LINK;
  if (lookup.kind === 'pk') return PLAIN;
  // What the API does not show may be of any type.
  if (!field) return [...PLAIN, ...TIME, ...JSON_OBJECT, ...LIST];
  if (field.format === 'date-time') return [...PLAIN, ...TIME];
  if (field.type === 'object' || field.type === 'json') return [...PLAIN, ...JSON_OBJECT];
  return field.type === 'array' ? [...PLAIN, ...LIST] : PLAIN;
}

/**
 * How the last parts of a look-up read as an operator: how many of them, and its name (`year__gte`); '' when
 * none is one.
 */
export function readOperator(
  parts: readonly string[],
  operators: readonly string[],
): { readonly name: string; readonly length: 0 | 1 | 2 } {
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (TIME.includes(before) && operators.includes(before) && COMPARED.includes(last))
    return { name: `${before}__${last}`, length: 2 };
  return operators.includes(last) ? { name: last, length: 1 } : { name: '', length: 0 };
}
