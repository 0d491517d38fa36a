import { resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog, Field, Resource } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import { nearest } from '../diagnostics/spelling.ts';
import type { Place, SourceFile, Span } from '../source/source-file.ts';
import { fieldNamed } from '../semantics/checked-entry.ts';

/** A line of `lists` in a project file: `app.model.field`, with its place. */
export interface ListLine {
  readonly text: string;
  readonly span: Span;
}

/** The reason why entries cannot add to a field. */
export interface MergeProblem {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Why entries cannot add to a field of a model; undefined when they can. */
export function mergeProblem(resource: Resource, name: string): MergeProblem | undefined {
  const field = fieldNamed(resource, name);
  const lists = Object.keys(resource.fields).filter((one) => isListOf(resource.fields[one]));
  const near = nearest(name, lists);
  const known = lists.length > 0 ? `its lists are ${lists.join(', ')}` : 'it has no lists';
  const hint = near === undefined ? known : `did you mean ${near}?`;
  if (!field) return { message: `${resource.name} has no ${name}`, hint };
  if (field.type !== 'array') return { message: `${name} of ${resource.name} is no list`, hint };
  if (!isListOf(field))
    return {
      message: `what ${name} of ${resource.name} has cannot be read and written, so nothing can be added to it`,
      hint,
    };
  return undefined;
}

function isListOf(field: Field | undefined): boolean {
  return field?.type === 'array' && !field.readOnly && !field.writeOnly && !field.setter;
}

/**
 * The lists that a project only adds to, as `model.field` in the catalog's names. Lists that do not exist are
 * reported (`project-invalid`).
 */
export function mergedLists(
  lines: readonly ListLine[],
  file: SourceFile,
  catalog: Catalog,
  report: Report,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text, span } of lines) {
    const wrong = (at: Span, { message, hint }: MergeProblem, byRelease?: true): void =>
      report({
        code: 'project-invalid',
        byRelease,
        message,
        hint,
        place: { file, span: at },
      });
    const dot = text.lastIndexOf('.');
    const resolved = resolveModel(catalog, text.slice(0, dot));
    if (dot === -1 || !text.slice(0, dot).includes('.')) {
      wrong(span, {
        message: `"${text}" names no list`,
        hint: 'write the model and its field: authentik_core.group.users',
      });
      continue;
    }
    if (!resolved.ok || resolved.model.kind !== 'resource') {
      const near = resolved.ok ? undefined : resolved.nearest;
      wrong(
        part(file, span, 0, dot),
        {
          message: `${text.slice(0, dot)} is no model of authentik ${catalog.release} that entries can write`,
          hint: near === undefined ? undefined : `did you mean ${near}?`,
        },
        true,
      );
      continue;
    }
    const { model } = resolved;
    const problem = mergeProblem(model, text.slice(dot + 1));
    if (problem) wrong(part(file, span, dot + 1, text.length), problem, true);
    else found.add(`${model.name}.${text.slice(dot + 1)}`);
  }
  return found;
}

/** The span of a part of a text in its file; the whole span where the file has escapes in it. */
function part({ text }: SourceFile, span: Span, from: number, to: number): Span {
  const quote = /^["']/.test(text.slice(span.start, span.end)) ? 1 : 0;
  const isPlain = span.end - span.start - 2 * quote >= to;
  return isPlain ? { start: span.start + quote + from, end: span.start + quote + to } : span;
}

/**
 * Reports lines of `lists` whose field no entry of the project sets (`merge-unused`). `used`: `model.field`
 * of all that entries set.
 */
export function unusedLists(
  lines: readonly ListLine[],
  file: SourceFile,
  merged: ReadonlySet<string>,
  used: ReadonlySet<string>,
  report: Report,
): void {
  for (const { text, span } of lines) {
    const name = text.toLowerCase();
    const place: Place = { file, span };
    if (merged.has(name) && !used.has(name))
      report({
        code: 'merge-unused',
        message: `no entry of the project sets ${text}`,
        hint: 'take the line out',
        place,
      });
  }
}
