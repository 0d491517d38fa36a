import type { ObjectRule } from '../../catalog/object-rule.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../source/source-file.ts';
import { asBroken } from '../../semantics/listed-choices.ts';
import { holds } from '../../semantics/object-condition.ts';
import { fieldsOf, isAboutBefore } from '../../semantics/rule-fields.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Draft } from './draft.ts';
import { RowObject, surroundingsOf } from './row-object.ts';

/**
 * The rules about objects as a whole that a change breaks, as the plan leaves its object. A rule that an
 * existing object breaks already counts only where the server would check it: where the request has one of
 * the rule's fields.
 */
export function brokenRules(overlay: Overlay, draft: Draft): readonly ObjectRule[] {
  const row = overlay.row(draft.row);
  const { rules = [] } = overlay.resource(draft.model);
  if (!row || rules.length === 0 || draft.leftAlone) return [];
  if (draft.action !== 'create' && draft.action !== 'update') return [];
  const sent = new Set([...draft.fields.map(({ path }) => path), ...Object.keys(draft.companions)]);
  const subject = new RowObject(overlay, row);
  const surroundings = surroundingsOf(overlay, draft.model);
  const broken = rules.filter(
    ({ refused }) =>
      (draft.action === 'create' ||
        isAboutBefore(refused) ||
        fieldsOf(refused).some((field) => sent.has(field))) &&
      holds(refused, subject, surroundings) === true,
  );
  // What a value is made of that must not be shown, no near name may hint at.
  return broken.map((rule) =>
    asBroken(rule, surroundings, rule.at.some((field) => row.from.has(field)) ? undefined : subject),
  );
}

/** Code `attribute-rule`: reports the rules that a change breaks, at the field of the entry that breaks them. */
export function checkRules(overlay: Overlay, draft: Draft, report: Report): void {
  const row = overlay.row(draft.row);
  for (const rule of brokenRules(overlay, draft)) {
    const given = fieldsOf(rule.refused).filter((field) => row?.provenanceOf.has(field));
    const at = rule.at.find((field) => row?.provenanceOf.has(field));
    const notes: Note[] = given.flatMap((field) => {
      const place = field === at ? undefined : row && placeOf(row, field);
      return place ? [{ message: `${field} is set here`, place }] : [];
    });
    report({
      code: 'attribute-rule',
      severity: rule.severity,
      message: rule.message,
      hint: rule.hint,
      place: (row && at !== undefined ? placeOf(row, at) : undefined) ?? draft.place,
      entry: (at === undefined ? undefined : row?.provenanceOf.get(at)?.entry) ?? draft.entry,
      notes: notes.length > 0 ? notes : undefined,
    });
  }
}

/** Where an entry sets a field. */
function placeOf(row: OverlayRow, field: string): Place | undefined {
  const provenance = row.provenanceOf.get(field);
  return provenance?.span && { file: provenance.place.file, span: provenance.span };
}
