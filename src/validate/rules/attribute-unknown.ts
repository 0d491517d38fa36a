import type { Pair } from '../../blueprint/blueprint.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type CheckedEntry, type Facts, reportAt } from '../facts.ts';

/** Names that people know from other releases, or from the web interface: model (or `*`) → written → what it is called here. */
const KNOWN_AS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': { launch_url: 'meta_launch_url', icon: 'meta_icon', description: 'meta_description', is_superuser_group: 'is_superuser', token_validity: 'access_token_validity', parents: 'parent' },
};

/** Codes `attribute-unknown` and `attribute-read-only`: the server drops both in silence (probes attr_readonly, oauth2_2022_token_validity). */
export function checkAttributeUnknown(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, skipped, ensure } = checked;
    if (!resource || skipped || ensure === 'absent' || !entry.attrs) continue;
    const { fields } = resource;
    for (const pair of entry.attrs.pairs) {
      const field = fields[pair.key];
      if (!field) reportUnknown(facts, checked, pair, Object.keys(fields).filter((name) => !fields[name]?.readOnly));
      else if (field.readOnly && !field.setter) {
        reportAt(facts, checked, pair.keyNode.span, { code: 'attribute-read-only', message: `only the server sets ${pair.key} of ${resource.name}: what is written here does nothing`, hint: 'take it out' });
      }
    }
  }
}

function reportUnknown(facts: Facts, checked: CheckedEntry, pair: Pair, names: readonly string[]): void {
  const known = KNOWN_AS['*']?.[pair.key];
  const near = known !== undefined && names.includes(known) ? known : nearest(pair.key, names);
  reportAt(facts, checked, pair.keyNode.span, {
    code: 'attribute-unknown', message: `${checked.resource?.name ?? ''} has no attribute ${pair.key}: the server drops it in silence`,
    hint: near === undefined ? `attributes: ${[...names].sort().join(', ')}` : `did you mean ${near}?`,
  });
}
