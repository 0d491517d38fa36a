import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Report } from '../../diagnostics/collector.ts';
import { changeName } from '../value/change-name.ts';
import { isWritten } from '../value/plan.ts';
import type { Draft } from '../changes/draft.ts';
import type { Overlay } from '../overlay/overlay.ts';

/**
 * Reports renames in files that the server has itself, as an instance with the same name or path says: as long as its
 * file has the old identifiers, the server makes the object anew; one with the new ones makes another if it is
 * applied before the rename. `instances`: the model of the instances, which have been read.
 */
export function reportSameFile(
  overlay: Overlay,
  instances: ModelName,
  drafts: readonly Draft[],
  blueprints: readonly Blueprint[],
  report: Report,
): void {
  for (const draft of drafts) {
    const row = overlay.row(draft.row);
    const { place } = row?.renamedBy ?? {};
    const blueprint = place && blueprints.find(({ file }) => file === place.file);
    if (!blueprint || !isWritten(draft)) continue;
    const name = instanceOf(overlay, instances, blueprint);
    if (name === undefined) continue;
    report({
      code: 'other-writer',
      message:
        `the server's blueprint instance ${name} seems to be this file: it knows nothing of the comment, and ` +
        `while its text has the old identifiers, it makes ${changeName(draft)} once more under its old name`,
      hint: 'give the server the new file right after this run, and not before; or switch the instance off',
      place,
      entry: draft.entry,
    });
    return;
  }
}

/** The name of an instance that is switched on and has the file of a blueprint; undefined where there is none. */
function instanceOf(overlay: Overlay, instances: ModelName, { name, file }: Blueprint): string | undefined {
  const own = `/${file.path.replaceAll('\\', '/').replace(/^(\.\.?\/)+/, '')}`;
  for (const row of overlay.rows(instances)) {
    const [called, path] = [overlay.value(row, 'name'), overlay.value(row, 'path')];
    if (typeof called !== 'string' || typeof path !== 'string' || path === '') continue;
    if (overlay.value(row, 'enabled') === false || row.owner) continue;
    const theirs = `/${path.replace(/^\/+/, '')}`;
    if (called === name || own.endsWith(theirs) || theirs.endsWith(own)) return called;
  }
  return undefined;
}
