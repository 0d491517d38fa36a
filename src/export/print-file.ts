import { clean } from '../source/clean.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import { type ExportEntry, referredBy } from './export-entry.ts';
import type { Identities } from './identities.ts';
import { findText, newId } from './refer-to.ts';
import { pairLines, type ReferenceText, scalarText } from './print-value.ts';

/** The first line of every file that an export writes; what lacks it is not overwritten. */
export const FIRST_LINE = '# Written by "ak-blueprint export".';

/**
 * The text of a blueprint. `name`: that of the blueprint; `entries`: in order; `remarks`: what is missing from it,
 * each a comment.
 */
export function printFile(
  name: string,
  entries: readonly ExportEntry[],
  remarks: readonly string[],
  identities: Identities,
): string {
  const here = new Map(entries.map((entry) => [entry.row, entry]));
  const needed = new Set<OverlayRow>(entries.flatMap(referredBy).filter((row) => here.has(row)));
  const ids = idsOf(
    [...here.values()].filter(({ row }) => needed.has(row)),
    identities,
  );
  const refer: ReferenceText = (row) => {
    const id = ids.get(row);
    return id === undefined ? findText(row, identities, refer) : `!KeyOf ${id}`;
  };
  const seen = new Set<OverlayRow>();
  const lines = [
    FIRST_LINE,
    ...remarks.map(comment),
    'version: 1',
    'metadata:',
    `  name: ${scalarText(name, false)}`,
  ];
  if (entries.length === 0) return [...lines, 'entries: []', ''].join('\n');
  lines.push('entries:');
  for (const entry of entries) {
    const id = seen.has(entry.row) ? undefined : ids.get(entry.row);
    seen.add(entry.row);
    lines.push(...entryLines(entry, id, refer));
  }
  return `${lines.join('\n')}\n`;
}

function entryLines(
  { row, identity, attrs, permissions, notes }: ExportEntry,
  id: string | undefined,
  refer: ReferenceText,
): string[] {
  const lines = notes.map((note) => `  ${comment(note)}`);
  lines.push(`  - model: ${row.model}`);
  if (id !== undefined) lines.push(`    id: ${scalarText(id, false)}`);
  lines.push('    identifiers:');
  for (const { lookup, value } of identity.parts)
    lines.push(
      ...pairLines(
        lookup,
        typeof value === 'object' ? { kind: 'object', row: value } : { kind: 'plain', value },
        6,
        refer,
      ),
    );
  if (permissions.length > 0)
    lines.push(...pairLines('permissions', { kind: 'list', items: permissions }, 4, refer));
  if (attrs.length > 0)
    lines.push('    attrs:', ...attrs.flatMap(([name, value]) => pairLines(name, value, 6, refer)));
  return lines;
}

/** An id for each entry that another one refers to: its name, and where two have one, its model. */
function idsOf(entries: readonly ExportEntry[], identities: Identities): ReadonlyMap<OverlayRow, string> {
  const ids = new Map<OverlayRow, string>();
  const taken = new Set<string>();
  for (const { row, identity } of entries) {
    ids.set(row, newId(row, identity, identities, taken));
  }
  return ids;
}

/** A text as a comment of one line. */
export function comment(text: string): string {
  return `# ${clean(text).replace(/\s+/g, ' ')}`;
}
