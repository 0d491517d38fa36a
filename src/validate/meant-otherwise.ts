import type { Report } from '../diagnostics/collector.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Span } from '../source/source-file.ts';
import type { Facts } from './facts.ts';
import type { WrittenText } from '../semantics/written-texts.ts';
import { unfilled } from './rules/placeholder.ts';
import { quotedTag } from './rules/tag-quoted.ts';

/** The codes that say what a text was meant to be. */
const SAID: ReadonlySet<Code> = new Set(['placeholder', 'tag-quoted']);

function isFilledInLater(text: WrittenText): boolean {
  const found = text.use === 'value' ? unfilled(text.value, text) : undefined;
  return found !== undefined && found.by !== 'format';
}

/**
 * A report without what is found about texts that were meant to be something else: a placeholder is no wrong
 * address, it is no address yet. What is read by people or by an interpreter stays what it is.
 */
export function withoutMeantOtherwise(facts: Facts): Report {
  const spans = facts.entries.flatMap((checked) =>
    facts
      .textsOf(checked)
      .texts.filter((text) => quotedTag(text) ?? isFilledInLater(text))
      .map(({ node }) => node.span),
  );
  if (spans.length === 0) return facts.report;
  const isIn = (one: Span | undefined): boolean =>
    one !== undefined && spans.some(({ start, end }) => start <= one.start && one.end <= end);
  return (finding) => {
    if (SAID.has(finding.code) || !(isIn(finding.place?.span) || isIn(finding.value?.span)))
      facts.report(finding);
  };
}
