import type { Node, Pair, ScalarNode } from '../../blueprint/blueprint.ts';
import { features } from '../../blueprint/features.ts';
import { quoting, replacing } from '../../blueprint/rewrite.ts';
import { PyFloat, PyTime } from '../../blueprint/value.ts';
import { walkNodes } from '../../blueprint/walk.ts';
import { shape } from '../../blueprint/yaml/core-tag.ts';
import { FORMATS, hasFormat } from '../../catalog/formats.ts';
import { type Cause, lostFields } from '../../diagnostics/cause.ts';
import type { Code, Severity } from '../../diagnostics/codes.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { checkField, type Part, type SchemaError } from '../../schema/field-check.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import type { Slot } from '../../semantics/slot.ts';
import { nodeAt, presentNode } from '../present.ts';
import { type Advice, valueAdvice } from '../upgrade/advice.ts';

/**
 * Codes `attribute-type`, `-enum`, `-null`, `-format`: what the JSON Schema says of a value, at the value.
 */
export function checkAttributeValue(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped) continue;
    const seen = new Set<Node>();
    reportNotJson(facts, checked, seen);
    reportText(facts, checked, seen);
    for (const part of ['identifiers', 'attrs'] as const) {
      for (const pair of checked.entry[part]?.pairs ?? []) checkPair(facts, checked, part, pair, seen);
    }
  }
}

/**
 * Whether the server may never look at the attributes: older releases leave an existing object that is
 * `created` alone, newer ones delete what is `absent` whatever its attributes are. A value of the wrong type
 * is a mistake all the same.
 */
function isUnread(facts: Facts, ensure: string | undefined): boolean {
  const { createdIsChecked, absentIsFree } = features(facts.catalog.release);
  return (ensure === 'created' && !createdIsChecked) || (ensure === 'absent' && absentIsFree);
}

function checkPair(facts: Facts, checked: CheckedEntry, part: Part, pair: Pair, seen: Set<Node>): void {
  const { key, value } = pair;
  const field = checked.resource && fieldNamed(checked.resource, key);
  if (!checked.resource || !field) return;
  for (const error of checkField(field, part, presentNode(value))) {
    const node = nodeAt(value, error.path);
    if (seen.has(node) || node.kind === 'tag') continue;
    seen.add(node);
    const advice = valueAdvice(facts.catalog, checked.blueprint.file, checked.resource, pair, node);
    const severity = part === 'attrs' && isUnread(facts, checked.ensure) ? 'warning' : undefined;
    reportSchemaError(facts, checked, {
      error,
      field,
      node,
      name: nameOf([key, ...error.path]),
      ...(advice ? { advice } : {}),
      ...(part === 'identifiers' ? { explains: [lostFields(checked.entry.index)] } : {}),
      ...(severity === undefined ? {} : { severity }),
    });
  }
}

/**
 * What a schema does not see of a text: nothing but white space, which is cut off, so that nothing is left of
 * what must not be empty; and a number, which is taken for its digits, where a text has a form that no number
 * has.
 */
function reportText(facts: Facts, checked: CheckedEntry, seen: Set<Node>): void {
  const { resource } = checked;
  for (const pair of resource
    ? [...(checked.entry.identifiers?.pairs ?? []), ...(checked.entry.attrs?.pairs ?? [])]
    : []) {
    const { key, value } = pair;
    const field = resource && fieldNamed(resource, key);
    if (
      value.kind !== 'scalar' ||
      field?.type !== 'string' ||
      field.readOnly ||
      field.enum ||
      field.references
    )
      continue;
    const found = wrongText(field, value);
    if (found === undefined) continue;
    seen.add(value);
    const advice = resource && valueAdvice(facts.catalog, checked.blueprint.file, resource, pair, value);
    const upgrade = advice ? { hint: advice.hint, ...(advice.fixes ? { fixes: advice.fixes } : {}) } : {};
    reportAt(facts, checked, value.span, {
      code: 'attribute-format',
      message: `${key} ${found}${advice ? `; ${advice.what}` : ''}`,
      ...upgrade,
      ...(isUnread(facts, checked.ensure) ? { severity: 'warning' as const } : {}),
    });
  }
}

