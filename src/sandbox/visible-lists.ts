import type { ModelName } from '../catalog/model.ts';
import type { ModelTable } from './model-table.ts';
import type { Row } from './row.ts';

/** What each user may open, as the server keeps it from the first list call on. */
export class VisibleLists {
  readonly #kept = new Map<string, readonly Row[]>();

  /** The objects of a list that were kept for the user, or these, which are kept from now on. */
  keep(list: string, user: Row, allowed: readonly Row[]): readonly Row[] {
    const key = `${list}:${String(user.pk)}`;
    const kept = this.#kept.get(key) ?? [];
    if (kept.length > 0) return kept;
    this.#kept.set(key, allowed);
    return allowed;
  }

  /** After a write to something that policies depend on, the server works the lists out again. */
  noteWrite(models: ModelTable, model: ModelName): void {
    const { target, binding, policy } = models.wellKnown;
    const lineage = models.lineage(model);
    if (model === binding || lineage.includes(target) || lineage.includes(policy)) this.clear();
  }

  clear(): void {
    this.#kept.clear();
  }
}
