import type { BundledBlueprint } from '../../catalog/bundled.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { ownedKey } from '../../ownership/owned-key.ts';
import { describeRow } from '../overlay/describe.ts';
import { isDeclared } from '../overlay/overlay-row.ts';
import type { LeftOutReason } from '../server-made/left-out.ts';
import { ServerMade } from '../server-made/server-made.ts';
import { type Looking, plannedAs } from './children.ts';

/** An object of the server that is in no file. */
interface UnmanagedObject {
  readonly model: ModelName;
  /** The value of the field that is its key in API paths. */
  readonly key: string;
  /** Its name for people. */
  readonly name: string;
}

/** All objects of a server that are in no file, by model and name, and what is not among them. */
export interface Unmanaged {
  readonly objects: readonly UnmanagedObject[];
  /** How many the project file ignores. */
  readonly ignored: number;
  /** How many other projects own. */
  readonly ofOthers: number;
  /** How many are users or what is theirs, where these are not listed. */
  readonly users: number;
  /** How many authentik made itself, and are as it made them, or cannot be made by anybody else. */
  readonly serverMade: number;
}

/** Compares names with numbers in them as people do: 10 after 9. */
const inNumbers = new Intl.Collator('en', { numeric: true });

/** Lists the objects of the models that were asked about, as far as the server shows them. */
export function listUnmanaged(
  looking: Looking,
  bundled: readonly BundledBlueprint[],
  { questions, users }: { readonly questions: readonly Question[]; readonly users: boolean },
): Unmanaged {
  const { before, ignored, ownedByOthers, unseen } = looking;
  const made = users ? looking.made : new ServerMade(before, bundled, { users, declared: new Set() });
  const objects: UnmanagedObject[] = [];
  const reasons = new Map<LeftOutReason, number>();
  const counts = { ignored: 0, ofOthers: 0 };
  for (const question of questions) {
    const { model } = question;
    if (unseen.has(model) || !before.knows(question)) continue;
    const { key: keyField } = before.resource(model).collection;
    const found: UnmanagedObject[] = [];
    for (const row of before.rows(model)) {
      const planned = plannedAs(looking, row);
      if (planned && (isDeclared(planned) || planned.deletedBy !== undefined)) continue;
      const reason = made.reason(row);
      const key = String(row.actual?.[keyField] ?? '');
      const name = describeRow(before, row);
      if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      else if (ownedByOthers?.has(ownedKey(model, key))) counts.ofOthers += 1;
      else if (ignored.takes(model, [name, key], name)) counts.ignored += 1;
      else found.push({ model, key, name });
    }
    objects.push(
      ...found.sort((a, b) => inNumbers.compare(a.name, b.name) || inNumbers.compare(a.key, b.key)),
    );
  }
  const { user = 0, ...others } = Object.fromEntries(reasons);
  return {
    objects: objects.sort((a, b) => (a.model < b.model ? -1 : Number(a.model > b.model))),
    ...counts,
    users: user,
    serverMade: Object.values(others).reduce((sum, number) => sum + number, 0),
  };
}