function wrongText(field: Slot, { value, text }: ScalarNode): string | undefined {
  if (typeof value === 'string')
    return value !== '' && value.trim() === '' && field.trim && (field.minLength ?? 0) > 0
      ? 'must not be empty, and the server cuts white space off'
      : undefined;
  if (
    (typeof value !== 'number' && typeof value !== 'bigint') ||
    field.format === undefined ||
    field.secret ||
    hasFormat(field.format, text)
  )
    return undefined;
  return wrongForm(text, field.format).message;
}

/**
 * Dates and infinities inside a JSON field: YAML 1.1 makes them of unquoted text, JSON has none (probes
 * yaml_dates, yaml_inf).
 */
function reportNotJson(facts: Facts, checked: CheckedEntry, seen: Set<Node>): void {
  for (const map of [checked.entry.identifiers, checked.entry.attrs]) {
    for (const pair of map?.pairs ?? []) {
      const type = checked.resource && fieldNamed(checked.resource, pair.key)?.type;
      if (type !== 'object' && type !== 'json') continue;
      walkNodes(pair.value, (node, path) => {
        if (node.kind === 'tag') return false;
        const value = node.kind === 'scalar' ? node.value : undefined;
        const what =
          value instanceof PyTime
            ? shape(node)
            : value instanceof PyFloat && !Number.isFinite(value.float)
              ? `"${node.kind === 'scalar' ? node.text : ''}"`
              : undefined;
        if (what === undefined || path.length === 0) return undefined;
        seen.add(node);
        reportAt(facts, checked, node.span, {
          code: 'attribute-type',
          message: `${pair.key} holds ${what}, which JSON does not have`,
          hint: 'put it in quotes',
          ...quoting(checked.blueprint.file, node),
        });
        return undefined;
      });
    }
  }
}

