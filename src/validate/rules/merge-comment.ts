import { withoutComment } from '../../blueprint/comment-line.ts';
import { mergeComments, type MergeComment } from '../../blueprint/merge-comment.ts';
import { pairAt } from '../../blueprint/blueprint.ts';
import { commentsWith } from '../../blueprint/yaml/comments.ts';
import type { Code } from '../../diagnostics/codes.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { Span } from '../../source/source-file.ts';
import type { Facts } from '../facts.ts';
import { mergeProblem } from '../merged-lists.ts';

const WORD = 'ak-blueprint-merge';

/**
 * Codes `merge-invalid` and `merge-unused`: a comment that says an entry only adds to a list, where that is
 * not possible or has no effect, or whose keyword is misspelt.
 */
export function checkMergeComment(facts: Facts): void {
  const {
    blueprint: { file },
  } = facts;
  for (const comment of mergeComments(facts.blueprint)) checkOne(facts, comment);
  for (const span of commentsWith('ak-blueprint-', file.text)) {
    const [whole = '', word = ''] =
      /^#\s*(ak-blueprint-[\w-]+)/.exec(file.text.slice(span.start, span.end)) ?? [];
    // "merged" is prose.
    if (word.startsWith(WORD) || nearest(word, [WORD], 2) === undefined) continue;
    const start = span.start + whole.length - word.length;
    report(
      facts,
      'merge-invalid',
      `there is no comment ${word}`,
      { start, end: start + word.length },
      `did you mean ${WORD}?`,
    );
  }
}

function checkOne(facts: Facts, { span, fields, entry }: MergeComment): void {
  if (fields.length === 0)
    return report(
      facts,
      'merge-invalid',
      'the comment names no list to add to',
      span,
      'write "# ak-blueprint-merge <field>", with a field of the entry that is a list',
    );
  const checked = facts.entries.find((one) => one.entry === entry);
  if (!checked || !entry)
    return report(
      facts,
      'merge-invalid',
      'the comment stands in no entry',
      span,
      'put it above the entry, or on the line of the list',
    );
  const { resource } = checked;
  if (!resource) return;
  for (const { text, span: at } of fields) {
    const problem = mergeProblem(resource, text);
    if (problem) report(facts, 'merge-invalid', problem.message, at, problem.hint);
    else if (!(entry.attrs && pairAt(entry.attrs, text))) {
      const { file } = facts.blueprint;
      const edits = [{ place: { file, span: withoutComment(file, span) }, text: '' }];
      facts.report({
        code: 'merge-unused',
        message: `the entry has no ${text} in its attrs`,
        hint: 'take it out',
        place: { file, span: at },
        fixes: fields.length === 1 ? [{ title: 'remove the comment', mechanical: true, edits }] : undefined,
      });
    }
  }
}

function report(facts: Facts, code: Code, message: string, span: Span, hint?: string): void {
  facts.report({
    code,
    message,
    hint,
    place: { file: facts.blueprint.file, span },
  });
}
