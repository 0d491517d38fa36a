import { type Blueprint, valueAt } from '../blueprint/blueprint.ts';
import { contextValue } from '../blueprint/context-value.ts';
import { features, SYSTEM_CONTEXT } from '../blueprint/features.ts';
import { entryParts, walkNodes } from '../blueprint/walk.ts';
import { metaOf } from '../catalog/meta-of.ts';
import type { Catalog } from '../catalog/model.ts';
import type { CheckedEntry } from './checked-entry.ts';
import { decides } from './decides.ts';
import { slotAt } from './slot.ts';
import type { MissingContext } from './summary.ts';

/**
 * The keys that `!Context` tags without a default ask for and that the blueprint's own context does not have, as
 * far as their value is used for more than a decision: null is then written.
 */
export function missingContext(
  { context }: Blueprint,
  entries: readonly CheckedEntry[],
  catalog: Catalog,
): MissingContext[] {
  const language = features(catalog.release);
  const missing: MissingContext[] = [];
  for (const checked of entries) {
    const { entry, ref, skipped, ensure } = checked;
    if (skipped || ensure === 'absent') continue;
    for (const { part, node } of entryParts(entry))
      walkNodes(
        node,
        (tag, path) => {
          const [name, fallback] = tag.kind === 'tag' && tag.tag === '!Context' ? tag.args : [];
          if (name?.kind !== 'scalar' || fallback) return undefined;
          if (contextValue(context, name.text, language) !== undefined) return undefined;
          // What authentik itself puts there, and in which releases, is a finding of its own.
          if (Object.hasOwn(SYSTEM_CONTEXT, name.text) || decides(entry, path)) return undefined;
          const slot = slotAt(checked, path);
          const nullIsFine = !slot || slot.nullable === true;
          missing.push({ ref, text: name.text, span: tag.span, nullIsFine });
          return undefined;
        },
        [part],
      );
  }
  return missing;
}

/**
 * The keys of the contexts that entries of a file give to blueprint instances; undefined where a tag decides
 * them.
 */
export function instanceContext(
  entries: readonly CheckedEntry[],
  catalog: Catalog,
): readonly string[] | undefined {
  const keys: string[] = [];
  for (const { entry, resource } of entries) {
    const context =
      entry.attrs && resource && metaOf(catalog, resource.name) && valueAt(entry.attrs, 'context');
    if (context?.kind === 'tag') return undefined;
    if (context?.kind === 'map') keys.push(...context.pairs.map(({ key }) => key));
  }
  return keys;
}
