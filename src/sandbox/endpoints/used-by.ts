import type { Json } from '../../catalog/model.ts';
import { follow, referrers } from '../links.ts';
import type { Row } from '../store.ts';
import type { World } from '../world.ts';

/** What `used_by` tells of an object: who points at it, and what a delete would do to them. */
export function listUsers(world: World, row: Row): Json {
  const lineage = world.models.lineage(row.model);
  const users: Json[] = [];
  for (const rule of world.behaviour.through) {
    const link = world.models.relations.find(
      (relation) => relation.from === rule.link && relation.column === rule.from,
    );
    if (!link || !lineage.includes(link.to)) continue;
    for (const source of referrers(world, row, rule.link, rule.from)) {
      const target = follow(world, source, rule.to);
      if (target) users.push(showUser(world, target, 'CASCADE_MANY'));
    }
  }
  for (const relation of world.models.relations) {
    // One-to-one links are left out (recorded: "provider used_by" says nothing of the application).
    if (
      !lineage.includes(relation.to) ||
      world.models.get(relation.from).columns[relation.column]?.type === 'OneToOneField'
    )
      continue;
    const action = relation.many ? 'CASCADE_MANY' : relation.onDelete === 'cascade' ? 'CASCADE' : 'SET_NULL';
    for (const source of referrers(world, row, relation.from, relation.column))
      users.push(showUser(world, source, action));
  }
  return users;
}

function showUser(world: World, row: Row, action: string): Json {
  const [app = '', modelName = ''] = row.model.split('.');
  return {
    app,
    model_name: modelName,
    pk: String(row.pk),
    name: titleOf(world, row),
    action: world.behaviour.manners.actionNames === 'upper' ? action : action.toLowerCase(),
  };
}

/** What the server calls an object where it tells of one. */
export function titleOf(world: World, row: Row): string {
  const title =
    world.behaviour.titles.find((rule) => rule.model === row.model)?.text ??
    `${world.models.models.get(row.model)?.names?.one ?? world.models.models.get(row.model)?.label ?? ''} {name}`;
  return title.replaceAll(/\{(\w+)\}/g, (_, field: string) => String(row.values[field] ?? ''));
}