function nameOf(path: readonly string[]): string {
  return path
    .map((part, index) => (index === 0 ? part : /^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('');
}

/** A value that a schema refuses. */
interface Refused {
  readonly error: SchemaError;
  /** The field that the value, or the list or mapping around it, is given to. */
  readonly field: Slot;
  readonly node: Node;
  /** What people call the value. */
  readonly name: string;
  readonly severity?: Severity;
  readonly explains?: readonly Cause[];
  /** What another release made of it. */
  readonly advice?: Advice;
}

/** Reports what the schema says of a value, in our words and with our codes. */
export function reportSchemaError(
  facts: Facts,
  checked: CheckedEntry,
  { error, field, node, name, severity, explains, advice: upgrade }: Refused,
): void {
  const { code, message, hint: advice, instead } = explain(error, field.secret ? hidden(node) : node);
  const more = { ...(explains ? { explains } : {}), ...(severity === undefined ? {} : { severity }) };
  if (upgrade) {
    reportAt(facts, checked, node.span, {
      code,
      message: `${name} ${message}; ${upgrade.what}`,
      hint: upgrade.hint,
      ...more,
      ...(upgrade.fixes ? { fixes: upgrade.fixes } : {}),
    });
    return;
  }
  // What is said of a whole attribute does not help with an item of it.
  const hint = code === 'attribute-null' && error.path.length > 0 ? undefined : advice;
  const fix =
    instead === undefined
      ? {}
      : replacing(
          checked.blueprint.file,
          node,
          instead,
          instead.toLowerCase() === textOf(node).toLowerCase() ? 'mechanical' : undefined,
        );
  reportAt(facts, checked, node.span, {
    code,
    message: `${name} ${message}`,
    ...more,
    ...(hint === undefined ? {} : { hint }),
    ...fix,
  });
}

/** A secret is not shown in a message. */
function hidden(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null ? { ...node, text: '••••••••' } : node;
}

/** `instead`: the choice that was probably meant. */
function explain(
  error: SchemaError,
  node: Node,
): { code: Code; message: string; hint?: string; instead?: string } {
  const isNull = node.kind === 'scalar' && node.value === null;
  if (isNull)
    return {
      code: 'attribute-null',
      message: 'must not be null',
      hint:
        node.text === ''
          ? 'a value that is left empty is null; write "" for an empty text, or take the line out'
          : 'take the line out to keep the default',
    };
  const text = textOf(node);
  switch (error.keyword) {
    case 'enum': {
      const choices = ((error.params['allowedValues'] as unknown[] | undefined) ?? []).map(String);
      if (choices.includes('yes') && choices.includes('Off'))
        return { code: 'attribute-type', message: `must be true or false, not "${text}"` };
      const near = nearest(text, choices);
      // YAML 1.1 has it for true or false: `NO` is a country only in quotes.
      if (node.kind === 'scalar' && typeof node.value === 'boolean' && choices.includes(text))
        return {
          code: 'attribute-type',
          message: `is ${String(node.value)}, since YAML reads ${text} without quotes so`,
          hint: `write "${text}" in quotes`,
        };
      if (node.kind !== 'scalar')
        return {
          code: 'attribute-type',
          message: `must be one of ${choices.map((choice) => `"${choice}"`).join(', ')}, not ${text}`,
        };
      return {
        code: 'attribute-enum',
        message: `is "${text}", which is none of ${choices.map((choice) => `"${choice}"`).join(', ')}`,
        ...(near === undefined ? {} : { hint: `did you mean "${near}"?`, instead: near }),
      };
    }
    case 'type':
      return {
        code: 'attribute-type',
        message: `must be ${typeWords(error.params['type'])}, not ${shape(node)}`,
      };
    case 'required':
      return { code: 'attribute-type', message: `needs ${String(error.params['missingProperty'])}` };
    case 'not':
      return { code: 'attribute-type', message: 'must be a mapping' };
    case 'format':
      return wrongForm(text, String(error.params['format']));
    case 'pattern':
      return {
        code: String(error.params['pattern']).includes('\\d') ? 'attribute-type' : 'attribute-format',
        message: String(error.params['pattern']).includes('\\d')
          ? `must be a number, not "${text}"`
          : `is "${text}", which has characters that are not allowed here (${String(error.params['pattern'])})`,
      };
    case 'minLength':
    case 'minItems':
      return { code: 'attribute-format', message: 'must not be empty' };
    case 'maxLength':
      return {
        code: 'attribute-format',
        message: `is longer than ${String(error.params['limit'])} characters`,
      };
    case 'minimum':
      return { code: 'attribute-format', message: `must be at least ${String(error.params['limit'])}` };
    case 'maximum':
      return { code: 'attribute-format', message: `must be at most ${String(error.params['limit'])}` };
    default:
      return { code: 'attribute-type', message: `is not what the server takes (${error.keyword})` };
  }
}

function wrongForm(text: string, format: string): { code: Code; message: string } {
  return {
    code: 'attribute-format',
    message: `is "${text}", which is not ${FORMATS[format] ?? `a ${format}`}`,
  };
}

function typeWords(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : [String(type)];
  if (types.includes('boolean')) return 'true or false';
  if (types.includes('integer') && types.includes('string') && types[0] === 'integer')
    return 'a whole number';
  if (types.includes('number') && types[0] === 'number') return 'a number';
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    array: 'a list',
    object: 'a mapping',
    integer: 'a whole number',
    number: 'a number',
  };
  return words[types[0] ?? ''] ?? types.join(' or ');
}

function textOf(node: Node): string {
  return node.kind === 'scalar' ? node.text : shape(node);
}
