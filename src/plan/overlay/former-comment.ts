import { isOpen, Ref, type Value } from '../../blueprint/value.ts';
import { WAS } from '../../blueprint/was-comment.ts';
import type { Field } from '../../catalog/model.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { sameValue } from '../../forms/normal.ts';
import { LineIndex } from '../../source/line-index.ts';
import { outerPlace } from '../../source/outer-place.ts';
import type { Place } from '../../source/source-file.ts';
import { isHidden } from '../value/secret-field.ts';
import { rowsMeant } from './links.ts';
import { findText } from './natural.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/* The comment that says of an entry which object it was. */

/** An object that a plan makes, and one of the server. */
export interface Two {
  readonly made: OverlayRow;
  readonly row: OverlayRow;
  /** The ids of objects of the server that others which the plan makes may be, by the ids of these. */
  readonly same: ReadonlyMap<string, string>;
}

/** Whether the server's object has what the new one will have in a field. */
export function hasSame(overlay: Overlay, field: Field, name: string, { made, row, same }: Two): boolean {
  return sameValue(field, overlay.value(made, name), row.actual?.[name], (models, key) => {
    const id = overlay.keyOf(models, key);
    return id === undefined ? undefined : (same.get(id) ?? id);
  });
}

/**
 * What a comment has to say for a new object to be the other one: `slug=grafana`; undefined where that cannot be
 * written or must not be shown, or where nothing that identifies them is different.
 */
export function formerText(overlay: Overlay, two: Two): string | undefined {
  const { made, row } = two;
  const model = overlay.resource(made.model);
  const parts: string[] = [];
  for (const name of made.identifiedBy ?? []) {
    const field = model.fields[name];
    if (!field || isHidden(field) || made.from.has(name)) return undefined;
    if (hasSame(overlay, field, name, two)) continue;
    const text = valueText(overlay, field, row.actual?.[name], made.set.get(name));
    if (text === undefined) return undefined;
    parts.push(`${name}=${text}`);
  }
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** A value as a comment has it; of a link to something new it is not said, as that may be renamed itself. */
function valueText(
  overlay: Overlay,
  field: Field,
  value: Value | undefined,
  now: Value | undefined,
): string | undefined {
  if (now === undefined || now instanceof Ref || isOpen(now)) return undefined;
  if (field.references) {
    const [meant] = rowsMeant(overlay, field, value);
    return meant && findText(overlay, meant);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? plainText(value) : undefined;
}

function plainText(value: string): string {
  const isPlain =
    /^[A-Za-z][\w.-]*( [\w.-]+)*$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/**
 * How the comment is added, for people and for editors. `place`: that of the model of the entry. `was`: see
 * `formerText`.
 */
export function addingComment(place: Place, was: string): { words: string; fixes: Fix[] | undefined } {
  const comment = `# ${WAS}: ${was}`;
  const { file, span } = outerPlace(place);
  const index = LineIndex.of(file);
  const { line } = index.position(span.start);
  const at = index.start(line);
  const isFirst = /^[ \t]*(?:-[ \t]+)?\{?["']?model["']?[ \t]*:[ \t]*$/.test(file.text.slice(at, span.start));
  const indent = /^[ \t]*/.exec(file.text.slice(at, span.start))?.[0] ?? '';
  const edits = [{ place: { file, span: { start: at, end: at } }, text: `${indent}${comment}\n` }];
  return {
    words: `add "${comment}" above line ${line}`,
    fixes: isFirst && !place.file.within ? [{ title: `add "${comment}"`, edits }] : undefined,
  };
}
