import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, shipped, textOf } from './setup.ts';

const all = [...shipped('default'), ...shipped('examples')];

describe('every blueprint that ships', () => {
  it.each(all)('%s validates alone, without a finding of any kind', (path) => {
    const { blueprints, diagnostics } = check([path]);
    expect(diagnostics.map((one) => `${one.code}: ${one.message}`)).toEqual([]);
    expect(blueprints).toHaveLength(1);
  });

  it('and all of them together validate without a finding', () => {
    const { diagnostics } = check(all);
    expect(diagnostics.map((one) => `${one.place?.file.path ?? ''} ${one.code}: ${one.message}`)).toEqual([]);
  });

  it.each(all)('%s has a name of its own, a description, and comments', (path) => {
    const [blueprint] = check([path]).blueprints;
    expect(blueprint?.name).toBeTruthy();
    expect(blueprint?.labels['blueprints.goauthentik.io/description']).toBeTruthy();
    expect(textOf(path)).toMatch(/^# \S/);
    expect(check(all).blueprints.filter((other) => other.name === blueprint?.name)).toHaveLength(1);
  });

  it.each(all)(
    '%s holds no secret: what the API does not show comes from the environment or from the server',
    (path) => {
      for (const line of textOf(path).split('\n')) {
        const secret =
          /^\s*(client_secret|consumer_secret|password|key|key_data|bind_password):\s*(?<value>\S.*)$/.exec(
            line,
          );
        if (secret) expect(secret.groups?.['value']).toMatch(/^(!Env |!KeyOf )/);
      }
    },
  );

  it('stands in the table of blueprints/README.md', () => {
    const table = readFileSync(new URL('../../blueprints/README.md', import.meta.url), 'utf8');
    const linked = [...table.matchAll(/\]\(((?:default|examples)\/[\w.-]+)\)/g)].map((match) => match[1]);
    expect(linked.sort()).toEqual([...all].sort());
  });
});
