import type { Json } from '../../catalog/model.ts';
import type { EffectRule } from '../behaviour/write-rules.ts';
import type { Database } from '../database.ts';
import { inMinutes, now } from '../environment.ts';
import type { Row } from '../row.ts';
import type { Values, Write } from '../validation/context.ts';

/** The values together with those that the server itself sets at this write. */
export function applyEffects(write: Write, values: Values): Values {
  const lineage = write.database.models.lineage(write.model.name);
  const settled: Record<string, Json> = { ...values };
  for (const rule of write.release.behaviour.effects)
    if (lineage.includes(rule.model)) applyEffect(rule, write, settled);
  return settled;
}

type Effect<Kind extends EffectRule['kind']> = Extract<EffectRule, { readonly kind: Kind }>;

function applyEffect(rule: EffectRule, write: Write, values: Record<string, Json>): void {
  const { row, caller, environment } = write;
  switch (rule.kind) {
    case 'mappings':
      values[rule.field] = addMappings(rule, write.database, values[rule.field] ?? row?.values[rule.field]);
      return;
    case 'callbacks':
      values[rule.field] = listCallbacks(rule, values[rule.from] ?? row?.values[rule.from]);
      return;
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
      setLifetime(rule, write, values);
      return;
    case 'timestamp':
      if (rule.on === 'write' || !row) values[rule.field] = now(environment.clock);
  }
}

/** The mappings that the server adds are put beside what was sent, not in its place. */
function addMappings(
  { managed }: Effect<'mappings'>,
  { store, models }: Database,
  given: Json | undefined,
): Json {
  const added = store
    .list([...models.models.keys()])
    .filter((other) => managed.includes(String(other.values['managed'] ?? '')))
    .map((other: Row) => other.pk);
  return [...new Set<Json>([...(Array.isArray(given) ? given : []), ...added])];
}

/** The addresses below a host: as lines of a text, or each with its way of matching. */
function listCallbacks({ path, suffix, mode }: Effect<'callbacks'>, from: Json | undefined): Json {
  const host = String(from ?? '');
  const urls = [new URL(path, host).href, host].map((url) => `${url}${suffix}`);
  return mode === undefined ? urls.join('\n') : urls.map((url) => ({ matching_mode: mode, url }));
}

function setLifetime(
  { when, is, field, minutes }: Effect<'lifetime'>,
  { row, environment }: Write,
  values: Record<string, Json>,
): void {
  if (is.includes(values[when] ?? row?.values[when] ?? null))
    values[field] = inMinutes(environment.clock, minutes);
}
