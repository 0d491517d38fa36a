import type { Json } from '../../catalog/model.ts';
import type { Rule, ValidatorRule } from '../behaviour/validation-rules.ts';
import type { Database } from '../database.ts';
import { addMinutes, type Environment } from '../environment.ts';
import { crash } from '../response.ts';
import type { Row } from '../row.ts';
import type { Values, Write } from './context.ts';
import { checkFetched, checkOAuthUrls } from './oauth-rules.ts';
import { isTrue } from './scalar.ts';
import { checkKeyType, checkLinked, checkLinkedFilled, isBound } from './link-rules.ts';
import { checkNoLonger } from './duration-rule.ts';

/**
 * The server's message where the rule is broken. Rules look at the values of the body, not at what is stored:
 * that is why a PATCH must have every field that a rule reads.
 */
export function applyRule(rule: ValidatorRule, write: Write, values: Values): string | undefined {
  const { database, row } = write;
  switch (rule.kind) {
    case 'exactly-one':
      return isBound(rule, values, database) ? checkExactlyOne(rule, values) : undefined;
    case 'any':
      return checkAny(rule, values, row);
    case 'frozen':
      return checkFrozen(rule, values, row);
    case 'locked':
      return textUnless(rule, !row || !rule.is.includes(row.values[rule.field] ?? null));
    case 'given':
      if (rule.fields.some((name) => values[name] === undefined)) throw crash();
      return undefined;
    case 'any-true':
      return textUnless(
        rule,
        Object.entries(rule.fields).some(([name, assumed]) => (values[name] ?? assumed) === true),
      );
    case 'any-when':
      return textUnless(
        rule,
        !isFilled(values[rule.when]) || rule.fields.some((name) => values[name] === true),
      );
    case 'all-when':
      return textUnless(
        rule,
        values[rule.when] !== true ||
          rule.fields.every((name) => values[name] !== undefined && values[name] !== ''),
      );
    case 'first-filled':
      return checkFirstFilled(rule, values);
    case 'needs':
      return textUnless(
        rule,
        !rule.is.includes(values[rule.when] ?? rule.otherwise) || isFilled(values[rule.field]),
      );
    default:
      return applyOtherRule(rule, write, values);
  }
}

/** The rules of `applyRule`: what fields of the body must have together. */
type BodyRule = Rule<
  | 'exactly-one'
  | 'any'
  | 'frozen'
  | 'locked'
  | 'given'
  | 'any-true'
  | 'any-when'
  | 'all-when'
  | 'first-filled'
  | 'needs'
>;

/** Rules about single values, and about what the object has to do with others. */
function applyOtherRule(
  rule: Exclude<ValidatorRule, BodyRule>,
  write: Write,
  values: Values,
): string | undefined {
  const { database, environment, release, row } = write;
  switch (rule.kind) {
    case 'no-later':
      return checkNoLater(rule, values, environment);
    case 'fetched':
      return checkFetched(rule, values, release.rules.oauthTypes, environment);
    case 'single':
      return checkSingle(rule, values, database, row);
    case 'alone':
      return checkAlone(rule, values, write);
    case 'one-of':
    case 'none-of':
      return checkValue(rule, values, row);
    case 'template':
      return checkTemplate(rule, values, [
        ...Object.keys(release.behaviour.templates),
        ...environment.templates,
      ]);
    case 'licence':
      return textUnless(rule, environment.licensed || !needsLicence(rule, values));
    case 'linked':
      return checkLinked(rule, values, write);
    case 'linked-filled':
      return checkLinkedFilled(rule, values, write);
    case 'key-type':
      return checkKeyType(rule, values, write);
    case 'not-itself':
      return textUnless(rule, !row || values[rule.field] !== row.pk);
    case 'no-longer':
      return checkNoLonger(rule, values, row);
    case 'oauth-urls':
      return checkOAuthUrls(rule, values, release.rules.oauthTypes, row);
  }
}

const isFilled = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

const textUnless = ({ text }: { readonly text: string }, holds: boolean): string | undefined =>
  holds ? undefined : text;

function checkExactlyOne({ fields, none, several }: Rule<'exactly-one'>, values: Values): string | undefined {
  const count = fields.filter((name) => isFilled(values[name])).length;
  if (count === 0) return none;
  return count > 1 ? several : undefined;
}

function checkAny(rule: Rule<'any'>, values: Values, row: Row | undefined): string | undefined {
  if (rule.given && !rule.fields.some((name) => name in values)) return undefined;
  const valueOf = (name: string): Json | undefined =>
    values[name] ?? (rule.given ? row?.values[name] : undefined);
  return textUnless(
    rule,
    rule.fields.some((name) => isFilled(valueOf(name))),
  );
}

function checkFrozen(rule: Rule<'frozen'>, values: Values, row: Row | undefined): string | undefined {
  const given = values[rule.field];
  const stored = row?.values[rule.field] ?? null;
  if (!row || given === undefined || given === stored) return undefined;
  return textUnless(rule, rule.is !== undefined && !rule.is.includes(stored));
}

function checkNoLater(
  { field, when, is, minutes, text }: Rule<'no-later'>,
  values: Values,
  { clock }: Pick<Environment, 'clock'>,
): string | undefined {
  const moment = values[field];
  if (!is.includes(values[when] ?? null) || typeof moment !== 'string') return undefined;
  const last = addMinutes(clock(), minutes);
  return new Date(moment) > last ? text.replace('{moment}', last.toISOString()) : undefined;
}

function checkFirstFilled({ fields, text }: Rule<'first-filled'>, values: Values): string | undefined {
  for (const name of fields) {
    const value = values[name];
    if (value === undefined) throw crash();
    if (value !== '') return undefined;
  }
  return text;
}

function checkSingle(
  rule: Rule<'single'>,
  values: Values,
  { store, models }: Database,
  row: Row | undefined,
): string | undefined {
  if ((values[rule.field] ?? rule.assume) !== true) return undefined;
  const others = store.list(models.concrete(rule.model)).filter((other) => other.pk !== row?.pk);
  return textUnless(rule, !others.some((other) => other.values[rule.field] === true));
}

function checkAlone(
  { field, without, text }: Rule<'alone'>,
  values: Values,
  { database, model, row }: Write,
): string | undefined {
  if (!(field in values) && !(without in values)) return undefined;
  const wanted = values[field] ?? row?.values[field] ?? null;
  if (wanted === null || (values[without] ?? row?.values[without] ?? null) !== null) return undefined;
  const others = database.store.holding([model.name], field, wanted);
  return others.some((other) => other.pk !== row?.pk && (other.values[without] ?? null) === null)
    ? text
    : undefined;
}

function checkValue(
  rule: Rule<'one-of'> | Rule<'none-of'>,
  values: Values,
  row: Row | undefined,
): string | undefined {
  const value = values[rule.field];
  if (value === undefined || (rule.kind === 'none-of' && rule.created && row)) return undefined;
  const holds = rule.values.includes(value) === (rule.kind === 'one-of');
  return holds ? undefined : rule.text.replace('{value}', String(value));
}

function checkTemplate(
  { field, text }: Rule<'template'>,
  values: Values,
  templates: readonly string[],
): string | undefined {
  const value = String(values[field] ?? '');
  return templates.includes(value) ? undefined : text.replace('{value}', value);
}

const needsLicence = ({ when, is }: Rule<'licence'>, values: Values): boolean => {
  if (when === undefined) return true;
  return is ? is.includes(values[when] ?? null) : isTrue(values[when]);
};
