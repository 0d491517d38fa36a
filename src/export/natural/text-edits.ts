import { walkNodes } from '../../blueprint/walk.ts';
import type { OverlayRow } from '../../plan/overlay/overlay-row.ts';
import { fieldNamed } from '../../semantics/checked-entry.ts';
import { soundsSecret } from '../../source/sounds-secret.ts';
import type { Span } from '../../source/source-file.ts';
import { hidesSecret } from '../attributes.ts';
import { objectName } from '../identities.ts';
import type { NaturalObjects } from './natural-entries.ts';
import type { NaturalEntry } from './natural-entry.ts';

/** A text that stands in place of another. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Variables in place of the secrets that stand in an entry. */
export function secretEdits(
  objects: NaturalObjects,
  { row, checked: { entry, resource } }: NaturalEntry,
): TextEdit[] {
  const found: TextEdit[] = [];
  for (const { key: name, value } of entry.attrs?.pairs ?? []) {
    const field = resource && fieldNamed(resource, name);
    // What authentik's own blueprints set is known to everybody.
    if (!field || field.references || isPublic(objects, row, name)) continue;
    walkNodes(value, (node, path) => {
      if (node.kind === 'tag') return false;
      if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
      const isSecret =
        field.secret === true || path.some((part) => typeof part === 'string' && soundsSecret(part));
      if (!hidesSecret(isSecret, node.value)) return undefined;
      const { identities, variables } = objects;
      const object = objectName(identities.of(row));
      const variable = variables.add(row, object, [name, ...path.map(String)], node.value);
      found.push({ span: node.span, text: `!Env ${variable}` });
      return undefined;
    });
  }
  return found;
}

function isPublic(objects: NaturalObjects, row: OverlayRow, name: string): boolean {
  const value = row.actual?.[name];
  return value !== undefined && objects.describing.first.isFact(row, name, value);
}

/** A text with other texts in these places. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let done = '';
  let at = 0;
  for (const { span, text: made } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    // A value that aliases share is written once.
    if (span.start < at) continue;
    const written = text.slice(span.start, span.end);
    done += text.slice(at, span.start) + made + written.slice(written.trimEnd().length);
    at = span.end;
  }
  return done + text.slice(at);
}
