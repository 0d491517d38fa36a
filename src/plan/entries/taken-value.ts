import { fromWords } from '../../blueprint/sensitive.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { sameValue } from '../../forms/normal.ts';
import { readLookup } from '../../semantics/criterion.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { PlanContext } from './plan-context.ts';
import { describeRow, shownValue } from '../overlay/describe.ts';
import { addingComment, formerText } from '../overlay/former-comment.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { type Conflict, findConflict } from '../overlay/unique.ts';

/**
 * Code `value-taken`: reports that another object has what an entry claims under a unique rule. An object of the
 * same model that no entry declares is likely to be the one that is meant, under the name that it had before.
 * `changed`: see `findConflict`.
 */
export function reportTaken(
  context: PlanContext,
  row: OverlayRow,
  changed: ReadonlySet<string>,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): void {
  const { overlay, report, reportLater } = context;
  const taken = findConflict(overlay, row, changed);
  if (!taken) return;
  const { fields } = taken.rule;
  const renamed = renamedFields(overlay, row, taken.other);
  const from = [...fields, ...renamed].flatMap((field) => desiredValues.get(field)?.provenance.from ?? []);
  // Its name may be the value itself.
  const name = from.length > 0 ? fromWords(from) : describeRow(overlay, taken.other);
  const has = `${taken.other.model} ${name} has ${fields.length > 1 ? 'these values' : 'this value'} already`;
  const told = {
    code: 'value-taken',
    message: `${fields.join(' and ')} must be unique, and ${has}`,
  } as const;
  const difference = from.length > 0 ? '' : differenceOf(overlay, row, taken.other, renamed);
  const was = formerText(overlay, { made: row, row: taken.other, same: new Map() });
  const adding = was === undefined || !row.owner ? undefined : addingComment(row.owner.place, was);
  const wayOut = adding?.words ?? renaming(overlay, taken, renamed);
  const at = (names: readonly string[]): Pick<Finding, 'place' | 'entry'> => {
    const desired = names.map((field) => desiredValues.get(field)).find((one) => one !== undefined);
    const { provenance } = desired ?? [...desiredValues.values()][0] ?? {};
    return { place: provenance?.place, entry: provenance?.entry };
  };
  reportLater(() => {
    const { owner } = taken.other;
    if (owner || renamed.length === 0)
      report({
        ...told,
        hint: 'give each object its own value, or match the existing object by its identifiers',
        ...at(fields),
        notes: owner && [{ message: 'the other object is managed here', place: owner.place }],
      });
    else
      report({
        ...told,
        message: `${told.message}; no entry declares it${difference}`,
        hint: `was it renamed? then ${wayOut}; if it is another object, give this one its own ${fields.join(' and ')}`,
        ...at([...renamed, ...fields]),
        fixes: adding?.fixes,
      });
  });
}

/**
 * The fields that identify a new object and in which another of its model differs: what may have been renamed.
 * None where the other is of another model or does not exist yet.
 */
function renamedFields(overlay: Overlay, row: OverlayRow, other: OverlayRow): readonly string[] {
  if (row.actual || row.model !== other.model || !other.actual) return [];
  const { fields } = overlay.resource(row.model);
  return (row.identifiedBy ?? []).filter((name) => {
    const field = fields[name];
    const mine = overlay.value(row, name);
    return field && mine !== undefined && !sameValue(field, mine, overlay.value(other, name), overlay.keyOf);
  });
}

/** `, and its slug is old, not new`, for the fields whose values may be shown. */
function differenceOf(
  overlay: Overlay,
  row: OverlayRow,
  other: OverlayRow,
  names: readonly string[],
): string {
  const told = names.flatMap((name) => {
    const [old, mine] = [shownValue(overlay, other, name), shownValue(overlay, row, name)];
    return old === undefined || mine === undefined ? [] : [`its ${name} is ${old}, not ${mine}`];
  });
  return told.length > 0 ? `, and ${told.join(', ')}` : '';
}

/**
 * How an entry gives the other object the new values: what identifies is also written, so the new value of what
 * it is found by can only be an attribute.
 */
function renaming(overlay: Overlay, { rule, other }: Conflict, renamed: readonly string[]): string {
  const canIdentify = rule.fields.every(
    (name) => readLookup(overlay.catalog, other.model, name).kind === 'readable',
  );
  const by = canIdentify
    ? rule.fields.join(' and ')
    : `pk: ${String(other.actual && overlay.pkOf(other.model, other.actual))}`;
  return `identify it by ${by} and move ${renamed.join(' and ')} to attrs`;
}
