import type { Blueprint, Entry } from '../../blueprint/blueprint.ts';
import { checkTags } from '../../blueprint/check-tags.ts';
import { features } from '../../blueprint/features.ts';
import {
  type FormerField,
  formerEntries,
  WAS,
  type WasComment,
  wasComments,
} from '../../blueprint/was-comment.ts';
import { commentsWith } from '../../blueprint/yaml/comments.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type CheckedEntry, nodeText, ownerOf } from '../../semantics/checked-entry.ts';
import type { Span } from '../../source/source-file.ts';
import { type Facts, gatherFacts } from '../facts.ts';
import { checkAttributeValue } from './attribute-value.ts';
import { checkContextUnavailable } from './context-unavailable.ts';
import { checkFind } from './find.ts';
import { checkKeyOf } from './keyof.ts';
import { checkTagFailed } from './tag-failed.ts';

/** The rules that look at the former identifiers of entries as at those that they have. */
const RULES: readonly ((facts: Facts) => void)[] = [
  checkAttributeValue,
  checkFind,
  checkKeyOf,
  checkContextUnavailable,
  checkTagFailed,
];

/**
 * Code `was-invalid`: a comment that says what identified the object of an entry before, where that cannot be. Its
 * values are checked as those of identifiers are.
 */
export function checkWasComment(facts: Facts): void {
  const { blueprint } = facts;
  checkWord(facts);
  const comments = wasComments(blueprint);
  if (comments.length === 0) return;
  const seen = new Map<Entry, Set<string>>();
  for (const comment of comments) checkOne(facts, comment, seen);
  checkFormer(facts);
}

/** A misspelt word: "wasted" is prose. */
function checkWord(facts: Facts): void {
  const { file } = facts.blueprint;
  for (const span of commentsWith('ak-blueprint-w', file.text)) {
    const [whole = '', word = ''] =
      /^#\s*(ak-blueprint-[\w-]+)\s*[:=]/.exec(file.text.slice(span.start, span.end)) ?? [];
    if (word === WAS || nearest(word, [WAS], 2) === undefined) continue;
    const start = span.start + whole.indexOf(word);
    report(facts, { start, end: start + word.length }, `there is no comment ${word}`, `did you mean ${WAS}?`);
  }
}

function checkOne(facts: Facts, comment: WasComment, seen: Map<Entry, Set<string>>): void {
  const { span, fields, entry } = comment;
  const checked = facts.entries.find((one) => one.entry === entry);
  if (!entry || !checked) {
    const hint = 'put it above the entry, or on the line of the identifier';
    report(facts, span, 'the comment stands in no entry', hint);
    return;
  }
  for (const { span: at, message, hint } of comment.problems) report(facts, at, message, hint);
  if (checked.ensure === 'absent')
    report(facts, span, 'an entry that deletes its object renames nothing', 'take the comment out');
  const names = seen.get(entry) ?? new Set<string>();
  seen.set(entry, names);
  for (const field of fields) {
    if (names.has(field.name))
      report(facts, field.nameSpan, `what ${field.name} was is said twice`, 'keep one of the two');
    names.add(field.name);
    checkField(facts, checked, field);
  }
}

/** Reports what is no identifier of the entry, and what is not another value than it has now. */
function checkField(
  facts: Facts,
  { entry, blueprint }: CheckedEntry,
  { name, nameSpan, value }: FormerField,
): void {
  const pairs = entry.identifiers?.pairs ?? [];
  const names = pairs.map(({ key }) => key).filter((key) => key !== 'pk');
  if (name === 'pk') {
    report(facts, nameSpan, 'a primary key never changes', 'name the identifier that had another value');
    return;
  }
  const pair = pairs.find(({ key }) => key === name);
  if (!pair) {
    const near = nearest(name, names);
    const hint = `its identifiers are ${names.join(', ')}; what is among its attrs is changed without a comment`;
    report(
      facts,
      nameSpan,
      `${name} is no identifier of this entry`,
      near === undefined ? hint : `did you mean ${near}?`,
    );
    return;
  }
  const owner = ownerOf(blueprint);
  if (nodeText(pair.value, owner) === nodeText(value, owner))
    report(facts, value.span, `${name} has this value now`, 'write the value that it had before');
}

/** Checks the former values as the identifiers that they were. What is there twice is reported once. */
function checkFormer({ blueprint, catalog, run, report: tell }: Facts): void {
  const former = formerEntries(blueprint);
  if (former.size === 0) return;
  const before: Blueprint = {
    ...blueprint,
    entries: blueprint.entries.map((entry) => former.get(entry)?.entry ?? entry),
  };
  const own = [...former.values()].map(({ entry, fields }): Entry => {
    const pairs = (entry.identifiers?.pairs ?? []).filter(({ key }) =>
      fields.some(({ name }) => name === key),
    );
    return { ...entry, identifiers: { kind: 'map', pairs, span: entry.span }, attrs: undefined };
  });
  const root = { kind: 'map', pairs: [], span: blueprint.root.span } as const;
  checkTags({ ...blueprint, entries: own, root }, features(catalog.release), tell);
  const facts = gatherFacts(before, catalog, tell, run);
  for (const rule of RULES) rule(facts);
}

function report(facts: Facts, span: Span, message: string, hint: string): void {
  facts.report({ code: 'was-invalid', message, hint, place: { file: facts.blueprint.file, span } });
}
