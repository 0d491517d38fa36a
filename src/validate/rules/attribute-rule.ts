import { type Node, pairAt } from '../../blueprint/blueprint.ts';
import { type CheckedEntry, type Facts, reportAt, valueOf } from '../facts.ts';

/*
 * Code `attribute-rule`: values that the server refuses together. Each rule is about fields, not about a model by name, and
 * holds where a model has all of them.
 */

export function checkAttributeRule(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped || checked.ensure === 'absent') continue;
    checkCriteria(facts, checked);
    checkHost(facts, checked);
    checkWebhook(facts, checked);
  }
}

/** An event matcher needs a criterion (probe event_matcher_all_empty). */
function checkCriteria(facts: Facts, checked: CheckedEntry): void {
  const names = ['action', 'client_ip', 'app'];
  if (!names.every((name) => checked.resource?.fields[name] && !checked.resource.fields[name].readOnly)) return;
  const given = names.filter((name) => valueOf(checked, name) !== undefined);
  if (given.length === 0 || !given.every((name) => isEmpty(valueOf(checked, name)))) return;
  const pair = checked.entry.attrs ? pairAt(checked.entry.attrs, given[0] ?? '') : undefined;
  reportAt(facts, checked, pair?.keyNode.span ?? checked.entry.model.span, { code: 'attribute-rule', message: `one of ${names.join(', ')} must say which events match`, hint: 'an empty text means any event; at least one must not be empty' });
}

/** A proxy provider that is not for forward auth needs the address behind it (probe proxy_provider_proxy_no_internal). */
function checkHost(facts: Facts, checked: CheckedEntry): void {
  if (!checked.resource?.fields['internal_host'] || !checked.resource.fields['mode']) return;
  const mode = valueOf(checked, 'mode');
  if (mode?.kind !== 'scalar' || mode.value !== 'proxy' || !isEmpty(valueOf(checked, 'internal_host') ?? EMPTY)) return;
  reportAt(facts, checked, mode.span, { code: 'attribute-rule', message: 'mode proxy needs internal_host, the address behind the proxy', hint: 'add internal_host, or use forward_single or forward_domain' });
}

/** A transport over the web needs an address (recording "transport missing url"). */
function checkWebhook(facts: Facts, checked: CheckedEntry): void {
  if (!checked.resource?.fields['webhook_url']) return;
  const mode = valueOf(checked, 'mode');
  if (mode?.kind !== 'scalar' || !['webhook', 'webhook_slack'].includes(mode.text) || !isEmpty(valueOf(checked, 'webhook_url') ?? EMPTY)) return;
  reportAt(facts, checked, mode.span, { code: 'attribute-rule', message: `mode ${mode.text} needs webhook_url, where the event is sent to`, hint: 'add webhook_url' });
}

const EMPTY: Node = { kind: 'scalar', span: { start: 0, end: 0 }, value: '', text: '', quoted: true };

function isEmpty(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === '' || node.value === null);
}
