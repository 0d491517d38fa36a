import { refsIn } from '../../blueprint/later.ts';
import { dict, type Dict } from '../../blueprint/value.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Along, OverlayRow } from '../overlay/overlay-row.ts';
import { fieldAlong } from '../overlay/unfinished-along.ts';
import { withMark } from '../overlay/unfinished.ts';
import { encodeDict } from '../value/plan-value.ts';
import { refsOf } from './changes.ts';
import type { Draft } from './draft.ts';

/*
 * What the server makes along with a new object has no create of ours: once the object is there, it is looked
 * for. What nobody can read of it (the key of a token) is written then, and a run may be cut off before that.
 * So the new object is made with a mark that names it, which is taken away when it is written.
 */

/** Drafts with what comes along with their objects, as far as changes need it, and with marks for what is set later. */
export function withAlong(overlay: Overlay, drafts: readonly Draft[]): Draft[] {
  const needed = neededRows(overlay, drafts);
  if (needed.size === 0) return [...drafts];
  const byRow = new Map(drafts.map((draft) => [draft.id, draft]));
  const unmarking = new Map<Draft, Draft['unmarking']>();
  const makers = drafts.map((draft) => {
    const brought = [...needed].filter(([, along]) => along.with.id === draft.row);
    if (draft.action !== 'create' || brought.length === 0) return draft;
    const body = Object.assign(dict(), draft.body);
    for (const [row, { brings }] of draft.by === undefined ? brought : []) {
      const own = byRow.get(row.id);
      const value = brings.mark === undefined ? undefined : draft.body[brings.mark];
      const names = own ? hiddenSetters(overlay, own) : [];
      if (!own || brings.mark === undefined || value === undefined || names.length === 0) continue;
      body[brings.mark] = markedValue(overlay, draft, brings.mark, body, names);
      unmarking.set(own, { of: draft, field: brings.mark, value });
    }
    const brings = brought.map(([row, { brings: fact, values }]) => ({
      row: row.id,
      model: row.model,
      values: encodeDict(Object.assign(dict(), { [fact.key]: values[fact.key] ?? null })),
    }));
    return { ...draft, body, brings };
  });
  return makers.map((draft) => {
    const own = unmarking.get(draft);
    return own ? { ...draft, unmarking: own } : draft;
  });
}

function markedValue(
  overlay: Overlay,
  { model }: Draft,
  mark: string,
  body: Dict,
  names: readonly string[],
): Dict[string] {
  const field = overlay.resource(model).fields[mark];
  return field ? withMark(field, body[mark], names) : (body[mark] ?? null);
}

/** What comes along and changes write or refer to. */
function neededRows(overlay: Overlay, drafts: readonly Draft[]): ReadonlyMap<OverlayRow, Along> {
  const needed = new Map<OverlayRow, Along>();
  for (const draft of drafts) {
    if (draft.action === 'noop') continue;
    const linked = Object.values(draft.companions).flatMap((value) => refsIn(value).map(({ row }) => row));
    for (const id of [draft.row, ...refsOf(draft), ...linked]) {
      const row = overlay.row(id);
      if (row?.along) needed.set(row, row.along);
    }
  }
  return needed;
}

/** The values that a draft sets and that nobody can read afterwards, as a mark in another object names them. */
function hiddenSetters(overlay: Overlay, draft: Draft): string[] {
  const { fields } = overlay.resource(draft.model);
  return draft.setters
    .filter(({ field }) => fields[field]?.writeOnly)
    .map(({ field }) => fieldAlong(draft, field));
}
