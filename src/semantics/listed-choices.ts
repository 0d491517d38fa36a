import { isOpen, type Value } from '../blueprint/value.ts';
import type { Condition, ListedChoices, ObjectRule } from '../catalog/object-rule.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { textOf, valueFor } from './condition-values.ts';
import { partsOf } from './rule-fields.ts';
import type { Subject, Surroundings } from './subject.ts';

/* Rules about values of which each server has a list of its own. */

type Unlisted = Extract<Condition, { unlisted: ListedChoices }>;

/**
 * Whether a value is not among those that the server lists; undefined where that is not known. Where the list
 * cannot be read, what the release does not have counts as not listed, if there is a warning for it.
 */
export function isUnlisted(
  { unlisted }: Unlisted,
  value: Value,
  { choices }: Surroundings,
): boolean | undefined {
  if (isOpen(value)) return undefined;
  const text = textOf(value);
  if (text === undefined || text === '' || unlisted.always.includes(text)) return false;
  if (unlisted.except !== undefined && new RegExp(unlisted.except, 'u').test(text)) return false;
  const listed = choices(unlisted);
  if (listed === null) return unlisted.unread === undefined ? undefined : true;
  return listed && !listed.includes(text);
}

/**
 * A rule that is broken, with what is said of it: about a value that the server does not list, the nearest that
 * it does, or the warning where its list cannot be read. `subject`: the object that breaks it; undefined where
 * its values must not be hinted at.
 */
export function asBroken(
  rule: ObjectRule,
  surroundings: Surroundings,
  subject: Subject | undefined,
): ObjectRule {
  const about = unlistedIn(rule.refused);
  if (!about) return rule;
  const { always, unread } = about.unlisted;
  const listed = surroundings.choices(about.unlisted);
  if (!listed) return { ...rule, severity: 'warning', message: unread ?? rule.message };
  const text = subject && textOf(valueFor(about, subject));
  const choices = [...new Set([...always, ...listed])];
  const near = text === undefined ? undefined : nearest(text, choices);
  return near === undefined ? rule : { ...rule, hint: `did you mean "${near}"?` };
}

/** The condition of a rule about what the server lists. */
function unlistedIn(condition: Condition): Unlisted | undefined {
  if ('unlisted' in condition) return condition;
  for (const part of partsOf(condition)) {
    const found = unlistedIn(part);
    if (found) return found;
  }
  return undefined;
}
