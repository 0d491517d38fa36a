import type { Fix } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../source/source-file.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { FileSummary, MissingContext } from '../../semantics/summary.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `context-missing`, offline: a `!Context` without a default whose key neither the blueprint's own context
 * has, nor the run, nor an instance that these files make: it is null. Where nobody gives any key, all of them
 * come from the instance on the server, which only a plan is told. All places that ask for one key are one finding.
 */
export function checkContextMissing(facts: AcrossFacts): void {
  const { files, given } = facts;
  if (files.some(({ instanceContext }) => instanceContext === undefined)) return;
  const elsewhere = new Set([...given, ...files.flatMap((file) => file.instanceContext ?? [])]);
  for (const file of files) {
    const byKey = new Map<string, MissingContext[]>();
    for (const missing of file.missingContext) {
      // In newer releases a dot leads into a mapping.
      if (elsewhere.has(missing.text) || elsewhere.has(missing.text.split('.')[0] ?? '')) continue;
      const same = byKey.get(missing.text);
      if (same) same.push(missing);
      else byKey.set(missing.text, [missing]);
    }
    for (const [key, uses] of byKey) report(facts, file, key, uses, [...file.contextKeys, ...elsewhere]);
  }
}

function report(
  facts: AcrossFacts,
  file: FileSummary,
  key: string,
  uses: readonly MissingContext[],
  known: readonly string[],
): void {
  const first = uses.find(({ nullIsFine }) => !nullIsFine) ?? uses[0];
  if (!first || known.length === 0) return;
  const near = nearest(key, known);
  facts.report({
    code: 'context-missing',
    supposed: true,
    message: `the context has no "${key}", and there is no default: the value is null${first.nullIsFine ? '' : ', which is refused here'}`,
    hint:
      near === undefined
        ? `add it to the context, give it by --context or in the instance on the server, or write !Context [${key}, default]`
        : `did you mean ${near}?`,
    fixes: near === undefined ? undefined : otherKey(facts.place(file, first.span), key, near),
    place: facts.place(file, first.span),
    entry: first.ref,
    notes: uses
      .filter((use) => use !== first)
      .map(({ span }) => ({ message: 'the same key again', place: facts.place(file, span) })),
  });
}

/** The fix that names another key in the tag at a place. */
function otherKey(place: Place, key: string, near: string): readonly Fix[] | undefined {
  const { file, span } = place;
  const at = file.text.slice(span.start, span.end).indexOf(key, '!Context'.length);
  if (at === -1) return undefined;
  const edit = { start: span.start + at, end: span.start + at + key.length };
  return [{ title: `replace ${key} by ${near}`, edits: [{ place: { file, span: edit }, text: near }] }];
}
