import type { Catalog, Lookups } from '../../catalog/model.ts';
import { isShown } from '../../catalog/shown-model.ts';
import type { Slot } from '../../semantics/slot.ts';
import { tagPage } from '../../explain/explain-page.ts';
import type { Workspace } from '../workspace.ts';
import { KIND, type Offer } from './offer.ts';

/** What is written for a tag, with places to fill in. */
const SNIPPETS: Readonly<Record<string, string>> = {
  '!KeyOf': '!KeyOf ${1:id}',
  '!Find': '!Find [${1:model}, [${2:field}, ${3:value}]]',
  '!FindObject': '!FindObject [${1:model}, [${2:field}, ${3:value}]]',
  '!Context': '!Context ${1:key}',
  '!Env': '!Env ${1:NAME}',
  '!File': '!File ${1:path}',
  '!Format': '!Format ["${1:%s}", ${2:value}]',
  '!If': '!If [${1:condition}, ${2:then}, ${3:else}]',
  '!Condition': '!Condition [${1|AND,NAND,OR,NOR,XOR,XNOR|}, ${2:value}]',
  '!Enumerate': '!Enumerate [${1:list}, ${2|SEQ,MAP|}, ${3:body}]',
  '!Index': '!Index ${1:0}',
  '!Value': '!Value ${1:0}',
  '!AtIndex': '!AtIndex [${1:value}, ${2:0}]',
  '!ParseJSON': "!ParseJSON '${1:{\\}}'",
};

/** The tags of the release. */
export function tags({ features, pages }: Workspace): Offer[] {
  return [...features.tags].map((tag) => ({
    label: tag,
    kind: KIND.tag,
    text: `${tag} `,
    snippet: SNIPPETS[tag] ?? `${tag} $1`,
    docs: tagPage(tag, pages),
    rank: 6,
  }));
}

/** A `!Find` for each model that a field links to, by what is unique of it. */
export function finds(catalog: Catalog, slot: Slot | undefined): Offer[] {
  return (slot?.references ?? []).flatMap((name): Offer[] => {
    const model = catalog.models[name];
    if (!isShown(model) && model?.kind !== 'base') return [];
    const kind = model.kind === 'base' ? catalog.models[model.concrete[0] ?? ''] : model;
    const unique =
      kind?.kind === 'resource'
        ? kind.unique.find(({ fields }) => fields.length === 1)?.fields[0]
        : undefined;
    const field = fieldToFindBy(model, unique);
    return [
      {
        label: `!Find [${name}, …]`,
        kind: KIND.tag,
        text: `!Find [${name}, [${field}, ]]`,
        snippet: `!Find [${name}, [${field}, $1]]`,
        detail: model.label,
        rank: 2,
      },
    ];
  });
}

/**
 * The field that a `!Find` looks by: the unique one where the model can be looked up by it, else its name.
 */
function fieldToFindBy({ lookups }: Lookups, unique: string | undefined): string {
  if (unique !== undefined && Object.hasOwn(lookups, unique)) return unique;
  return 'name' in lookups ? 'name' : 'pk';
}
