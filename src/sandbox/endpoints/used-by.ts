import type { Json } from '../../catalog/model.ts';
import type { Behaviour } from '../behaviour/behaviour.ts';
import type { Database } from '../database.ts';
import { follow, referrers } from '../links.ts';
import type { ModelTable, Relation } from '../model-table.ts';
import type { Row } from '../row.ts';

type UsedByRules = Pick<Behaviour, 'through' | 'titles' | 'conventions'>;

/** The body of `used_by`: the objects that point at this one, and what deleting it would do to each. */
export function listUsers(database: Database, behaviour: UsedByRules, row: Row): Json {
  const { models } = database;
  const lineage = models.lineage(row.model);
  const users: Json[] = [];
  for (const rule of behaviour.through) {
    const link = models.relations.find(
      (relation) => relation.from === rule.link && relation.column === rule.from,
    );
    if (!link || !lineage.includes(link.to)) continue;
    for (const source of referrers(database, row, rule.link, rule.from)) {
      const target = follow(database, source, rule.to);
      if (target) users.push(showUser(models, behaviour, target, 'CASCADE_MANY'));
    }
  }
  for (const relation of models.relations) {
    const { from, to, column } = relation;
    // One-to-one links are left out (recorded: "provider used_by" does not have the application).
    if (!lineage.includes(to) || models.get(from).columns[column]?.type === 'OneToOneField') continue;
    for (const source of referrers(database, row, from, column))
      users.push(showUser(models, behaviour, source, actionOf(relation)));
  }
  return users;
}

function actionOf({ many, onDelete }: Relation): string {
  if (many) return 'CASCADE_MANY';
  return onDelete === 'cascade' ? 'CASCADE' : 'SET_NULL';
}

function showUser(models: ModelTable, behaviour: UsedByRules, row: Row, action: string): Json {
  const [app = '', modelName = ''] = row.model.split('.');
  return {
    app,
    model_name: modelName,
    pk: String(row.pk),
    name: titleOf(models, behaviour, row),
    action: behaviour.conventions.actionNames === 'upper' ? action : action.toLowerCase(),
  };
}

/** The server's name for an object in lists of other objects' users or permissions. */
export function titleOf(models: ModelTable, { titles }: Pick<Behaviour, 'titles'>, row: Row): string {
  const model = models.find(row.model);
  const title =
    titles.find((rule) => rule.model === row.model)?.text ??
    `${model?.names?.one ?? model?.label ?? ''} {name}`;
  return title.replaceAll(/\{(\w+)\}/g, (_, field: string) => String(row.values[field] ?? ''));
}
