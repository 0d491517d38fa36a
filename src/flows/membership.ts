import { some } from '../semantics/three-valued.ts';
import type { Subject } from './expression/python-value.ts';
import type { Group, Id, Person, World } from './world.ts';

/**
 * The groups above some, these included, up to as many steps as the release takes. `isAll`: whether every parent is
 * known.
 */
function closureOf(
  world: World,
  groups: readonly Id[],
  most: number,
): { readonly ids: ReadonlySet<Id>; readonly isAll: boolean } {
  const ids = new Set<Id>(groups);
  let isAll = true;
  let last = groups;
  for (let step = 0; step < most && last.length > 0; step += 1) {
    const next: Id[] = [];
    for (const id of last) {
      const parents = world.group(id)?.parents;
      isAll &&= parents !== undefined;
      for (const parent of parents ?? []) {
        if (ids.has(parent)) continue;
        ids.add(parent);
        next.push(parent);
      }
    }
    last = next;
  }
  return { ids, isAll };
}

/** Whether somebody is a member of a group, himself or by a group below it. */
export function isMember(world: World, subject: Subject, group: Id): boolean | undefined {
  if (typeof subject === 'string') return false;
  const { groups } = subject;
  if (!groups) return undefined;
  const { ids, isAll } = closureOf(world, groups, world.rules.mostParents);
  if (ids.has(group)) return true;
  return isAll ? false : undefined;
}

/** Whether somebody is a member of the group of a name, as an expression asks for it. */
export function isMemberByName(world: World, subject: Subject, name: string): boolean | undefined {
  return ofGroups(world, subject, world.rules.asksParents, (group) =>
    group.name === undefined ? undefined : group.name === name,
  );
}

/** Whether somebody has the rights of a superuser. */
export function isSuperuser(world: World, subject: Subject): boolean | undefined {
  return ofGroups(world, subject, world.rules.inheritsRights, (group) => group.isSuperuser);
}

/** Whether something is so of one of somebody's groups, or of those above them. */
function ofGroups(
  world: World,
  subject: Subject | Person,
  withParents: boolean,
  of: (group: Group) => boolean | undefined,
): boolean | undefined {
  if (typeof subject === 'string') return false;
  if (!subject.groups) return undefined;
  const { ids, isAll } = withParents
    ? closureOf(world, subject.groups, Infinity)
    : { ids: new Set(subject.groups), isAll: true };
  const found = some([...ids], (id) => {
    const group = world.group(id);
    return group && of(group);
  });
  return found === false && !isAll ? undefined : found;
}
