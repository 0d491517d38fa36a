import { lookupsOf } from '../../catalog/lookup-path.ts';
import type { ModelName } from '../../catalog/model.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `reference-literal`: a primary key written out where an object is meant. It is a random one, and
 * another on every server. A key that an entry of any file names as its `pk` means that entry's object. What
 * a plan can look up it says itself, with the name.
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

/** The field that people know an object by. */
function nameOf({ catalog }: AcrossFacts, name: ModelName): string {
  const names = Object.keys(lookupsOf(catalog, name)?.lookups ?? {});
  return ['slug', 'username', 'name'].find((one) => names.includes(one)) ?? 'name';
}
