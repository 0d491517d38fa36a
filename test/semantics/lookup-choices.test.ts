import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { identifierFields } from '../../src/catalog/lookup-path.ts';
import { lookupChoices } from '../../src/semantics/lookup-choices.ts';

const catalog = loadCatalog('2025.12', () => undefined);
const fields = (model: string): string[] => identifierFields(catalog, model);

describe('the names that may be meant', () => {
  test('are all where they are few', () => {
    expect(lookupChoices('x', ['a', 'b'])).toBe('a, b');
  });

  test.each([
    ['authentik_flows.flow', 'tittle', /^title, /],
    ['authentik_providers_oauth2.oauth2provider', 'uri_redirects', /^_redirect_uris, /],
    ['authentik_core.user', 'nosuch', /^name, username, pk/],
  ])('of %s for %s come with the nearest first', (model, word, start) => {
    const text = lookupChoices(word, fields(model));
    expect(text).toMatch(start);
    expect(text).toMatch(/ and \d+ others$/);
    expect(text.split(', ').length).toBeLessThanOrEqual(6);
  });
});
