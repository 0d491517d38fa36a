import { bundledIn, type Fact, type SetObject } from '../../catalog/bundled.ts';
import type { Report } from '../../diagnostics/collector.ts';
import { instancesOf } from '../../ownership/own-instances.ts';
import type { Draft } from '../changes/draft.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { isHidden } from '../value/secret-field.ts';
import { isWritten } from '../value/plan.ts';
import { type Conflict, conflictOf } from './conflict.ts';
import { type Knowledge, type Writer, writersOf } from './instances.ts';
import { reportSameFile } from './same-file.ts';

/*
 * What the project sets and a blueprint instance of the server sets, too, to something else: it comes back when
 * the server applies that blueprint again. The instances are read only where one could be meant: where a change
 * is made to an object that exists, or authentik's own blueprints are known to set something else.
 */

/** The longest text that a message shows. */
const LONGEST = 64;

/**
 * Reports objects that blueprints of the server set as well, to other values. `drafts`: the changes that we
 * make, those of objects that stay as they are included.
 */
export function reportOtherWriters(
  overlay: Overlay,
  drafts: readonly Draft[],
  knowledge: Knowledge,
  report: Report,
): void {
  const instances = instancesOf(overlay.catalog);
  if (instances === undefined) return;
  const managed = drafts.flatMap((draft) => {
    const row = overlay.row(draft.row);
    return row && !draft.leftAlone && draft.id === draft.row ? [{ draft, row }] : [];
  });
  const isAsked =
    managed.some(
      ({ draft, row }) => row.actual !== undefined && row.model !== instances && isWritten(draft),
    ) || mayConflict(overlay, managed, knowledge);
  if (!isAsked || !overlay.knows({ model: instances })) return;
  reportSameFile(overlay, instances, drafts, knowledge.blueprints ?? [], report);
  for (const writer of writersOf(overlay, instances, knowledge))
    for (const one of managed)
      for (const object of writer.objects) reportOne(overlay, one, object, writer, report);
}

interface Managed {
  readonly draft: Draft;
  readonly row: OverlayRow;
}

/** Whether a blueprint of authentik's, wherever it is switched on, sets something else. */
function mayConflict(overlay: Overlay, managed: readonly Managed[], { bundled }: Knowledge): boolean {
  if (!bundled) return false;
  const objects = bundledIn(bundled, overlay.catalog.release).flatMap((blueprint) => blueprint.objects);
  return managed.some(({ row }) => objects.some((object) => conflictOf(overlay, row, object) !== undefined));
}

function reportOne(
  overlay: Overlay,
  { draft, row }: Managed,
  object: SetObject,
  writer: Writer,
  report: Report,
): void {
  const conflict = conflictOf(overlay, row, object);
  if (!conflict) return;
  const [first] = conflict.kind === 'set' ? conflict.fields : [];
  const provenance = first && row.provenanceOf.get(first[0]);
  report({
    code: 'other-writer',
    message: `${instanceWords(writer)} ${effectWords(overlay, draft, conflict, writer)}`,
    hint: hintFor(writer, conflict),
    place: provenance?.place ?? draft.place,
    entry: provenance?.entry ?? draft.entry,
  });
}

function instanceWords({ name, path }: Writer): string {
  return path === undefined
    ? `the server's blueprint instance ${name}, which stores its text,`
    : `the server's blueprint instance ${name} (authentik's own ${path})`;
}

function effectWords(overlay: Overlay, draft: Draft, conflict: Conflict, writer: Writer): string {
  const object = `${draft.model} ${draft.key}`;
  const again = 'when the server applies it again';
  switch (conflict.kind) {
    case 'set': {
      const fields = conflict.fields.map(
        ([name, fact]) => `${name} to ${factWords(overlay, draft, name, fact, writer)}`,
      );
      return `sets ${listed(fields)} on ${object}: that comes back ${again}`;
    }
    case 'made-again':
      return `makes ${object}: it is there again ${again}`;
    case 'made-twice':
      return `knows ${object} by its ${listed(conflict.fields)}: it makes another ${again}`;
    case 'deleted':
      return `deletes ${object}: it is gone ${again}`;
  }
}

/** `a, b and c`. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
}

function factWords(overlay: Overlay, draft: Draft, name: string, fact: Fact, { path }: Writer): string {
  const field = overlay.resource(draft.model).fields[name];
  if (!field || isHidden(field) || draft.hidden.has(name)) return 'a value of its own';
  return wordsOf(fact, path === undefined ? 'a text of its own' : "authentik's own text");
}

function wordsOf(fact: Fact, text: string): string {
  if (typeof fact === 'string' && (fact.length > LONGEST || fact.includes('\n'))) return text;
  if (Array.isArray(fact)) return `[${fact.map((item) => wordsOf(item, text)).join(', ')}]`;
  if (typeof fact !== 'object' || fact === null) return JSON.stringify(fact);
  if ('$unknown' in fact) return '?';
  if ('$hash' in fact) return text;
  const { $of: model, by } = fact;
  if (typeof model === 'string' && typeof by === 'object' && by !== null)
    return `${model} ${Object.values(by)
      .map((part) => wordsOf(part, text))
      .join(' / ')}`;
  const members = Object.entries(fact).map(([key, member]) => `${key}: ${wordsOf(member, text)}`);
  return `{${members.join(', ')}}`;
}

function hintFor({ name, path, instances, through }: Writer, conflict: Conflict): string {
  const known = path === undefined ? `name: ${JSON.stringify(name)}` : `path: ${path}`;
  const off = `{model: ${instances}, identifiers: {${known}}, attrs: {enabled: false}}`;
  const others =
    through.length > 0
      ? ` (it is off, and ${through.join(', ')} has it applied first: that one as well)`
      : '';
  const own = conflict.kind === 'set' ? ', or make an object of your own and leave this one as it is' : '';
  return `switch it off by an entry: ${off}${others}${own}`;
}
