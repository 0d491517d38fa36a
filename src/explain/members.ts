import type { History } from '../catalog/history.ts';
import type { Field, ModelName } from '../catalog/model.ts';
import { wordsOf } from '../forms/words.ts';
import { fieldIn } from './field-history.ts';
import { traits, valuesOf } from './field-words.ts';
import { type Block, code } from './markdown.ts';
import { openEnds, type Run, runsOf, whenWords } from './runs.ts';
import { said } from './said.ts';

/** A key of a mapping whose keys are known, or of the mappings in a list. */
export interface Member {
  readonly name: string;
  readonly field: Field;
  /** The releases that have it, among those that have the attribute. */
  readonly runs: readonly Run<true>[];
}

/** The keys that an attribute's mapping, or each mapping of its list, can have; empty where none are known. */
export function membersOf(field: Field, having: History, model: ModelName, name: string): Member[] {
  const withField = having.filter((one) => fieldIn(one, model, name));
  return Object.entries(memberFields(field)).map(([member, of]) => ({
    name: member,
    field: of,
    runs: runsOf(withField, (one) =>
      Object.hasOwn(memberFields(fieldIn(one, model, name)), member) ? true : undefined,
    ),
  }));
}

function memberFields(field: Field | undefined): Readonly<Record<string, Field>> {
  return field?.members ?? field?.items?.members ?? {};
}

/** The keys as blocks of a page. */
export function memberWords(members: readonly Member[]): Block[] {
  if (members.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Keys' },
    {
      kind: 'table',
      rows: [
        ['key', 'what it is'],
        ...members.map(({ name, field, runs }) => [
          name,
          said(
            field.required && '**required**',
            valuesOf(field).length > 0 ? `one of ${code(valuesOf(field))}` : wordsOf(field),
            ...traits(field, false),
            whenWords(runs),
          ).join('; '),
        ]),
      ],
    },
  ];
}

/** What JSON says of a key. */
export function memberJson({ name, field, runs }: Member): Record<string, unknown> {
  return {
    name,
    type: field.type,
    values: valuesOf(field).length > 0 ? valuesOf(field) : undefined,
    default: field.default,
    required: field.required === true,
    releases: runs.map(openEnds),
  };
}
