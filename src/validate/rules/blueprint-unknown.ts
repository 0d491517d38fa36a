import { type Node, valueAt } from '../../blueprint/blueprint.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type Facts, reportAt } from '../facts.ts';

/** Codes `blueprint-unknown`, `action-impossible` (probe meta_state_absent): what `metaapplyblueprint` names is among the files, or must be on the server; its identifiers are fields of a blueprint instance. */
export function checkBlueprintUnknown(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resolved, entry, skipped } = checked;
    if (!resolved?.ok || resolved.model.kind !== 'meta' || skipped) continue;
    if (entry.ensure && checked.ensure === 'absent') {
      reportAt(facts, checked, entry.ensure.span, { code: 'action-impossible', severity: 'warning', message: `${resolved.model.name} applies another blueprint first; with state absent it does nothing`, hint: 'take the entry out' });
      continue;
    }
    const instances = facts.catalog.models[resolved.model.instances];
    const identifiers = entry.attrs ? valueAt(entry.attrs, 'identifiers') : undefined;
    if (identifiers?.kind !== 'map' || identifiers.pairs.length === 0) {
      reportAt(facts, checked, identifiers?.span ?? entry.model.span, { code: 'attribute-missing', message: 'attrs.identifiers must say which blueprint is meant', hint: 'write identifiers: {name: …}' });
      continue;
    }
    for (const { key, keyNode } of identifiers.pairs) {
      if (instances?.kind !== 'resource' || Object.hasOwn(instances.lookups, key.split('__')[0] ?? '')) continue;
      reportAt(facts, checked, keyNode.span, { code: 'identifier-unknown', message: `${key} is no field of a blueprint instance`, hint: `fields: ${resolved.model.identifies.join(', ')}` });
    }
    const name = text(valueAt(identifiers, 'name'));
    const required = entry.attrs ? valueAt(entry.attrs, 'required') : undefined;
    if (name === undefined || facts.blueprints.some((blueprint) => blueprint.name === name) || (required?.kind === 'scalar' && required.value === false)) continue;
    const near = nearest(name, facts.blueprints.flatMap((blueprint) => blueprint.name ?? []));
    reportAt(facts, checked, valueAt(identifiers, 'name')?.span ?? entry.model.span, {
      code: 'blueprint-unknown', severity: 'warning', message: `no blueprint named "${name}" is among these files; the entry fails unless the server has one`, hint: near === undefined ? 'name its file, too, or set required: false' : `did you mean "${near}"?`,
    });
  }
}

function text(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
