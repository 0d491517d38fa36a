import type { Json } from '../../catalog/model.ts';
import type { Environment } from '../environment.ts';
import { findOAuthType, labelOf } from '../oauth-types.ts';
import { crash, invalid } from '../response.ts';
import type { Row } from '../row.ts';
import type { OAuthType } from '../rules.ts';
import type { Values } from './context.ts';
import type { Rule } from '../behaviour/validation-rules.ts';

/** The documents that the server fetches for the check must be there; nothing is fetched here. */
export function checkFetched(
  { fields, fails }: Rule<'fetched'>,
  values: Values,
  types: readonly OAuthType[],
  { reaches }: Pick<Environment, 'reaches'>,
): undefined {
  const type = findOAuthType(types, values['provider_type']);
  for (const name of fields) {
    // An empty text is no address: the type's own counts, if it has one.
    const url = textOf(values[name]) ?? (fails ? undefined : textOf(type?.[name]));
    const problem = url === undefined ? undefined : (findWrongUrl(url) ?? findUnreached(url, reaches));
    if (problem === undefined) continue;
    // Early releases read the response in their message, and there is none.
    if (fails) throw crash();
    throw invalid({ [name]: [problem] });
  }
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const findUnreached = (url: string, reaches: Environment['reaches']): string | undefined =>
  reaches(url) ? undefined : `${url} cannot be fetched`;

/** What Python's requests says of an address that it does not even try. */
function findWrongUrl(url: string): string | undefined {
  if (!url.includes(':'))
    return `Invalid URL '${url}': No scheme supplied. Perhaps you meant https://${url}?`;
  if (!/^https?:\/\//i.test(url)) return `No connection adapters were found for '${url}'`;
  return /^https?:\/\/[^/?#]/i.test(url) ? undefined : `Invalid URL '${url}': No host supplied`;
}

/** Addresses that a type does not have must be in the body, or in the document that the body names. */
export function checkOAuthUrls(
  { fields, from, stored }: Rule<'oauth-urls'>,
  values: Values,
  types: readonly OAuthType[],
  row: Row | undefined,
): string | undefined {
  const slug = values['provider_type'] ?? (stored ? row?.values['provider_type'] : undefined);
  const type = findOAuthType(types, slug);
  if (textOf(values[from]) !== undefined) return undefined;
  const missing = fields.find((name) => (type?.[name] ?? null) === null && !(name in values));
  return missing && `${missing} is required for provider ${type ? labelOf(type) : 'default'}`;
}
