import type { Json } from '../../catalog/model.ts';
import type { ValidatorRule } from '../behaviour/behaviour.ts';
import { crash, invalid } from '../reply.ts';
import { findTakenSets } from './unique.ts';
import { findOAuthType, labelOf } from '../oauth-types.ts';
import type { Values, Writing } from './outcome.ts';

/**
 * Checks the object as a whole, after its fields: sets that must be unique, then the table's rules; refuses
 * with 400, or fails as the server does.
 */
export function validateObject(writing: Writing, values: Values): void {
  const taken = findTakenSets(writing, values);
  if (taken.length > 0) throw invalid({ non_field_errors: taken });
  for (const rule of writing.world.behaviour.validators) {
    if (!writing.world.models.lineage(writing.model.name).includes(rule.model)) continue;
    const text = applyRule(rule, writing, values);
    if (text === undefined) continue;
    const at = rule.at ?? 'non_field_errors';
    throw invalid({ [at]: rule.kind === 'single' && rule.nested ? { [at]: text } : [text] });
  }
}

const isFilled = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/**
 * These rules look at the body's own values, not at what is stored: that is why a PATCH must bring its
 * companions.
 */
function applyRule(rule: ValidatorRule, { world, row }: Writing, values: Values): string | undefined {
  switch (rule.kind) {
    case 'exactly-one': {
      const count = rule.fields.filter((name) => isFilled(values[name])).length;
      return count === 0 ? rule.none : count > 1 ? rule.several : undefined;
    }
    case 'any':
      return rule.fields.some((name) => isFilled(values[name])) ? undefined : rule.text;
    case 'frozen':
      return row && values[rule.field] !== undefined && values[rule.field] !== row.values[rule.field]
        ? rule.text
        : undefined;
    case 'no-later': {
      const moment = values[rule.field];
      const last = new Date(world.clock().getTime() + rule.minutes * 60_000);
      return rule.is.includes(values[rule.when] ?? null) &&
        typeof moment === 'string' &&
        new Date(moment) > last
        ? rule.text.replace('{moment}', last.toISOString())
        : undefined;
    }
    case 'fetched': {
      const type = findOAuthType(world, values['provider_type']);
      for (const name of rule.fields) {
        const url = values[name] ?? type?.[name];
        if (typeof url === 'string' && url !== '' && !world.reaches(url))
          throw invalid({ [name]: [`${url} cannot be fetched`] });
      }
      return undefined;
    }
    case 'given':
      if (rule.fields.some((name) => values[name] === undefined)) throw crash();
      return undefined;
    case 'any-true':
      return Object.entries(rule.fields).some(([name, assumed]) => (values[name] ?? assumed) === true)
        ? undefined
        : rule.text;
    case 'any-when':
      return isFilled(values[rule.when]) && !rule.fields.some((name) => values[name] === true)
        ? rule.text
        : undefined;
    case 'first-filled':
      for (const name of rule.fields) {
        const value = values[name];
        if (value === undefined) throw crash();
        if (value !== '') return undefined;
      }
      return rule.text;
    case 'needs':
      return rule.is.includes(values[rule.when] ?? rule.otherwise) && !isFilled(values[rule.field])
        ? rule.text
        : undefined;
    case 'single': {
      if ((values[rule.field] ?? rule.assume) !== true) return undefined;
      return world.store
        .list(world.models.concrete(rule.model))
        .some((other) => other.values[rule.field] === true && other.pk !== row?.pk)
        ? rule.text
        : undefined;
    }
    case 'one-of': {
      const value = values[rule.field];
      return value === undefined || rule.values.includes(value)
        ? undefined
        : rule.text.replace('{value}', String(value));
    }
    case 'oauth-urls': {
      const type = findOAuthType(world, values['provider_type']);
      const missing = rule.fields.find((name) => (type?.[name] ?? null) === null && !(name in values));
      return missing === undefined
        ? undefined
        : `${missing} is required for provider ${type ? labelOf(type) : 'default'}`;
    }
  }
}
