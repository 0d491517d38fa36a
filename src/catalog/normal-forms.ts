import { durationOf, instantOf, uuidOf } from './formats.ts';
import type { Field } from './model.ts';

/*
 * authentik takes several spellings of one value, keeps some as they were sent (`minutes=60`) and others in
 * its own (` name ` without its white space), and shows a few with something of its own. Two values of a
 * field are the same where their normal forms are; this is the one table of them. Which of them a field has
 * is said by its document (format, type), by the classes of the server (trimming, links) and by the facts
 * (`forms`).
 */
export interface NormalForm {
  readonly name: string;
  /** Whether the values of a field have it. */
  readonly of: (field: Shape) => boolean;
  /** The one spelling of a text; undefined: the text has no such form, and is compared as it is. */
  readonly text?: (text: string) => string | undefined;
  /** The one spelling of a list, whose items are in theirs. */
  readonly list?: (items: readonly string[]) => readonly string[];
  /** Whether a key of a mapping is not kept. */
  readonly drops?: (field: Shape, key: string) => boolean;
  /**
   * Whether the server makes a stored value of a wanted one, where that is a matter of both: texts, or lists
   * of items in their one spelling.
   */
  readonly becomes?: (wanted: string | readonly string[], stored: string | readonly string[]) => boolean;
  readonly seen: string;
}

/** A field, or an item of a list. */
export type Shape = Omit<Field, 'required'>;

export const NORMAL_FORMS: readonly NormalForm[] = [
  {
    name: 'trimmed',
    of: (field) => field.trim === true,
    text: trimLikePython,
    seen: 'recordings "x2 whitespace name trimmed", "expr trailing newline trimmed?"',
  },
  {
    name: 'duration',
    of: (field) => field.format === 'duration',
    text: durationOf,
    seen: 'serializers keep the text and read it as a sum of units: minutes=60 is hours=1',
  },
  {
    name: 'time stamp',
    of: (field) => field.format === 'date-time',
    text: instantOf,
    seen: 'recordings "invitation create", "token create": shown in UTC, with a Z',
  },
  {
    name: 'UUID',
    of: (field) => field.format === 'uuid' || field.references !== undefined,
    text: uuidOf,
    seen: 'recordings "group patch parent": shown with dashes and in lower case',
  },
  {
    name: 'upper case',
    of: (field) => field.forms?.includes('upper') === true,
    text: (text) => text.toUpperCase(),
    seen: 'see the rows of the facts',
  },
  {
    name: 'set',
    of: (field) => field.set === true,
    list: (items) => [...new Set(items)].sort(),
    seen: 'recordings "oauth2 m2m dup+order": without what is double, and in another order',
  },
  {
    name: 'known keys',
    of: (field) => field.members !== undefined,
    drops: (field, key) => !Object.hasOwn(field.members ?? {}, key),
    seen: 'recording "b oauth2 redirect_uris extra key": keys that the document does not have are dropped',
  },
  {
    name: 'adds',
    of: (field) => field.forms?.includes('adds') === true,
    becomes: isPart,
    seen: 'see the rows of the facts',
  },
  {
    name: 'media',
    of: (field) => field.setter !== undefined,
    becomes: isMedia,
    seen: 'rest-api-2023.2, point 17: a relative address is kept under /media/ and reads back with that prefix',
  },
];

const known = new WeakMap<Shape, readonly NormalForm[]>();

/** The normal forms of a field's values. */
export function formsOf(field: Shape): readonly NormalForm[] {
  let forms = known.get(field);
  if (!forms) known.set(field, (forms = NORMAL_FORMS.filter((form) => form.of(field))));
  return forms;
}

const items = new WeakMap<Shape, Shape>();

/** An item of a list, as a field: links and the case of choices are said of the list. */
export function itemOf(field: Shape): Shape {
  let item = items.get(field);
  if (!item) {
    const forms = field.forms?.filter((form) => form === 'upper') ?? [];
    items.set(
      field,
      (item = {
        ...(field.items ?? { type: 'json' }),
        ...(field.references ? { references: field.references } : {}),
        ...(forms.length > 0 ? { forms } : {}),
      }),
    );
  }
  return item;
}

/**
 * Python's str.strip(): white space as Unicode has it, and the control characters that Python counts; no byte
 * order mark.
 */
export function trimLikePython(text: string): string {
  return text.replace(/^(?:(?!\ufeff)[\s\u001c-\u001f\u0085])+|(?:(?!\ufeff)[\s\u001c-\u001f\u0085])+$/g, '');
}

function isPart(wanted: string | readonly string[], stored: string | readonly string[]): boolean {
  return (
    typeof wanted !== 'string' && typeof stored !== 'string' && wanted.every((item) => stored.includes(item))
  );
}

function isMedia(wanted: string | readonly string[], stored: string | readonly string[]): boolean {
  if (typeof wanted !== 'string' || typeof stored !== 'string') return false;
  return (
    wanted !== '' &&
    !/^(\/|[a-z]+:)/i.test(wanted) &&
    stored.startsWith('/media/') &&
    stored.endsWith(`/${wanted}`)
  );
}
