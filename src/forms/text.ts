import type { Shape } from '../catalog/model.ts';
import { canonicalText } from './canonical-text.ts';
import type { Accepted, Form, Format, Within } from './form.ts';
import { isStorable, NOT_JSON, NOT_STORED, plainJson, plainText } from './plain.ts';
import { quoted, refused, stored, wrongKind } from './problem.ts';
import { trimLikePython } from './white-space.ts';

/** Any text. A number becomes its digits, and white space is trimmed where the field says so. */
export const text: Form = textForm({ name: 'text', of: ({ type }) => type === 'string', words: 'text' });

/** What distinguishes a form of text. */
interface TextForm {
  readonly name: string;
  readonly of: Form['of'];
  readonly words: string;
  readonly format?: Format | undefined;
  /** The normal spelling of a text; undefined: it is compared as it is. */
  readonly spell?: ((text: string) => string | undefined) | undefined;
  readonly becomes?: Form['becomes'];
}

/** A form of text for the fields with this format. */
export function formattedText(
  format: string,
  words: string,
  has: Format['has'],
  spell?: TextForm['spell'],
  instead?: Format['instead'],
): Form {
  return textForm({
    name: format,
    of: (field) => field.type === 'string' && field.format === format,
    words,
    format: { name: format, has, instead },
    spell,
  });
}

/** A form of text. Whether the empty text is allowed is decided by the field's length, not by its format. */
export function textForm({ name, of, words, format, spell, becomes }: TextForm): Form {
  return {
    name,
    of,
    schema: (field) => ({
      type: ['string', 'number'],
      minLength: field.minLength,
      maxLength: field.maxLength,
      pattern: field.pattern,
      format: format?.name,
    }),
    editorSchema: ({ minLength, maxLength, pattern }) => ({
      type: ['string', 'number'],
      minLength,
      maxLength,
      pattern,
    }),
    present: (field, value) => {
      if (isNothing(field, value)) return null;
      const given = plainText(value);
      if (given === undefined) return plainJson(value);
      return isStorable(given) ? trimmed(field, given) : NOT_JSON;
    },
    accept: (field, value, within) => acceptText(field, value, within, words, format),
    normal: (field, value) =>
      canonicalText(value, (given) => {
        const spelt = trimmed(field, given);
        return spell?.(spelt) ?? spelt;
      }),
    words: () => words,
    plural: 'texts',
    format,
    becomes,
  };
}

/** Whether a value is the empty text in a field whose serializer turns it into null. */
function isNothing(field: Shape, value: unknown): boolean {
  return value === '' && field.forms?.includes('empty') === true;
}

function trimmed(field: Shape, given: string): string {
  return field.trim ? trimLikePython(given) : given;
}

function acceptText(
  field: Shape,
  value: Parameters<Form['accept']>[1],
  within: Within,
  words: string,
  format: Format | undefined,
): Accepted {
  if (isNothing(field, value))
    return field.nullable ? stored(null) : refused('attribute-null', 'must not be null', within);
  const given = plainText(value);
  if (given === undefined) return wrongKind(format ? words : 'text', value, within);
  if (!isStorable(given)) return refused('attribute-format', `has ${NOT_STORED}`, within);
  const kept = trimmed(field, given);
  const { minLength = 0, maxLength = Infinity, pattern } = field;
  if (kept === '' && minLength > 0) {
    const why = given === '' ? '' : ', and the server cuts white space off';
    return refused('attribute-format', `must not be empty${why}`, within);
  }
  if ([...kept].length > maxLength)
    return refused('attribute-format', `is longer than ${maxLength} characters`, within);
  const wrong = kept === '' ? undefined : misshapen(kept, pattern, format, words);
  if (!wrong) return stored(kept);
  const instead = within.isHidden ? undefined : wrong.instead;
  const message = `is ${quoted(given, within)}, which ${wrong.message}`;
  return refused('attribute-format', message, within, undefined, instead);
}

/** What is wrong with the form of a text, and what is probably meant; undefined where nothing is. */
function misshapen(
  text: string,
  pattern: string | undefined,
  format: Format | undefined,
  words: string,
): { readonly message: string; readonly instead: string | undefined } | undefined {
  if (format?.has(text) === false) return { message: `is not ${words}`, instead: format.instead?.(text) };
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return undefined;
  return {
    message: `has characters that are not allowed here (${pattern})`,
    instead: conforming(text, pattern),
  };
}

/** A text like this one that a pattern allows: without slashes too many, else as a slug; undefined where none is. */
function conforming(text: string, pattern: string): string | undefined {
  const path = text.replace(/\/+/g, '/').replace(/^\/|\/$/g, '');
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return [path, slug].find((one) => one !== '' && new RegExp(pattern, 'u').test(one));
}
