import { hasUnknown, type Dict } from '../blueprint/value.ts';
import { formatJson } from '../catalog/exact-json.ts';
import type { Field, Json, Resource } from '../catalog/model.ts';
import { keepsItsOwn } from '../catalog/volatile.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { keysAsWritten, sameValue } from '../forms/normal.ts';
import { hideSecretParts } from '../plan/changes/secret-parts.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Change } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import { isShown } from './confirm.ts';
import type { Written } from './written.ts';

/**
 * Compares the values that the server stored with those that were sent, as the next plan will compare them,
 * and gives a finding at the attribute for each difference: every plan would show it as a change. A value
 * that the server replaces by its own is not compared by the next plan; it is a finding where the sent one
 * was not empty.
 */
export function checkResponse(
  model: Resource,
  change: Change,
  sent: Dict,
  written: Written,
  sources: Sources,
): Diagnostic[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const field = model.fields[name];
    if (!field || !isShown(field) || hasUnknown(value)) return [];
    const stored = written[name];
    if (stored !== undefined && sameValue(field, value, stored, keysAsWritten)) return [];
    const own = keepsItsOwn(field, value, (other) => written[other]);
    if (own && (value === null || value === '')) return [];
    const at = change.fields.find((one) => one.path === name)?.place ?? change.place;
    return [
      {
        ...differs(change, name, field, stored, own?.why),
        place: placeOf(sources, at),
        entry: change.entry,
      },
    ];
  });
}

function differs(
  change: Change,
  name: string,
  field: Field,
  stored: Json | undefined,
  why: string | undefined,
): Diagnostic {
  const isHidden = field.secret || change.fields.some((one) => one.path === name && one.secret);
  const shown = isHidden || stored === undefined ? '' : `: ${formatJson(hideSecretParts(stored))}`;
  return toDiagnostic({
    code: 'answer-differs',
    message:
      stored === undefined
        ? `the server shows no ${name} of ${changeName(change)} after it was written`
        : `the server stored ${name} of ${changeName(change)} differently${shown}`,
    hint:
      why === undefined
        ? 'write the value as the server stores it, or the next plan shows a change again'
        : `${why}: take it out; it is not compared`,
  });
}
