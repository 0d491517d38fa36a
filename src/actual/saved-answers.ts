import type { Catalog, ModelName } from '../catalog/model.ts';
import { isAboutRows, type PermissionQuestion, type Question, questionKey } from '../catalog/question.ts';
import { ownRoleOf } from '../catalog/own-role.ts';
import { withoutApp } from '../catalog/permission-names.ts';
import type { Report } from '../diagnostics/collector.ts';
import { ApiError } from '../client/api-error.ts';
import type { SavedSnapshot } from './saved-snapshot.ts';
import type { Granted, ModelRows, ReadAnswers, Row, Snapshot } from './snapshot.ts';

/**
 * Answers questions from a snapshot in a file, as reading the server would have; nothing is sent. What it does not
 * hold is reported, never guessed. `name`: of the file, for people.
 */
export function savedAnswers(saved: SavedSnapshot, catalog: Catalog, name: string): ReadAnswers {
  const answers = new SavedAnswers(saved, catalog);
  return (questions, before, report) =>
    Promise.resolve().then(() => {
      const lacking = new Map<string, string>();
      let snapshot: Snapshot = { ...before, masked: true };
      for (const question of questions) {
        const next = answers.add(question, snapshot);
        if (next) snapshot = next;
        else lacking.set(questionKey(question), wordsOf(question));
      }
      for (const what of new Set(lacking.values())) reportLacking(name, what, saved, report);
      return snapshot;
    });
}

function reportLacking(
  name: string,
  what: string,
  { notHeld, server }: SavedSnapshot,
  report: Report | undefined,
): void {
  const message = `the snapshot ${name} does not hold ${what}, which must be known here`;
  const hint = 'use the server itself, or take another snapshot with a token that may see it';
  if (!report) throw new ApiError('not-found', message, { hint });
  const notes = notHeld.map((one) => ({ message: `of ${server}: ${one}`, place: undefined }));
  report({ code: 'not-in-snapshot', message, hint, notes: notes.length > 0 ? notes : undefined });
}

/** What a question asks for, for people. */
function wordsOf({ model, permissions, choices, licence }: Question): string {
  if (licence) return 'whether the server has a licence';
  if (choices) return `what the server lists at ${choices.path}`;
  if (!permissions) return `the objects of ${model}`;
  if (permissions.of === 'name') return 'the names of permissions';
  return permissions.of === 'object'
    ? `who holds permissions on objects of ${model}`
    : `what each ${model} may do everywhere`;
}

class SavedAnswers {
  readonly #saved: SavedSnapshot;
  readonly #catalog: Catalog;
  readonly #onObjects = new Map<string, Granted[]>();

  constructor(saved: SavedSnapshot, catalog: Catalog) {
    this.#saved = saved;
    this.#catalog = catalog;
    for (const { model, object, ...granted } of saved.grants?.objects ?? []) {
      const key = `${model} ${object}`;
      const others = this.#onObjects.get(key);
      if (others) others.push(granted);
      else this.#onObjects.set(key, [granted]);
    }
  }

  /** The snapshot with the answer to a question; undefined where there is none. */
  add(question: Question, before: Snapshot): Snapshot | undefined {
    const key = questionKey(question);
    const { licensed, listed } = this.#saved;
    if (question.licence) return { ...before, licensed };
    if (question.choices) {
      const { path } = question.choices;
      const items = listed[path];
      return items === undefined ? undefined : { ...before, listed: { ...before.listed, [path]: items } };
    }
    if (isAboutRows(question)) return this.#withRows(question.model, before);
    const { permissions } = question;
    if (permissions?.of === 'name') {
      const is = this.#isNamed(question.model, permissions.key);
      return is === undefined ? undefined : { ...before, named: { ...before.named, [key]: is } };
    }
    const granted = permissions && this.#granted(question.model, permissions);
    return granted && { ...before, granted: { ...before.granted, [key]: granted } };
  }

