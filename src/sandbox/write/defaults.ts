import type { Json } from '../../catalog/model.ts';
import type { SandboxModel } from '../model-table.ts';
import { makeText, makeUuid } from '../random.ts';
import type { Column } from '../rules.ts';
import type { World } from '../world.ts';

/**
 * What a new object has in a column that nothing set, as Django makes it; null where the database may refuse
 * it.
 */
export function makeDefault(world: World, model: SandboxModel, name: string, column: Column): Json {
  const rule = world.behaviour.generated.find(
    (candidate) => candidate.field === name && world.models.lineage(model.name).includes(candidate.model),
  );
  if (rule) return makeGenerated(world, rule.make);
  if (column.many) return [];
  if (column.default !== undefined) return column.default;
  if (column.null) return null;
  switch (column.type) {
    case 'DateTimeField':
      return now(world);
    case 'UUIDField':
      return makeUuid(world.random);
    case 'JSONField':
      return column.generated ? {} : null;
    case 'ArrayField':
      return column.generated ? [] : null;
    case 'TextField':
    case 'CharField':
    case 'SlugField':
    case 'EmailField':
    case 'URLField':
      return '';
    default:
      return null;
  }
}

function makeGenerated(world: World, make: World['behaviour']['generated'][number]['make']): Json {
  if (make === 'now') return now(world);
  if (make === 'uuid') return makeUuid(world.random);
  if ('value' in make) return make.value;
  if ('minutes' in make) return formatMoment(new Date(world.clock().getTime() + make.minutes * 60_000));
  return makeText(world.random, make.alphabet, make.length);
}

/** The moment of the sandbox's clock, as the API writes it. */
export const now = (world: World): string => formatMoment(world.clock());

export const formatMoment = (moment: Date): string => moment.toISOString().replace('Z', '000Z');
