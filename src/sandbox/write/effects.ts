import type { Json } from '../../catalog/model.ts';
import type { EffectRule } from '../behaviour/behaviour.ts';
import type { Values, Writing } from '../validation/outcome.ts';
import { formatMoment, now } from './defaults.ts';

/** The values with what the server itself sets at this write. */
export function applyEffects(writing: Writing, values: Values): Values {
  const lineage = writing.world.models.lineage(writing.model.name);
  const settled: Record<string, Json> = { ...values };
  for (const rule of writing.world.behaviour.effects)
    if (lineage.includes(rule.model)) applyEffect(rule, writing, settled);
  return settled;
}

function applyEffect(rule: EffectRule, { world, row, caller }: Writing, values: Record<string, Json>): void {
  switch (rule.kind) {
    case 'mappings': {
      const all = world.store.list([...world.models.models.keys()]);
      const given = values[rule.field] ?? row?.values[rule.field];
      // Put beside what was sent, not in its place.
      values[rule.field] = [
        ...new Set<Json>([
          ...(Array.isArray(given) ? given : []),
          ...all
            .filter((other) => rule.managed.includes(String(other.values['managed'] ?? '')))
            .map((other) => other.pk),
        ]),
      ];
      return;
    }
    case 'callbacks': {
      const host = String(values[rule.from] ?? row?.values[rule.from] ?? '');
      const urls = [new URL(rule.path, host).href, host].map((url) => `${url}${rule.suffix}`);
      values[rule.field] =
        rule.mode === undefined
          ? urls.join('\n')
          : urls.map((url) => ({ matching_mode: rule.mode ?? '', url }));
      return;
    }
    case 'fixed':
      values[rule.field] = rule.value;
      return;
    case 'caller':
      values[rule.field] ??= caller.user.pk;
      return;
    case 'caller-on-create':
      if (!row) values[rule.field] = caller.user.pk;
      return;
    case 'reset':
      values[rule.field] ??= rule.value;
      return;
    case 'lifetime':
      if (rule.is.includes(values[rule.when] ?? row?.values[rule.when] ?? null))
        values[rule.field] = formatMoment(new Date(world.clock().getTime() + rule.minutes * 60_000));
      return;
    case 'touch':
      if (rule.on === 'write' || !row) values[rule.field] = now(world);
  }
}
