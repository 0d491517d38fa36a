import type { Pair } from '../../../src/blueprint/blueprint.ts';
import type { Field } from '../../../src/catalog/model.ts';
import type { Severity } from '../../../src/diagnostics/codes.ts';
import { misspell, type Random } from '../random.ts';
import {
  type Mutant,
  type Operator,
  ownPairs,
  type Site,
  type Subject,
  type SubjectEntry,
} from '../subject.ts';
import { attributes } from './fields.ts';

/** Another value for a key, on the line of the key. */
export function setValue(subject: Subject, { keyNode, value }: Pair, by: string, least: Severity): Mutant {
  const start = keyNode.span.end;
  return subject.replace({ start, end: Math.max(value.span.end, start) }, `: ${by}`, least, [
    { start: start + 2, end: start + 2 + by.length },
  ]);
}

/** A value that the server refuses when it writes the attribute. */
function wrong(
  name: string,
  applies: (field: Field) => boolean,
  make: (field: Field, random: Random, text: string) => string | undefined,
): Operator {
  return {
    name,
    sites: (subject) =>
      attributes(subject)
        .filter(({ pair, field }) => applies(field) && isReplaceable(subject, pair))
        .map(
          ({ checked, pair, field }): Site =>
            (random) => {
              const by = make(field, random, subject.at(pair.value.span));
              return by === undefined ? undefined : setValue(subject, pair, by, checked.valueSeverity);
            },
        ),
  };
}

/** No anchor that an alias elsewhere names, and on the line of its key or below it. */
function isReplaceable(subject: Subject, { keyNode, value }: Pair): boolean {
  return (
    !/(^|\s)&\w/.test(subject.text.slice(keyNode.span.end, value.span.end)) &&
    value.span.start >= keyNode.span.end
  );
}

const isText = (field: Field): boolean => field.type === 'string';
const isPlainText = (field: Field): boolean => isText(field) && !field.enum && !field.format;

const enumValue = wrong(
  'value that is none of the choices',
  (field) => isText(field) && field.enum !== undefined,
  (field, random, text) =>
    random.pick([
      misspell(text, random, field.enum!.map(String)),
      misspell(String(random.pick(field.enum!)), random, field.enum!.map(String)),
      'nope',
      'Default',
    ]),
);
const listForText = wrong('list where text belongs', isText, (_, random) =>
  random.pick(['[a, b]', '[]', '[[x]]']),
);
const mappingForText = wrong('mapping where text belongs', isText, (_, random) =>
  random.pick(['{a: b}', '{}', '{value: [1]}']),
);
const booleanForText = wrong('boolean where text belongs', isPlainText, (_, random) =>
  random.pick(['true', 'no', 'on', 'False']),
);
const textForNumber = wrong(
  'text where a number belongs',
  (field) => field.type === 'integer' && !field.enum,
  (_, random) => random.pick(['ten', '"1O"', '1.5.2', 'first']),
);
const listForNumber = wrong(
  'list where a number belongs',
  (field) => field.type === 'integer' && !field.enum,
  (_, random) => random.pick(['[1]', '{a: 1}', '[]']),
);
const textForBoolean = wrong(
  'text where true or false belongs',
  (field) => field.type === 'boolean',
  (_, random) => random.pick(['maybe', '"ja"', 'enabled', 'tru', '[true]', '{}', '2']),
);
const scalarForList = wrong(
  'scalar where a list belongs',
  (field) => field.type === 'array',
  (_, random) => random.pick(['one', '5', 'true', '"a, b"']),
);
const mappingForList = wrong(
  'mapping where a list belongs',
  (field) => field.type === 'array',
  // Servers take an empty mapping as a list of no links (2023.2.3, measured).
  (field, random) => random.pick(['{a: b}', '{0: x}', ...(field.references ? [] : ['{}'])]),
);
const scalarForMapping = wrong(
  'scalar where a mapping belongs',
  (field) => field.type === 'object',
  (_, random) => random.pick(['one', '5', 'true', '[a]']),
);
const tooLong = wrong(
  'text that is too long',
  (field) => isText(field) && field.maxLength !== undefined && !field.enum,
  (field) => 'x'.repeat(field.maxLength! + 1),
);
const tooShort = wrong(
  'empty text where there must be one',
  (field) => isText(field) && (field.minLength ?? 0) > 0 && !field.enum && !field.format,
  (_, random) => random.pick(['""', "''", '"  "']),
);
const outOfRange = wrong(
  'number out of its range',
  (field) =>
    field.type === 'integer' && (field.minimum !== undefined || field.maximum !== undefined) && !field.enum,
  (field, random) =>
    field.maximum === undefined || (field.minimum !== undefined && random.below(2) === 0)
      ? String(field.minimum! - 1 - random.below(5))
      : String(field.maximum + 1 + random.below(5)),
);

