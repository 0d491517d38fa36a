import { clean } from '../source/clean.ts';
import type { LanguageChange } from '../blueprint/language-changes.ts';
import type {
  CatalogChanges,
  FieldChange,
  ModelChange,
  NameChanges,
} from '../catalog/changes/catalog-changes.ts';
import { facetWords } from '../catalog/changes/facet-words.ts';

/** A line of a comparison, before it is formatted for a terminal or as Markdown. */
export interface ChangeLine {
  readonly sign: '+' | '-' | '~';
  /** A model, a field, or another part that changed. */
  readonly name: string;
  readonly text: string;
  /** 0: a model, or a part of the language; 1: a part of the model above. */
  readonly depth: 0 | 1;
}

/** The lines of a comparison of two releases: the language, then the models with what changed in each. */
export function changesLines({ models }: CatalogChanges, language: readonly LanguageChange[]): ChangeLine[] {
  const lines = [
    ...language.map(
      ({ kind, what }): ChangeLine => ({
        sign: kind === 'added' ? '+' : '-',
        name: 'language',
        text: what,
        depth: 0,
      }),
    ),
    ...models.flatMap(modelLines),
  ];
  // Of a document that somebody else wrote, perhaps.
  return lines.map((line) => ({ ...line, name: clean(line.name), text: clean(line.text) }));
}

function modelLines(change: ModelChange): ChangeLine[] {
  if (change.kind !== 'changed')
    return [{ sign: change.kind === 'added' ? '+' : '-', name: change.model, text: change.path, depth: 0 }];
  const path = change.pathBefore === undefined ? change.path : `${change.pathBefore} → ${change.path}`;
  return [
    {
      sign: '~',
      name: change.renamedFrom === undefined ? change.model : `${change.renamedFrom} → ${change.model}`,
      text: path,
      depth: 0,
    },
    ...change.fields.map(fieldLine),
    ...namesLines('can identify', change.identifiers),
    ...namesLines('API filters', change.filters),
    ...namesLines('the API can', change.actions),
    ...change.refused.added.map((text): ChangeLine => ({ sign: '+', name: 'refused', text, depth: 1 })),
    ...change.refused.removed.map((text): ChangeLine => ({ sign: '-', name: 'refused', text, depth: 1 })),
  ];
}

function fieldLine(change: FieldChange): ChangeLine {
  switch (change.kind) {
    case 'added':
      return {
        sign: '+',
        name: change.field,
        text: parts(
          [change.type, change.required && 'required', change.without && `without it: ${change.without}`],
          ', ',
        ),
        depth: 1,
      };
    case 'removed':
      return { sign: '-', name: change.field, text: '', depth: 1 };
    case 'renamed':
      return {
        sign: '~',
        name: `${change.field} → ${change.to}`,
        text: parts([...change.facets.map(facetWords), change.how], '; '),
        depth: 1,
      };
    case 'changed':
      return {
        sign: '~',
        name: change.field,
        text: parts([...change.facets.map(facetWords), change.how && `now ${change.how}`], '; '),
        depth: 1,
      };
  }
}

function parts(all: readonly (string | false | undefined)[], between: string): string {
  return all.filter(Boolean).join(between);
}

function namesLines(name: string, { added, removed }: NameChanges): ChangeLine[] {
  const signed = [
    ['+', added],
    ['-', removed],
  ] as const;
  return signed
    .filter(([, names]) => names.length > 0)
    .map(([sign, names]) => ({ sign, name, text: names.join(', '), depth: 1 }));
}
