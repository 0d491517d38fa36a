import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import type { Identities, Identity } from './identities.ts';
import { type ReferenceText, scalarText } from './print-value.ts';

/** The `!Find` that looks an object up by what identifies it. `refer`: what stands for an object that it is linked to. */
export function findText(row: OverlayRow, identities: Identities, refer: ReferenceText): string {
  const { parts }: Pick<Identity, 'parts'> = identities.of(row) ?? { parts: [] };
  const criteria = parts.map(({ lookup, value }) => `[${lookup}, ${criterionText(value, refer)}]`);
  return `!Find [${[row.model, ...criteria].join(', ')}]`;
}

function criterionText(value: Identity['parts'][number]['value'], refer: ReferenceText): string {
  if (typeof value === 'object') return refer(value);
  return typeof value === 'string' ? scalarText(value, true) : String(value);
}

/** A new id for the entry of an object: its name, and where another has that (`taken`), with its model, then numbers. */
export function newId(
  row: OverlayRow,
  identity: Identity,
  identities: Identities,
  taken: Set<string>,
): string {
  const word = row.model.split('.')[1] ?? row.model;
  const own = idName(identity, identities);
  const choices = own === '' ? [word] : [own, `${own}-${word}`];
  let id = choices.find((choice) => !taken.has(choice));
  for (let number = 2; id === undefined; number += 1) {
    const next = `${choices.at(-1) ?? ''}-${number}`;
    if (!taken.has(next)) id = next;
  }
  taken.add(id);
  return id;
}

/** What an id is made of: the texts that identify, else the name of what is linked last; a letter comes first. */
function idName({ parts }: Identity, identities: Identities): string {
  const texts = parts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const last = parts.findLast(({ value }) => typeof value === 'object')?.value;
  const linked = typeof last === 'object' ? identities.of(last) : undefined;
  const name = slugOf(texts.join(' ')) || (linked ? `${idName(linked, identities)}-binding` : '');
  return /^[a-z]/.test(name) ? name : '';
}

/** A name as a part of a path, or an id: letters and digits of ASCII, in lower case, with dashes. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
}
