import { changeName } from '../value/change-name.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Draft } from './draft.ts';

/**
 * Code `action-impossible`: reports a change that the server makes only while it has an enterprise licence,
 * when it has none. It would refuse the change halfway through the run.
 */
export function checkLicence(overlay: Overlay, change: Draft, report: Report): void {
  const model = overlay.catalog.models[change.model];
  if (
    model?.kind !== 'resource' ||
    !model.licensed ||
    change.leftAlone ||
    (change.action !== 'create' && change.action !== 'update') ||
    overlay.licensed(change.model) !== false
  )
    return;
  report({
    code: 'action-impossible',
    message: `the server cannot ${change.action} ${changeName(change)}: it has no valid enterprise licence`,
    hint: 'give the entry the condition !Context goauthentik.io/enterprise/licensed, or take it out',
    place: change.place,
    entry: change.entry,
  });
}
