import { withoutComment } from '../../blueprint/comment-line.ts';
import { mergeIdentifiers } from '../../blueprint/merge.ts';
import { dict, type Dict } from '../../blueprint/value.ts';
import type { FormerEntry } from '../../blueprint/was-comment.ts';
import type { Resource } from '../../catalog/model.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { describeRow } from '../overlay/describe.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { renamedFrom } from '../overlay/renamed.ts';
import { EntryScope } from './entry-scope.ts';
import { withRealKeys } from './importer-keys.ts';
import { type Match, matchIdentifiers, readCriteria, withKeys } from './match-entry.ts';

/*
 * Renames: a comment says what identified the object of an entry before. Where nothing has the identifiers of the
 * entry, the object with the former ones is changed instead of another being made. The server's importer knows
 * nothing of comments.
 */

const NONE: Match = { ok: true, row: undefined };

/**
 * The object with the former identifiers of an entry, if it has some; `ok` is false when it cannot be told, or when
 * another entry manages that object, which has been reported. `identifiers`: those that the entry has now.
 */
export function matchFormer(scope: EntryScope, model: Resource, identifiers: Dict): Match {
  const former = formerOf(scope);
  if (!former) return NONE;
  const match = findFormer(scope, scope.context, model, identifiers, former);
  if (!match.ok || !match.row) return match;
  const { row } = match;
  if (row.declared || row.owner || row.renamedBy) {
    reportClaimed(scope, row, former);
    return { ok: false };
  }
  return match;
}

/**
 * The object of an entry: `found`, which has its identifiers, else the one that is renamed. What is done already, or
 * cannot be, is reported.
 */
export function followRename(
  scope: EntryScope,
  model: Resource,
  identifiers: Dict,
  found: OverlayRow | undefined,
): Match {
  const former = formerOf(scope);
  if (!former) return { ok: true, row: found };
  if (found) {
    reportRenamed(scope, { model, identifiers, row: found }, former);
    return { ok: true, row: found };
  }
  const match = matchFormer(scope, model, identifiers);
  if (match.ok && match.row) match.row.renamedBy = scope.provenance(commentSpan(former));
  return match;
}

/**
 * Reports, once all entries are planned, that a rename is done, or cannot be, as both objects are there. `row`: the
 * object that has the identifiers of the entry.
 */
function reportRenamed(
  scope: EntryScope,
  {
    model,
    identifiers,
    row,
  }: { readonly model: Resource; readonly identifiers: Dict; readonly row: OverlayRow },
  former: FormerEntry,
): void {
  if (!row.actual) return;
  // Asked at once, as the entries planned so far leave the server, and so that it is read along with the rest.
  const silent = { ...scope.context, report: () => undefined, lookedUp: undefined };
  const match = findFormer(scope, silent, model, identifiers, former);
  const old = match.ok ? match.row : undefined;
  if (!match.ok || old === row) return;
  scope.context.reportLater(() => {
    if (old && !old.declared && !old.owner && old.deletedBy === undefined)
      reportBoth(scope, model, row, { old, former });
    else reportDone(scope, model, row, former);
  });
}

/** What identified the object of an entry before; nothing where the server's importer applies the text. */
function formerOf({ file, entry }: EntryScope): FormerEntry | undefined {
  return file.former.get(entry);
}

/** The object that has the former identifiers, or had them before another entry renamed it. `context`: where findings go. */
function findFormer(
  scope: EntryScope,
  context: EntryScope['context'],
  model: Resource,
  identifiers: Dict,
  former: FormerEntry,
): Match {
  const was = new EntryScope(context, scope.file, former.entry);
  const pairs = (former.entry.identifiers?.pairs ?? []).filter(({ key }) =>
    former.fields.some(({ name }) => name === key),
  );
  // What is looked up may be gone: then nothing has these identifiers.
  const values = was.map({ kind: 'map', pairs, span: was.identifiersSpan }, 'condition');
  if (!values) return { ok: false };
  if (was.gone) return NONE;
  const before = withKeys(Object.assign(dict(), identifiers, values));
  delete before['pk'];
  const asked = withRealKeys(was, model, before);
  const match = asked
    ? matchIdentifiers(was, model, asked, mergeIdentifiers(dict(), asked))
    : ({ ok: false } as const);
  if (!asked || !match.ok || match.row) return match;
  const [renamed] = renamedFrom(context.overlay, model.name, readCriteria(was, model, asked) ?? []);
  return { ok: true, row: renamed };
}

function commentSpan({ comments, entry }: FormerEntry): { start: number; end: number } {
  return comments[0]?.span ?? entry.span;
}

function reportClaimed(scope: EntryScope, row: OverlayRow, former: FormerEntry): void {
  const { overlay, report } = scope.context;
  const place = row.owner?.place;
  report({
    code: 'was-invalid',
    message: `${row.model} ${describeRow(overlay, row)}, which this entry is said to have been, is managed by another entry`,
    hint: 'take the comment out; where that entry is renamed as well, put it after this one',
    place: scope.place(commentSpan(former)),
    entry: scope.ref,
    notes: place ? [{ message: 'the other entry', place }] : undefined,
  });
}

function reportDone(scope: EntryScope, model: Resource, row: OverlayRow, former: FormerEntry): void {
  const { overlay, report } = scope.context;
  report({
    code: 'was-done',
    message: `renamed: this server has ${model.name} ${describeRow(overlay, row)}, and nothing is left to rename`,
    hint: 'the comment can be removed, once no other server that this file is for has the old one',
    place: scope.place(commentSpan(former)),
    entry: scope.ref,
    fixes: [removing(scope, former)],
  });
}

function reportBoth(
  scope: EntryScope,
  model: Resource,
  row: OverlayRow,
  { old, former }: { readonly old: OverlayRow; readonly former: FormerEntry },
): void {
  const { overlay, report } = scope.context;
  const [now, before] = [describeRow(overlay, row), describeRow(overlay, old)];
  report({
    code: 'was-both',
    message: `nothing is renamed: this server has ${model.name} ${now}, and ${before}, which it is said to have been`,
    hint: 'delete the one that nobody needs, or take the comment out',
    place: scope.place(commentSpan(former)),
    entry: scope.ref,
  });
}

function removing({ file }: EntryScope, { comments }: FormerEntry): Fix {
  const source = file.blueprint.file;
  return {
    title: comments.length > 1 ? 'remove the comments' : 'remove the comment',
    mechanical: true,
    edits: comments.map(({ span }) => ({
      place: { file: source, span: withoutComment(source, span) },
      text: '',
    })),
  };
}