  #withRows(name: ModelName, before: Snapshot): Snapshot | undefined {
    const model = this.#catalog.models[name];
    if (model?.kind === 'meta') {
      // Where it cannot be told to apply one, nothing is asked of it.
      const files = model.applying ? this.#saved.listed[model.applying.files] : [];
      return files === undefined ? undefined : withModel(before, name, files ?? []);
    }
    const rows = this.#saved.models[name];
    if (!rows) return undefined;
    if (model?.kind !== 'base') return withModel(before, name, rows);
    // Of those that are of a kind of it, the kinds have the rows.
    let after = withModel(before, name, rows);
    for (const kind of model.concrete) {
      const next = this.#withRows(kind, after);
      if (!next) return undefined;
      after = next;
    }
    return after;
  }

  #isNamed(model: ModelName, key: string): boolean | undefined {
    const names = this.#saved.grants?.names;
    if (!names) return undefined;
    const app = key.slice(0, key.indexOf('.'));
    return Object.entries(names).some(
      ([of, list]) =>
        of.startsWith(`${app}.`) &&
        (model === '' || withoutApp(of) === withoutApp(model)) &&
        list.includes(withoutApp(key)),
    );
  }

  #granted(model: ModelName, { of, key }: PermissionQuestion): readonly Granted[] | undefined {
    const { grants } = this.#saved;
    if (!grants) return undefined;
    if (of === 'object') return this.#onObjects.get(`${model} ${key}`) ?? [];
    if (of === 'held') return this.#held(model, key);
    const holders = Object.entries(this.#catalog.permissions?.holders ?? {});
    const [kind, holder] = holders.find(([, one]) => one.model === model) ?? [];
    if (!kind || !holder) return [];
    const behind = holder.kind === 'direct' ? { kind, key } : this.#roleOf(holder.by, holder.name, key);
    if (!behind) return behind === null ? [] : undefined;
    const found = grants.holders.find(
      (one) => one.holder === behind.kind && String(one.key) === String(behind.key),
    );
    return found?.permissions.map((permission) => ({
      permission,
      holder: kind as Granted['holder'],
      key,
      name: '',
    }));
  }

  /** What one holder has on objects; the permissions of a user are those of the role that holds them. */
  #held(model: ModelName, key: string | number): readonly Granted[] {
    const { permissions } = this.#catalog;
    const [kind, holder] =
      Object.entries(permissions?.holders ?? {}).find(([, one]) => one.model === model) ?? [];
    const resource = this.#catalog.models[model];
    if (holder?.kind !== 'direct' || resource?.kind !== 'resource') return [];
    const row = this.#saved.models[model]?.find((one) => String(one[resource.collection.pk]) === String(key));
    const user = ownRoleOf(permissions, model, row?.['name']);
    return (this.#saved.grants?.objects ?? [])
      .filter((one) =>
        user
          ? permissions?.holders[one.holder]?.model === user.model && one.key === user.key
          : one.holder === kind && String(one.key) === String(key),
      )
      .map(({ permission, model: on, object }) => ({
        permission,
        holder: kind as Granted['holder'],
        key,
        name: '',
        on: { model: on, key: object },
      }));
  }

  /** The role that holds the permissions of a user; null: there is none; undefined: that is not known. */
  #roleOf(
    by: Granted['holder'],
    name: string,
    key: string | number,
  ): { readonly kind: string; readonly key: string | number } | null | undefined {
    const holder = this.#catalog.permissions?.holders[by];
    const model = holder && this.#catalog.models[holder.model];
    const rows = holder && this.#saved.models[holder.model];
    if (model?.kind !== 'resource' || !rows) return undefined;
    const row = rows.find((one) => one['name'] === name.replace('{key}', String(key)));
    const found = row?.[model.collection.pk];
    return typeof found === 'string' || typeof found === 'number' ? { kind: by, key: found } : null;
  }
}

function withModel(before: Snapshot, name: ModelName, rows: readonly Row[]): Snapshot {
  const whole: ModelRows = { complete: true, answered: [questionKey({ model: name, whole: true })], rows };
  return { ...before, models: { ...before.models, [name]: whole } };
}
