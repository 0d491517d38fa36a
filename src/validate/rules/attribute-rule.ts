import { lostField } from '../../diagnostics/cause.ts';
import { isNull, type Node, pairAt } from '../../blueprint/blueprint.ts';
import { trimLikePython } from '../../forms/white-space.ts';
import { type CheckedEntry, valueOf } from '../../semantics/checked-entry.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';

/**
 * Code `attribute-rule`: values that the server refuses together. Each rule names fields and no model, and
 * holds for every model that has all of them.
 */
export function checkAttributeRule(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped || checked.ensure === 'absent') continue;
    checkCriteria(facts, checked);
    checkHost(facts, checked);
    checkWebhook(facts, checked);
    checkConfiguration(facts, checked);
    checkSubject(facts, checked);
  }
}

/** An event matcher needs a criterion (probe event_matcher_all_empty). */
function checkCriteria(facts: Facts, checked: CheckedEntry): void {
  const names = ['action', 'client_ip', 'app'];
  if (!names.every((name) => checked.resource?.fields[name] && !checked.resource.fields[name].readOnly))
    return;
  const given = names.filter((name) => valueOf(checked, name) !== undefined);
  if (
    given.length === 0 ||
    given.some((name) => isNull(valueOf(checked, name)) && !checked.resource?.fields[name]?.nullable) ||
    !given.every((name) => isEmpty(valueOf(checked, name)))
  )
    return;
  const pair = checked.entry.attrs ? pairAt(checked.entry.attrs, given[0] ?? '') : undefined;
  reportAt(facts, checked, pair?.keyNode.span ?? checked.entry.model.span, {
    code: 'attribute-rule',
    message: `one of ${names.join(', ')} must say which events match`,
    hint: 'an empty text means any event; at least one must not be empty',
  });
}

/**
 * A proxy provider that is not for forward auth needs the address behind it (probe
 * proxy_provider_proxy_no_internal).
 */
function checkHost(facts: Facts, checked: CheckedEntry): void {
  if (!checked.resource?.fields['internal_host'] || !checked.resource.fields['mode']) return;
  const mode = valueOf(checked, 'mode');
  if (
    mode?.kind !== 'scalar' ||
    mode.value !== 'proxy' ||
    !isEmpty(valueOf(checked, 'internal_host') ?? EMPTY)
  )
    return;
  reportAt(facts, checked, mode.span, {
    code: 'attribute-rule',
    message: 'mode proxy needs internal_host, the address behind the proxy',
    hint: 'add internal_host, or use forward_single or forward_domain',
    follows: [lostField(checked.entry.index, 'internal_host')],
  });
}

/** A webhook transport needs an address (recording "transport missing url"). */
function checkWebhook(facts: Facts, checked: CheckedEntry): void {
  if (!checked.resource?.fields['webhook_url']) return;
  const mode = valueOf(checked, 'mode');
  if (
    mode?.kind !== 'scalar' ||
    !['webhook', 'webhook_slack'].includes(mode.text) ||
    !isEmpty(valueOf(checked, 'webhook_url') ?? EMPTY)
  )
    return;
  reportAt(facts, checked, mode.span, {
    code: 'attribute-rule',
    message: `mode ${mode.text} needs webhook_url, where the event is sent to`,
    hint: 'add webhook_url',
    follows: [lostField(checked.entry.index, 'webhook_url')],
  });
}

/**
 * Users without a device can be asked to set one up only when there is a stage for it (measured with the
 * importer of 2023.2.3).
 */
function checkConfiguration(facts: Facts, checked: CheckedEntry): void {
  if (!checked.resource?.fields['configuration_stages']) return;
  const action = valueOf(checked, 'not_configured_action');
  const stages = valueOf(checked, 'configuration_stages');
  if (
    action?.kind !== 'scalar' ||
    action.value !== 'configure' ||
    (stages && !(stages.kind === 'seq' && stages.items.length === 0))
  )
    return;
  reportAt(facts, checked, action.span, {
    code: 'attribute-rule',
    message: 'not_configured_action: configure needs configuration_stages, to set a device up with',
    hint: 'add configuration_stages',
    follows: [lostField(checked.entry.index, 'configuration_stages')],
  });
}

/**
 * A policy binding has exactly one of policy, group and user (recordings "Only one of …", "One of … must be
 * set").
 */
function checkSubject(facts: Facts, checked: CheckedEntry): void {
  const names = ['policy', 'group', 'user'];
  if (!['target', ...names].every((name) => checked.resource?.fields[name])) return;
  const values = names.map((name) => valueOf(checked, name));
  const [first, second] = values.filter((node) => node !== undefined && isSurelySet(node));
  if (first && second)
    reportAt(facts, checked, second.span, {
      code: 'attribute-rule',
      message: `only one of ${names.join(', ')} can be set`,
      notes: [{ message: 'the other one', place: placeOf(checked, first.span) }],
      hint: 'make a binding for each',
    });
  else if (values.every((node) => node !== undefined && isEmpty(node)) && values[0])
    reportAt(facts, checked, values[0].span, {
      code: 'attribute-rule',
      message: `one of ${names.join(', ')} must be set`,
    });
}

/** Whether a value is certainly not null, whatever the server and the context have. */
function isSurelySet(node: Node): boolean {
  return node.kind === 'tag' ? node.tag === '!KeyOf' : !isEmpty(node);
}

const EMPTY: Node = { kind: 'scalar', span: { start: 0, end: 0 }, value: '', text: '', quoted: true };

/**
 * Whether a value is null or only white space, which the server trims before it compares values with each
 * other.
 */
function isEmpty(node: Node | undefined): boolean {
  return (
    isNull(node) ||
    (node?.kind === 'scalar' && typeof node.value === 'string' && trimLikePython(node.value) === '')
  );
}
