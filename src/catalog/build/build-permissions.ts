import * as facts from '../facts/permission-facts.ts';
import type { DirectHolder, Field, Holder, HolderKind, Model, ModelName, Permissions } from '../model.ts';
import { component, type Document, refName, type SchemaNode } from '../openapi.ts';
import { isSince, isWithin, releaseAge } from '../release.ts';

/**
 * How a release grants permissions, from the paths that its document has; undefined when it does not.
 * `models`: those of its catalog.
 */
export function buildPermissions(
  document: Document,
  models: Readonly<Record<ModelName, Model>>,
): Permissions | undefined {
  const release = releaseOf(document);
  if (!document.paths?.[facts.PERMISSION_LIST]) return undefined;
  const holders: Partial<Record<HolderKind, Holder>> = {};
  for (const row of facts.HOLDERS) {
    const direct = buildHolder(document, row);
    if (direct && row.model in models) holders[row.holder] = direct;
  }
  for (const { holder, by, model, name, make, since } of facts.INDIRECT) {
    if (!holders[holder] && holders[by] && document.paths[make] && isSince(release, since))
      holders[holder] = { kind: 'indirect', model, by, name, make };
  }
  return {
    holders,
    list: facts.PERMISSION_LIST,
    lostByWrite: facts.LOST_BY_WRITE.filter((row) => isWithin(release, row)).map(({ model }) => model),
    special: specialPermissions(release),
  };
}

/** The attributes of a model that are permissions which the object holds everywhere. */
export function heldEverywhere(document: Document, model: ModelName): [string, Field][] {
  const rows = facts.HELD_EVERYWHERE.filter(
    (row) =>
      row.model === model &&
      isSince(releaseOf(document), row.since) &&
      document.paths?.[facts.PERMISSION_LIST],
  );
  return rows.map(({ field }) => [
    field,
    { type: 'array', items: { type: 'string' }, set: true, writeOnly: true, grants: true },
  ]);
}

function releaseOf(document: Document): string {
  return document.info?.version ?? '';
}

function buildHolder(document: Document, row: (typeof facts.HOLDERS)[number]): DirectHolder | undefined {
  const paths = Object.keys(document.paths ?? {});
  const endpoint = (end: string): string | undefined =>
    paths
      .find((path) => path.startsWith(`${row.assigned}{`) && path.endsWith(`}/${end}/`))
      ?.replace(/\{[^}]+\}/, '{key}');
  const [assign, unassign] = [endpoint('assign'), endpoint('unassign')];
  const given = (document.paths?.[row.own]?.get?.parameters ?? []).flatMap((one) =>
    '$ref' in one ? [] : [one],
  );
  const filter = given.find(
    (one) => one.in === 'query' && !['page', 'page_size', 'ordering', 'search'].includes(one.name),
  )?.name;
  const shown = itemOf(document, row.assigned);
  const lists = Object.entries(shown).flatMap(([name, field]) => {
    const item = component(document, refName(field.items)).properties ?? {};
    return 'codename' in item ? [{ name, isOnObject: 'object_pk' in item }] : [];
  });
  const grants = lists.find(({ isOnObject }) => isOnObject)?.name;
  if (assign === undefined || unassign === undefined || filter === undefined || grants === undefined)
    return undefined;
  const first = (names: readonly string[]): string => names.find((name) => name in shown) ?? 'pk';
  return {
    kind: 'direct',
    model: row.model,
    assign,
    unassign,
    assigned: {
      path: row.assigned,
      key: first(['role_pk', 'pk']),
      name: first(['username', 'name']),
      grants,
      everywhere: lists.find(({ isOnObject }) => !isOnObject)?.name,
      whole: releaseAge(releaseOf(document)) <= releaseAge(row.whole),
    },
    own: { path: row.own, filter },
    everywhere: row.everywhere,
  };
}

/** The fields of what a list shows. */
function itemOf(document: Document, path: string): Readonly<Record<string, SchemaNode>> {
  const content = document.paths?.[path]?.get?.responses?.['200']?.content;
  const list = component(document, refName(Object.values(content ?? {})[0]?.schema));
  return component(document, refName(list.properties?.['results']?.items)).properties ?? {};
}

function specialPermissions(release: string): Permissions['special'] {
  const special: Record<ModelName, { verbs?: readonly string[]; more?: readonly string[] }> = {};
  for (const row of facts.FEWER_VERBS) if (isWithin(release, row)) special[row.model] = { verbs: row.verbs };
  for (const row of facts.MORE_PERMISSIONS) {
    if (isWithin(release, row))
      special[row.model] = {
        ...special[row.model],
        more: [...(special[row.model]?.more ?? []), ...row.names],
      };
  }
  return special;
}
