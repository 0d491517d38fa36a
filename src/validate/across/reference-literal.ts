import { lookupsOf } from '../../catalog/lookup-path.ts';
import type { ModelName } from '../../catalog/model.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `reference-literal`: a primary key that is written out as a reference: keys are random and differ
 * between servers. A key that an entry of any file has as its `pk` refers to that entry's object and is
 * accepted. A plan reports the keys that it can look up itself, with the name.
 */
export function checkReferenceLiteral(facts: AcrossFacts): void {
  const named = new Set(facts.files.flatMap((file) => file.namedKeys));
  for (const file of facts.files) {
    for (const { ref, field, text, span, model, isDirect } of file.keys) {
      if (named.has(pkText(text) ?? text)) continue;
      facts.report({
        code: 'reference-literal',
        supposed: isDirect ? true : undefined,
        message: `${field} is the primary key of an object on one server; on any other it is another`,
        hint: `write !Find [${model}, [${nameOf(facts, model)}, …]], or !KeyOf the id of the entry that makes it`,
        place: facts.place(file, span),
        entry: ref,
      });
    }
  }
}

/** The field by which a `!Find` should look up an object of a model. */
function nameOf({ catalog }: AcrossFacts, name: ModelName): string {
  const names = Object.keys(lookupsOf(catalog, name)?.lookups ?? {});
  return ['slug', 'username', 'name'].find((one) => names.includes(one)) ?? 'name';
}
