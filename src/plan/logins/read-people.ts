import { isDict, Unknown } from '../../blueprint/value.ts';
import { some } from '../../semantics/three-valued.ts';
import { describeRow } from '../overlay/describe.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Id, Person } from '../../flows/world.ts';
import { modelsThatAre, type View } from './view.ts';

/** Attributes and types of accounts that need not have a password. */
const SERVICE_ATTRIBUTE = 'goauthentik.io/user/service-account';
const SERVICE_TYPE = /service_account$/;

/** The users of a server, and what they can prove themselves by. */
export class People {
  readonly #view: View;
  readonly #users: string | undefined;
  readonly #groups: string | undefined;
  /** The groups whose members entries list. */
  #listed: readonly OverlayRow[] | undefined;

  constructor(view: View) {
    this.#view = view;
    const { catalog } = view.overlay;
    [this.#users] = modelsThatAre(catalog, 'user');
    [this.#groups] = modelsThatAre(catalog, 'group');
  }

  /** Everybody who has been read, all superusers among them; undefined: these have not been read yet. */
  all(): readonly Person[] | undefined {
    const { overlay } = this.#view;
    if (this.#users === undefined || this.#groups === undefined) return undefined;
    const isRead = [
      overlay.knows({ model: this.#users, where: { is_superuser: true } }),
      overlay.knows({ model: this.#groups }),
    ];
    if (isRead.includes(false) || !this.#knowsMembers()) return undefined;
    return this.#view.rows(this.#users).map((row) => this.#personOf(row));
  }

  /** The classes of the second factors of a user; a new one has none. */
  devicesOf(id: Id): readonly string[] | undefined {
    const row = this.#view.object(id);
    const { overlay } = this.#view;
    if (!row) return undefined;
    if (!row.actual) return [];
    const { login } = overlay.resource(row.model);
    const key = overlay.pkOf(row.model, row.actual);
    if (login?.is !== 'user' || key === undefined) return undefined;
    const path = login.devices.replace('{key}', String(key));
    const types = overlay.choices(row.model, { path, key: 'type', always: [] });
    return types?.map((type) => (type.split('.').at(-1) ?? '').toLowerCase().replace(/device$/, ''));
  }

  hasAppPassword(id: Id): boolean | undefined {
    const view = this.#view;
    const [model] = modelsThatAre(view.overlay.catalog, 'app-password');
    if (model === undefined) return undefined;
    if (!view.overlay.knows({ model, where: { intent: 'app_password' } })) return undefined;
    return some(view.rows(model), (row) => {
      const isOne = view.text(row, 'intent') === 'app_password';
      return isOne && (view.links(row, 'user') ?? []).includes(id);
    });
  }

  hasPasswordElsewhere(backend: string): boolean | undefined {
    const view = this.#view;
    const { models } = view.overlay.catalog;
    const model = modelsThatAre(view.overlay.catalog, 'source').find((name) => {
      const source = models[name];
      return source?.kind === 'resource' && source.login?.is === 'source' && source.login.backend === backend;
    });
    if (model === undefined || !view.isRead(model)) return undefined;
    return view.rows(model).some((row) => view.flag(row, 'enabled') !== false) ? undefined : false;
  }

  /** Whether every member of a group with a parent has been read: the server finds superusers by their own groups. */
  #knowsMembers(): boolean {
    const view = this.#view;
    const [users = '', groups = ''] = [this.#users, this.#groups];
    const isUnread = view.rows(groups).some((row) => {
      if (!hasParents(view, row)) return false;
      const members = view.value(row, 'users');
      return Array.isArray(members) && members.some((key) => !view.find([users], key));
    });
    return !isUnread || view.isRead(users);
  }

  #personOf(row: OverlayRow): Person {
    const view = this.#view;
    const attributes = view.value(row, 'attributes');
    const upn = isDict(attributes) ? (attributes['upn'] ?? '') : undefined;
    return {
      id: row.id,
      // Of the many users of a server hardly any is named.
      get name() {
        return describeRow(view.overlay, row);
      },
      username: view.text(row, 'username'),
      email: view.text(row, 'email'),
      upn: typeof upn === 'string' ? upn : undefined,
      isActive: view.flag(row, 'is_active'),
      hasPassword: this.#hasPassword(row),
      groups: this.#groupsOf(row),
    };
  }

  /** No answer says whether a user has a password: one that exists has one, unless it is there for a service. */
  #hasPassword(row: OverlayRow): boolean | undefined {
    if (row.set.has('password')) return row.set.get('password') !== '';
    if (!row.actual) return false;
    const { type, attributes } = row.actual;
    if (typeof type === 'string' && SERVICE_TYPE.test(type)) return undefined;
    const isForService =
      typeof attributes === 'object' &&
      attributes !== null &&
      !Array.isArray(attributes) &&
      attributes[SERVICE_ATTRIBUTE] === true;
    return isForService ? undefined : true;
  }

  /** The groups of a user: both ends of the relation can be written, and the later write decides. */
  #groupsOf(row: OverlayRow): readonly Id[] | undefined {
    const view = this.#view;
    const groups = this.#groups ?? '';
    const own = view.links(row, 'groups');
    const isOwn = row.set.has('groups');
    const found = new Set(own ?? []);
    this.#listed ??= view.rows(groups).filter((group) => group.set.has('users'));
    for (const group of this.#listed) {
      const members = view.value(group, 'users');
      if (!Array.isArray(members) || members instanceof Unknown) return undefined;
      if (members.some((key) => view.find([row.model], key) === row)) found.add(group.id);
      else if (!isOwn) found.delete(group.id);
    }
    return own || !row.actual ? [...found] : undefined;
  }
}

/** Whether a group has a group above it, or may have. */
function hasParents(view: View, group: OverlayRow): boolean {
  const parents = view.value(group, 'parents') ?? view.value(group, 'parent') ?? [];
  return !Array.isArray(parents) || parents.length > 0;
}
