import { contextValue } from '../../blueprint/context-value.ts';
import { features } from '../../blueprint/features.ts';
import { entryParts, walkNodes } from '../../blueprint/walk.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Code `context-missing`: a `!Context` whose key is almost one of the blueprint's own context. Any other key
 * may come from the context of the instance on the server, which only a plan knows.
 */
export function checkContextMissing(facts: Facts): void {
  const { context } = facts.blueprint;
  const language = features(facts.catalog.release);
  const known = Object.keys(context);
  if (known.length === 0) return;
  for (const checked of facts.entries) {
    for (const { node } of checked.skipped ? [] : entryParts(checked.entry)) {
      walkNodes(node, (tag) => {
        const name = tag.kind === 'tag' && tag.tag === '!Context' ? tag.args[0] : undefined;
        if (
          tag.kind !== 'tag' ||
          name?.kind !== 'scalar' ||
          (tag.form === 'seq' && tag.args.length > 1) ||
          contextValue(context, name.text, language) !== undefined
        )
          return undefined;
        const near = nearest(name.text, known);
        if (near !== undefined)
          reportAt(facts, checked, tag.span, {
            code: 'context-missing',
            message: `the context has no "${name.text}", and there is no default: the value is null`,
            hint: `did you mean ${near}?`,
          });
        return undefined;
      });
    }
  }
}
