import type { Json } from '../../catalog/model.ts';
import type { Behaviour } from '../behaviour/behaviour.ts';
import type { GeneratedRule } from '../behaviour/write-rules.ts';
import type { Database } from '../database.ts';
import { inMinutes, now, type Environment } from '../environment.ts';
import type { SandboxModel } from '../model-table.ts';
import { makeText, makeUuid } from '../random.ts';
import type { Column } from '../rules.ts';

/** What new values are made from: the release's rules, the time and random numbers. */
export interface DefaultSources {
  readonly database: Pick<Database, 'models'>;
  readonly release: { readonly behaviour: Pick<Behaviour, 'generated'> };
  readonly environment: Pick<Environment, 'clock' | 'random'>;
}

/**
 * What a new object has in a column that nothing set, as Django makes it. Null where Django has no default,
 * which the database may refuse.
 */
export function makeDefault(
  { database, release, environment }: DefaultSources,
  model: SandboxModel,
  name: string,
  column: Column,
): Json {
  const rule = release.behaviour.generated.find(
    (candidate) => candidate.field === name && database.models.lineage(model.name).includes(candidate.model),
  );
  if (rule) return makeGenerated(environment, rule.make);
  if (column.many) return [];
  if (column.default !== undefined) return column.default;
  if (column.null) return null;
  switch (column.type) {
    case 'DateTimeField':
      return now(environment.clock);
    case 'UUIDField':
      return makeUuid(environment.random);
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

function makeGenerated({ clock, random }: DefaultSources['environment'], make: GeneratedRule['make']): Json {
  if (make === 'now') return now(clock);
  if (make === 'uuid') return makeUuid(random);
  if ('value' in make) return make.value;
  if ('minutes' in make) return inMinutes(clock, make.minutes);
  return makeText(random, make.alphabet, make.length);
}
