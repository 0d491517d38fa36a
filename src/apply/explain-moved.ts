import { toJson } from '../blueprint/json.ts';
import { formatJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Change } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import type { Moved } from '../plan/changes/moved-fields.ts';
import type { Since } from './check-moved.ts';

/** A value is shown up to this length. */
const LONGEST = 120;

/** The finding about a change that was not made, since its object is not as the plan saw it. */
export function explainMoved(
  change: Change,
  since: Exclude<Since, { readonly kind: 'same' }>,
  sources: Sources,
): Diagnostic {
  const what = changeName(change);
  const done = change.action === 'delete' ? 'deleted' : 'written';
  const { mask } = sources.secrets;
  return toDiagnostic({
    code: 'change-stale',
    message: mask(
      since.kind === 'gone'
        ? `${what} is not there any more; nothing was written`
        : `${what} was changed by somebody else since the plan was made; nothing of it was ${done}`,
    ),
    notes:
      since.kind === 'gone' ? undefined : since.fields.map((field) => ({ message: mask(movedWords(field)) })),
    hint: 'plan again to see what is to be done now',
    place: placeOf(sources, change.place),
    entry: change.entry,
  });
}

/** `users: now also 7; no longer 3`, or `name was "a" and is "b"`. */
function movedWords({ name, before, now }: Moved): string {
  if (!Array.isArray(before) || !Array.isArray(now))
    return `${name} was ${shown(toJson(before))} and is ${shown(now)}`;
  const [old, others] = [before.map((item) => formatJson(toJson(item))), now.map(formatJson)];
  const added = others.filter((item) => !old.includes(item));
  const gone = old.filter((item) => !others.includes(item));
  const parts: string[] = [];
  if (added.length > 0) parts.push(`now also ${cut(added.join(', '))}`);
  if (gone.length > 0) parts.push(`no longer ${cut(gone.join(', '))}`);
  return `${name}: ${parts.join('; ') || 'in another order'}`;
}

function shown(value: Json): string {
  return cut(formatJson(value));
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
