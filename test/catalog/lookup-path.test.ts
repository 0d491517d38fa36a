import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifierFields, resolveLookup } from '../../src/catalog/lookup-path.ts';
import { catalog, resources } from './generated.ts';

/** A look-up in short: steps > target [json] operator. */
function short(model: string, text: string): string {
  const resolved = resolveLookup(catalog, model, text);
  if (!resolved.ok) return `no ${resolved.part}`;
  const { steps, target, json, operator } = resolved.path;
  return [
    ...steps.map((step) => step.name),
    'field' in target ? target.field : target.kind,
    ...json.map((key) => `[${key}]`),
    operator,
  ]
    .filter(Boolean)
    .join(' ');
}

describe('a look-up is taken apart as Django does', () => {
  test.each([
    ['authentik_core.group', 'name', 'name'],
    ['authentik_core.group', 'pk', 'pk'],
    ['authentik_core.group', 'pk__in', 'pk in'],
    ['authentik_core.group', 'name__icontains', 'name icontains'],
    ['authentik_core.group', 'parent__name', 'parent name'],
    ['authentik_core.group', 'parent__parent__name__iexact', 'parent parent name iexact'],
    ['authentik_core.group', 'parent__isnull', 'parent isnull'],
    ['authentik_core.group', 'parent_id', 'parent'],
    ['authentik_core.group', 'attributes__a__b', 'attributes [a] [b]'],
    ['authentik_core.group', 'attributes__a__icontains', 'attributes [a] icontains'],
    ['authentik_core.group', 'attributes__has_key', 'attributes has_key'],
    ['authentik_core.user', 'ak_groups__name', 'ak_groups name'],
    ['authentik_core.user', 'groups', 'value'],
    ['authentik_core.user', 'last_login__year__gte', 'last_login year__gte'],
    ['authentik_flows.flowstagebinding', 'target__slug', 'target slug'],
    ['authentik_flows.flowstagebinding', 'stage__name', 'stage name'],
    ['authentik_flows.flowstagebinding', 'policybindingmodel_ptr', 'policybindingmodel_ptr_id'],
    ['authentik_flows.flow', 'pbm_uuid', 'policybindingmodel_ptr_id'],
    ['authentik_flows.flow', 'flowstagebinding__order', 'flowstagebinding order'],
    ['authentik_flows.stage', 'denystage__deny_message', 'no deny_message'],
    ['authentik_flows.stage', 'flowstagebinding__target__slug', 'flowstagebinding target slug'],
    ['authentik_core.propertymapping', 'managed', 'managed'],
    ['authentik_outposts.outpost', '_config__authentik_host', 'config [authentik_host]'],
    ['authentik_core.application', 'provider__name', 'provider name'],
    ['authentik_core.application', 'userconsent__permissions', 'userconsent permissions'],
  ])('%s %s', (model, text, expected) => {
    expect(short(model, text)).toBe(expected);
  });

  test.each([
    ['authentik_core.group', 'nam', 'nam', 'name'],
    ['authentik_core.group', 'parent__nam', 'nam', 'name'],
    ['authentik_core.group', 'name__like', 'like', 'icontains'],
    ['authentik_core.group', 'name__has_key', 'has_key', 'icontains'],
    ['authentik_core.group', 'name__year', 'year', 'icontains'],
    ['authentik_core.group', 'parent__icontains', 'icontains', 'name'],
    ['authentik_core.group', 'name__x__icontains', 'x', 'icontains'],
    ['authentik_core.group', '', '', 'name'],
    ['authentik_core.group', 'users_obj', 'users_obj', 'users'],
    ['authentik_core.group', 'constructor', 'constructor', 'name'],
    ['authentik_core.token', 'pk__icontains__x', 'icontains', 'exact'],
  ])('%s %s names the part that is wrong, and what there is', (model, text, part, choice) => {
    const resolved = resolveLookup(catalog, model, text);
    expect(resolved).toMatchObject({ ok: false, part });
    expect(resolved.ok ? [] : resolved.choices).toContain(choice);
  });

  test('every field that can identify is a look-up by itself', () => {
    for (const { name } of resources)
      for (const field of identifierFields(catalog, name))
        expect(resolveLookup(catalog, name, field), `${name} ${field}`).toMatchObject({
          ok: true,
          path: { steps: [], operator: '' },
        });
  });

  test('any text is taken apart or refused, never a crash', () => {
    const words = fc.constantFrom(
      'name',
      'parent',
      'users',
      'attributes',
      'in',
      'isnull',
      'pk',
      '',
      '__proto__',
      'x',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...resources.map(({ name }) => name)),
        fc.array(words, { maxLength: 5 }),
        (model, parts) => {
          const resolved = resolveLookup(catalog, model, parts.join('__'));
          return resolved.ok
            ? resolved.path.steps.length < Math.max(1, parts.length)
            : resolved.message !== '';
        },
      ),
    );
  });
});
