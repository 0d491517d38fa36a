import type { Node } from '../../blueprint/blueprint.ts';
import { type CheckedEntry, type Facts, nodeText, placeOf, valueOf } from '../facts.ts';

/** Code `value-taken`: a value that must be unique, given to two objects (probe app_provider_taken). */
export function checkValueTaken(facts: Facts): void {
  const owners = new Map<string, CheckedEntry>();
  for (const checked of facts.entries) {
    const { resource, skipped, conditional, ensure } = checked;
    if (!resource || skipped || conditional || (ensure !== 'present' && ensure !== 'created')) continue;
    for (const rule of resource.unique) {
      const nodes = rule.fields.map((field) => valueOf(checked, field));
      const texts = nodes.map((node) => (node && isFixed(node) ? nodeText(node, checked.blueprint.file.path) : undefined));
      if (texts.some((text) => text === undefined)) continue;
      const claim = `${(rule.across ?? [resource.name]).join()} ${rule.fields.join()}=${texts.join()}`;
      const owner = owners.get(claim);
      if (!owner) owners.set(claim, checked);
      else if (!mayBeOne(owner, checked, rule.fields)) report(facts, checked, owner, rule.fields, nodes[0]);
    }
  }
}

/** A value that is the same at every run: no null, nothing empty, no tag but a link. */
function isFixed(node: Node): boolean {
  if (node.kind === 'tag') return node.tag === '!KeyOf' || node.tag === '!Find';
  return node.kind === 'scalar' && node.value !== null && node.text !== '';
}

/** Both entries are of one model, and one of them identifies its object by just this value: they manage the same object. */
function mayBeOne(one: CheckedEntry, other: CheckedEntry, fields: readonly string[]): boolean {
  if (one.resource !== other.resource) return false;
  return [one, other].some(({ entry }) => (entry.identifiers?.pairs ?? []).every(({ key }) => fields.includes(key))) || identity(one) === identity(other);
}

function identity({ entry, blueprint }: CheckedEntry): string {
  return entry.identifiers ? nodeText(entry.identifiers, blueprint.file.path) : '';
}

function report(facts: Facts, checked: CheckedEntry, owner: CheckedEntry, fields: readonly string[], node: Node | undefined): void {
  const theirs = valueOf(owner, fields[0] ?? '');
  facts.report({
    code: 'value-taken', message: `${fields.join(', ')} must be unique, but another object of these blueprints has ${fields.length > 1 ? 'these values' : 'this value'}, too`,
    hint: 'give each object a value of its own', place: placeOf(checked, node?.span ?? checked.entry.model.span), entry: checked.ref,
    notes: [{ message: `${owner.resource?.name ?? ''} has it here`, place: placeOf(owner, theirs?.span ?? owner.entry.model.span) }],
  });
}
