import { describe, expect, test } from 'vitest';
import { resolveModel } from '../../src/catalog/resolve-model.ts';
import { catalog } from './generated.ts';

describe('a model is found as authentik finds it', () => {
  test.each([
    ['authentik_core.group', 'authentik_core.group'],
    ['authentik_core.Group', 'authentik_core.group'],
    ['authentik_flows.FlowStageBinding', 'authentik_flows.flowstagebinding'],
    ['authentik_flows.Stage', 'authentik_flows.stage'],
    ['authentik_blueprints.metaapplyblueprint', 'authentik_blueprints.metaapplyblueprint'],
  ])('%s is %s', (text, name) => {
    expect(resolveModel(catalog, text)).toMatchObject({ ok: true, model: { name } });
  });

  test.each([
    ['authentik_core.grup', 'authentik_core.group'],
    ['Authentik_Core.group', 'authentik_core.group'],
    ['authentik_user.user', 'authentik_core.user'],
    ['authentik_core.group.x', undefined],
    ['group', 'authentik_core.group'],
    ['', undefined],
    ['__proto__', undefined],
    ['authentik_core.brand', undefined],
  ])('%s is no model; the nearest is %s', (text, nearest) => {
    const resolved = resolveModel(catalog, text);
    expect(resolved.ok).toBe(false);
    if (nearest !== undefined) expect(resolved).toMatchObject({ nearest });
  });
});