const WRONG_FORMS: Readonly<Record<string, readonly string[]>> = {
  duration: ['5 minutes', 'minutes:5', 'hours=x', 'days', '10', 'minuts=5'],
  url: ['example', 'htp:/x', 'https//example.com', 'https://'],
  uri: ['example.com', 'ldap.example.com:389', '//x'],
  uris: ['ldap.example.com', 'ldaps//x'],
  email: ['nobody', 'a@', '@example.com', 'a b@example.com'],
  'date-time': ['tomorrow', '2023-13-45', 'soon'],
  uuid: ['flow', 'not-a-uuid', '12345678-1234'],
};
const form = wrong(
  'text of the wrong form',
  (field) => isText(field) && WRONG_FORMS[field.format ?? ''] !== undefined,
  (field, random) => random.pick(WRONG_FORMS[field.format!]!),
);

/** A slug is an identifier as often as not, and is written all the same. */
const slug: Operator = {
  name: 'characters that are not allowed',
  sites: (subject) =>
    subject.entries
      .filter(({ writes }) => writes)
      .flatMap(({ entry, resource, valueSeverity }) =>
        [...ownPairs(entry.identifiers), ...ownPairs(entry.attrs)]
          .filter(
            (pair) =>
              resource.fields[pair.key]?.pattern === '^[-a-zA-Z0-9_]+$' && isReplaceable(subject, pair),
          )
          .map(
            (pair): Site =>
              (random) =>
                setValue(
                  subject,
                  pair,
                  random.pick(['my slug', 'größe', 'a/b', 'a.b', '"a:b"']),
                  valueSeverity,
                ),
          ),
      ),
};

/** An identifier is written, too. */
const identifierValue: Operator = {
  name: 'identifier of the wrong type',
  sites: (subject) =>
    subject.entries
      .filter(({ writes }) => writes)
      .flatMap(({ entry, resource }) =>
        ownPairs(entry.identifiers)
          .filter(
            (pair) =>
              isReplaceable(subject, pair) &&
              resource.fields[pair.key]?.type === 'string' &&
              !resource.fields[pair.key]?.readOnly,
          )
          .map(
            (pair): Site =>
              (random) =>
                setValue(
                  subject,
                  pair,
                  random.pick(
                    resource.fields[pair.key]?.nullable ? ['[a]', '[[]]'] : ['[a]', 'null', '[[]]'],
                  ),
                  'error',
                ),
          ),
      ),
};

/** A name that another object of these entries has for sure: the second of the two is refused. */
const taken: Operator = {
  name: 'unique value given twice',
  sites: (subject) =>
    subject.entries
      .filter(({ writes, entry }) => writes && entry.conditions.length === 0 && entry.ensure === undefined)
      .flatMap((later) =>
        later.resource.unique
          .filter(({ fields, across }) => fields.length === 1 && (across?.length ?? 0) > 1)
          .flatMap(({ fields: [field = ''], across }) => {
            const pair = pairOf(later, field);
            const earlier = subject.entries.find(
              (one) =>
                one.entry.index < later.entry.index &&
                one.resource !== later.resource &&
                across?.includes(one.resource.name) &&
                one.writes &&
                one.entry.conditions.length === 0 &&
                one.entry.ensure === undefined &&
                pairOf(one, field)?.value.kind === 'scalar',
            );
            const theirs = earlier && pairOf(earlier, field);
            return pair?.value.kind === 'scalar' && theirs && isReplaceable(subject, pair)
              ? [() => setValue(subject, pair, subject.at(theirs.value.span), 'error')]
              : [];
          }),
      ),
};

function pairOf({ entry }: SubjectEntry, field: string): Pair | undefined {
  return [...ownPairs(entry.identifiers), ...ownPairs(entry.attrs)].find(({ key }) => key === field);
}

export const VALUES = [
  enumValue,
  listForText,
  mappingForText,
  booleanForText,
  textForNumber,
  listForNumber,
  textForBoolean,
  scalarForList,
  mappingForList,
  scalarForMapping,
  tooLong,
  tooShort,
  outOfRange,
  form,
  slug,
  identifierValue,
  taken,
];
