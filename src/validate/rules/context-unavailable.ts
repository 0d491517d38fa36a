import { valueAt } from '../../blueprint/blueprint.ts';
import { SYSTEM_CONTEXT } from '../../blueprint/features.ts';
import { walkTags } from '../../blueprint/walk.ts';
import { entryRef } from '../../blueprint/entry-ref.ts';
import { isSince } from '../../catalog/release.ts';
import type { Facts } from '../facts.ts';

/**
 * Code `context-unavailable`: a value that authentik puts into the context, in a release that does not do so
 * yet.
 */
export function checkContextUnavailable(facts: Facts): void {
  const { blueprint, catalog } = facts;
  const own = blueprint.root.kind === 'map' ? valueAt(blueprint.root, 'context') : undefined;
  walkTags(blueprint, (tag, entry) => {
    const [key, otherwise] = tag.args;
    const name = tag.tag === '!Context' && key?.kind === 'scalar' ? key.text : '';
    const since = Object.hasOwn(SYSTEM_CONTEXT, name) ? SYSTEM_CONTEXT[name] : undefined;
    if (
      since === undefined ||
      otherwise ||
      isSince(catalog.release, since) ||
      (own?.kind === 'map' && valueAt(own, name))
    )
      return;
    facts.report({
      code: 'context-unavailable',
      message: `the context holds ${name} since authentik ${since}, later than ${catalog.release}; here it is null`,
      place: { file: blueprint.file, span: tag.span },
      entry: entryRef(entry),
      hint: `give it a default: !Context [${name}, …], or a value in the context of the blueprint`,
    });
  });
}
