import type { Catalog } from '../../src/catalog/model.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { stateOf } from './state.ts';

/** What tells a created object from others of its model, in the order of what counts. */
const TELLING = ['slug', 'identifier', 'username', 'name', 'order', 'permissions'];
const KEY = /^(\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/**
 * Names writes so that one is called the same in every run, though each run gives other keys: by their method,
 * their path with names for keys, and the name of what they create.
 */
export function pathNamer(
  sandbox: Sandbox,
  catalog: Catalog,
): (method: string, url: string, body: string) => string {
  const models = Object.values(catalog.models).flatMap((model) =>
    model.kind === 'resource' ? [{ name: model.name, path: model.collection.path }] : [],
  );
  return (method, url, body) => {
    const path = new URL(url, 'http://sandbox.invalid').pathname.replace(/^.*\/api\/v3/, '');
    const parts = path.split('/');
    if (parts.some((part) => KEY.test(part))) {
      const things = [...stateOf(sandbox.export(), catalog).values()].flat();
      const inside = models.filter((model) => path.startsWith(model.path)).map(({ name }) => name);
      for (const [index, part] of parts.entries()) {
        if (!KEY.test(part)) continue;
        const known = things.filter(({ pk }) => pk === part);
        const thing = known.find(({ model }) => inside.includes(model)) ?? known[0];
        if (thing) parts[index] = `<${thing.label.replace(/^\S+ /, '')}>`;
      }
    }
    return `${method} ${parts.join('/')}${method === 'POST' ? ` ${toldBy(body)}` : ''}`.trim();
  };
}

function toldBy(body: string): string {
  if (!body.startsWith('{')) return '';
  const sent = JSON.parse(body) as Record<string, unknown>;
  const name = TELLING.find((one) => one in sent);
  return name === undefined ? '' : String(sent[name]);
}
