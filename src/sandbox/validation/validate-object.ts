import type { Json } from '../../catalog/model.ts';
import type { ValidatorRule } from '../behaviour/validation-rules.ts';
import type { Database } from '../database.ts';
import { addMinutes, type Environment } from '../environment.ts';
import { findOAuthType, labelOf } from '../oauth-types.ts';
import { crash, invalid } from '../response.ts';
import type { OAuthType } from '../rules.ts';
import type { Row } from '../row.ts';
import type { Values, Write } from './context.ts';
import { findTakenSets } from './unique.ts';

/**
 * Checks the object as a whole, after its fields: first the sets of values that must be unique, then the
 * rules of the behaviour. Refuses with 400, or fails as the server does.
 */
export function validateObject(write: Write, values: Values): void {
  const taken = findTakenSets(write, values);
  if (taken.length > 0) throw invalid({ non_field_errors: taken });
  const lineage = write.database.models.lineage(write.model.name);
  for (const rule of write.release.behaviour.validators) {
    if (!lineage.includes(rule.model)) continue;
    const text = applyRule(rule, write, values);
    if (text === undefined) continue;
    const at = rule.at ?? 'non_field_errors';
    throw invalid({ [at]: rule.kind === 'single' && rule.nested ? { [at]: text } : [text] });
  }
}

type Rule<Kind extends ValidatorRule['kind']> = Extract<ValidatorRule, { readonly kind: Kind }>;

/**
 * The server's message where the rule is broken. Rules look at the values of the body, not at what is stored:
 * that is why a PATCH must have every field that a rule reads.
 */
function applyRule(rule: ValidatorRule, write: Write, values: Values): string | undefined {
  const { database, environment, release, row } = write;
  switch (rule.kind) {
    case 'exactly-one':
      return checkExactlyOne(rule, values);
    case 'any':
      return textUnless(
        rule,
        rule.fields.some((name) => isFilled(values[name])),
      );
    case 'frozen':
      return checkFrozen(rule, values, row);
    case 'no-later':
      return checkNoLater(rule, values, environment);
    case 'fetched':
      return checkFetched(rule, values, release.rules.oauthTypes, environment);
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
    case 'first-filled':
      return checkFirstFilled(rule, values);
    case 'needs':
      return textUnless(
        rule,
        !rule.is.includes(values[rule.when] ?? rule.otherwise) || isFilled(values[rule.field]),
      );
    case 'single':
      return checkSingle(rule, values, database, row);
    case 'one-of':
      return checkOneOf(rule, values);
    case 'oauth-urls':
      return checkOAuthUrls(rule, values, release.rules.oauthTypes);
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

function checkFrozen(rule: Rule<'frozen'>, values: Values, row: Row | undefined): string | undefined {
  const given = values[rule.field];
  return textUnless(rule, !row || given === undefined || given === row.values[rule.field]);
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

function checkFetched(
  { fields }: Rule<'fetched'>,
  values: Values,
  types: readonly OAuthType[],
  { reaches }: Pick<Environment, 'reaches'>,
): undefined {
  const type = findOAuthType(types, values['provider_type']);
  for (const name of fields) {
    const url = values[name] ?? type?.[name];
    if (typeof url === 'string' && url !== '' && !reaches(url))
      throw invalid({ [name]: [`${url} cannot be fetched`] });
  }
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

function checkOneOf({ field, values: allowed, text }: Rule<'one-of'>, values: Values): string | undefined {
  const value = values[field];
  return value === undefined || allowed.includes(value) ? undefined : text.replace('{value}', String(value));
}

function checkOAuthUrls(
  { fields }: Rule<'oauth-urls'>,
  values: Values,
  types: readonly OAuthType[],
): string | undefined {
  const type = findOAuthType(types, values['provider_type']);
  const missing = fields.find((name) => (type?.[name] ?? null) === null && !(name in values));
  return missing && `${missing} is required for provider ${type ? labelOf(type) : 'default'}`;
}
