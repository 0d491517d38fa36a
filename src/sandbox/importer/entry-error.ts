import type { Json } from '../../catalog/model.ts';
import { showPython } from '../validation/scalar.ts';

interface Why {
  /** The values of its object are not valid. */
  readonly invalid?: boolean;
  /** The release has no such model. */
  readonly unknownModel?: boolean;
}

/** An entry that the importer refuses. */
export class EntryError extends Error {
  readonly invalid: boolean;
  readonly unknownModel: boolean;

  constructor(message: string, { invalid = false, unknownModel = false }: Why = {}) {
    super(message);
    this.invalid = invalid;
    this.unknownModel = unknownModel;
  }
}

/** A look-up of an identifier that Django itself refuses: the importer fails, with this text. */
export class LookupError extends Error {}

/** The refusal of a serializer's errors, as the importer writes them into its log. */
export const serializerErrors = (errors: Json): EntryError =>
  new EntryError(`Serializer errors ${showErrors(errors)}`, { invalid: true });

/** Errors of a serializer as Python prints them: each text with its code. */
function showErrors(errors: Json): string {
  if (typeof errors === 'string')
    return `ErrorDetail(string=${quote(errors)}, code=${quote(codeOf(errors))})`;
  if (Array.isArray(errors)) return `[${errors.map(showErrors).join(', ')}]`;
  if (typeof errors !== 'object' || errors === null) return showPython(errors);
  return `{${Object.entries(errors)
    .map(([name, one]) => `${/^\d+$/.test(name) ? name : quote(name)}: ${showErrors(one)}`)
    .join(', ')}}`;
}

/**
 * The codes of the framework's own messages; a message of anybody else has the code `invalid`. As
 * rest_framework/fields.py, relations.py and validators.py have them.
 */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^This field is required\.$/, 'required'],
  [/^This field may not be null\.$/, 'null'],
  [/^This field may not be blank\.$/, 'blank'],
  [/ is not a valid choice\.$/, 'invalid_choice'],
  [/object does not exist\.$|^Object with .* does not exist\.$/s, 'does_not_exist'],
  [/^Incorrect type\. Expected pk value, received /, 'incorrect_type'],
  [/^This list may not be empty\.$/, 'empty'],
  [/^Expected a list of items but got type /, 'not_a_list'],
  [/^Ensure this field has no more than /, 'max_length'],
  [/^Ensure this field has at least /, 'min_length'],
  [/^Ensure this value is less than or equal to /, 'max_value'],
  [/^Ensure this value is greater than or equal to /, 'min_value'],
  [/^String value too large\.$/, 'max_string_length'],
  [/^Null characters are not allowed\.$/, 'null_characters_not_allowed'],
  [/ already exists\.$|^This field must be unique\.$|must make a unique set\.$/, 'unique'],
];

function codeOf(message: string): string {
  return CODES.find(([pattern]) => pattern.test(message))?.[1] ?? 'invalid';
}

/** A text as Python's repr() writes it. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(/[\\\n\r\t]|\p{C}|['"]/gu, (one) => {
    if (one === "'" || one === '"') return one === mark ? `\\${one}` : one;
    return ESCAPES[one] ?? escapeCode(one.codePointAt(0) ?? 0);
  });
  return `${mark}${escaped}${mark}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCode(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
