import type { Node, Pair } from '../../blueprint/blueprint.ts';
import { features } from '../../blueprint/features.ts';
import { spanInText } from '../../blueprint/span-in-text.ts';
import { type Cause, lostFields } from '../../diagnostics/cause.ts';
import type { Resource } from '../../catalog/model.ts';
import type { Severity } from '../../diagnostics/codes.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import type { Path, Problem } from '../../forms/form.ts';
import { checkField, type Part } from '../../schema/field-check.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Slot, slotAt } from '../../semantics/slot.ts';
import { hasNumbers, isNoKey } from '../../semantics/object-key.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';
import { nodeAt, writtenValue } from '../present.ts';
import { type Advice, valueAdvice } from '../upgrade/advice.ts';
import { valueHint } from './value-hint.ts';

/**
 * Codes `attribute-type`, `-enum`, `-null`, `-format`: a value that the JSON Schema refuses, in the words of
 * its field's form.
 */
export function checkAttributeValue(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped) continue;
    const seen = new Set<Node>();
    for (const part of ['identifiers', 'attrs'] as const) {
      for (const pair of checked.entry[part]?.pairs ?? []) checkPair(facts, checked, part, pair, seen);
    }
  }
}

/**
 * Whether the server may never read the attributes: older releases do not change an existing object with
 * state `created`, newer ones delete an object with state `absent` whatever its attributes are. A value of
 * the wrong type is then a warning.
 */
function isUnread(facts: Facts, ensure: string | undefined): boolean {
  const { createdIsChecked, absentIsFree } = features(facts.catalog.release);
  return (ensure === 'created' && !createdIsChecked) || (ensure === 'absent' && absentIsFree);
}

function checkPair(facts: Facts, checked: CheckedEntry, part: Part, pair: Pair, seen: Set<Node>): void {
  const { key, value } = pair;
  if (!checked.resource) return;
  if (key === 'pk' && part === 'identifiers') checkKey(facts, checked, checked.resource, value);
  const field = fieldNamed(checked.resource, key);
  if (!field) return;
  for (const problem of checkField(field, part, writtenValue(value))) {
    const node = nodeAt(value, problem.path);
    if (seen.has(node) || node.kind === 'tag') continue;
    seen.add(node);
    reportProblem(facts, checked, {
      problem,
      node,
      name: nameOf([key, ...problem.path]),
      field: key,
      slot: slotAt(checked, [part, key, ...problem.path]),
      advice: valueAdvice(facts.catalog, checked.blueprint.file, checked.resource, pair, node),
      explains: part === 'identifiers' ? [lostFields(checked.entry.index)] : undefined,
      severity: part === 'attrs' && isUnread(facts, checked.ensure) ? 'warning' : undefined,
    });
  }
}

/** A literal key by which the server cannot even look for an object (measured on 2023.2.3 and 2025.12.4). */
function checkKey(facts: Facts, checked: CheckedEntry, model: Resource, node: Node): void {
  if (!isNoKey(model, node)) return;
  reportAt(facts, checked, node.span, {
    code: 'attribute-format',
    message: `pk must be ${hasNumbers(model) ? 'a number' : 'a UUID'}, the key of ${model.name}`,
    hint: 'identify the object by its name, or by what the model has in its place',
    explains: [lostFields(checked.entry.index)],
  });
}

function nameOf([name = '', ...path]: Path): string {
  return `${name}${path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')}`;
}

/** A value that a schema refuses. */
interface Refused {
  readonly problem: Problem;
  readonly node: Node;
  /** The value's name for people, and the name of its attribute. */
  readonly name: string;
  readonly field?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly explains?: readonly Cause[] | undefined;
  /** What it is written to; undefined where that is not known. */
  readonly slot?: Slot | undefined;
  /** What another release changed about it. */
  readonly advice?: Advice | undefined;
  readonly notes?: readonly Note[] | undefined;
  readonly supposed?: true | undefined;
}

/**
 * Reports a problem with a value, and what to write instead where that can be told from the text of the file.
 */
export function reportProblem(facts: Facts, checked: CheckedEntry, refused: Refused): void {
  const { problem, node, name, field, severity, explains, advice: upgrade, notes = [], supposed } = refused;
  const { code, message } = problem;
  const seen = upgrade ? undefined : valueHint(facts, checked, { problem, node, slot: refused.slot, field });
  const inText = spanInText(checked.blueprint.file, node, problem.at);
  reportAt(facts, checked, inText ?? node.span, {
    code,
    value: inText && placeOf(checked, node.span),
    message: `${name} ${seen?.message ?? message}${upgrade ? `; ${upgrade.what}` : ''}`,
    hint: upgrade?.hint ?? seen?.hint,
    severity,
    supposed,
    explains,
    notes: notes.length > 0 ? notes : undefined,
    fixes: upgrade?.fixes ?? seen?.fixes,
  });
}
