import { toJson } from '../blueprint/json.ts';
import { hasUnknown, type Value } from '../blueprint/value.ts';
import { formatJson } from '../catalog/exact-json.ts';
import type { Field, Json, Resource } from '../catalog/model.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { trimLikePython } from '../plan/coerce.ts';
import type { Change } from '../plan/plan.ts';

/**
 * Compares what the server says it stored with what was sent. A difference that no known rule explains would show as a
 * change for ever: it is said at once, at the attribute.
 */
export function checkAnswer(model: Resource, change: Change, written: Readonly<Record<string, Json>>): Diagnostic[] {
  return Object.entries(change.body).flatMap(([name, sent]) => {
    const field = model.fields[name];
    const stored = written[name];
    if (!field || field.writeOnly || field.volatile || field.references || hasUnknown(sent) || stored === undefined || storedAlike(field, sent, stored)) return [];
    const span = change.fields.find((one) => one.path === name)?.span;
    const place = change.place && span ? { file: change.place.file, span } : change.place;
    const shown = field.secret ? '' : `: ${formatJson(stored)}`;
    return [toDiagnostic({
      code: 'answer-differs', message: `the server stored ${name} of ${change.model} ${change.key} differently${shown}`,
      hint: 'write the value as the server stores it, or the next plan shows a change again', ...(place ? { place } : {}), ...(change.entry ? { entry: change.entry } : {}),
    })];
  });
}

/** Whether a stored value is what becomes of one that was sent: text is cut, times are instants, sets have no order, a number may have come as text. */
export function storedAlike(field: Field, sent: Value, stored: Json): boolean {
  const wanted = toJson(sent);
  if (typeof wanted === 'string' && typeof stored === 'string') {
    if (field.format === 'date-time') return Date.parse(wanted) === Date.parse(stored);
    return (field.trim ? trimLikePython(wanted) : wanted) === stored;
  }
  if (isScalar(wanted) && isScalar(stored) && String(wanted) === String(stored)) return true;
  if (Array.isArray(wanted) && Array.isArray(stored) && field.set) return canonical([...new Set(wanted.map(canonical))].sort()) === canonical(stored.map(canonical).sort());
  return canonical(wanted) === canonical(stored);
}

function isScalar(value: Json): value is string | number | bigint | boolean {
  return value !== null && typeof value !== 'object';
}

/** JSON with sorted keys. */
function canonical(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).sort().join(',')}}`;
  return JSON.stringify(value);
}
