import { EXPECTED } from '../catalog/facts/expected.ts';
import type { History } from '../catalog/history.ts';
import { resolveLookup } from '../catalog/lookup-path.ts';
import type { Catalog, Field, Lookup, Model, ModelName } from '../catalog/model.ts';
import { isSince, shortRelease } from '../catalog/release.ts';
import { wordsOf } from '../forms/words.ts';
import { fieldJson, isUnique } from './explain-model.ts';
import type { Explanation } from './explanation.ts';
import { fieldChanges, fieldIn, fieldRuns, valueRuns } from './field-history.ts';
import { traits, valuesOf } from './field-words.ts';
import { fieldRenameWords } from './renamed.ts';
import { memberJson, memberWords, membersOf } from './members.ts';
import { refusedJson, refusedOf, refusedWords } from './refused.ts';
import { openEnds, whenWords } from './runs.ts';
import { said } from './said.ts';
import { unmeasuredWords } from './unmeasured.ts';
import { type Block, code } from './markdown.ts';

/** One attribute or look-up of a model: what it takes, its values, and what releases changed about it. */
export function explainField(
  model: Model,
  name: string,
  catalog: Catalog,
  target: Catalog,
  catalogs: History,
): Explanation {
  const field = fieldIn(catalog, model.name, name);
  const full = `${model.name}.${name}`;
  const lookup = 'lookups' in model ? model.lookups[name] : undefined;
  if (!field) return explainLookup(model, name, catalog, target);
  const having = catalogs.filter((one) => one.models[model.name]);
  const runs = fieldRuns(having, model.name, name);
  const unique = model.kind === 'resource' && isUnique(model, name);
  const everyValue = [...new Set(having.flatMap((one) => valuesOf(fieldIn(one, model.name, name))))];
  const values = everyValue.map((value) => ({
    value,
    here: valuesOf(field).includes(value),
    runs: valueRuns(
      having.filter((one) => fieldIn(one, model.name, name)),
      model.name,
      name,
      value,
    ),
  }));
  const changes = fieldChanges(catalogs, model.name, name);
  const members = membersOf(field, having, model.name, name);
  const refused = refusedOf(model, catalog, catalogs, name);
  const differs = values.some((one) => whenWords(one.runs) !== '');
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: full },
    {
      kind: 'paragraph',
      text: summary(
        field,
        unique,
        catalog,
        target,
        said(whenWords(runs), ...fieldRenameWords(model.name, name)).join('; '),
      ),
    },
    { kind: 'paragraph', text: role(field, lookup) },
    ...expectedWords(catalog, model.name, name),
    ...unmeasuredWords(catalog, field.unmeasured),
  ];
  if (values.length > 0) {
    blocks.push({ kind: 'heading', level: 2, text: 'Values' });
    if (differs)
      blocks.push({
        kind: 'table',
        rows: [
          ['value', 'releases'],
          ...values.map(({ value, runs: has }) => [code([value]), whenWords(has) || 'all']),
        ],
      });
    else blocks.push({ kind: 'paragraph', text: code(everyValue) });
  }
  blocks.push(...memberWords(members), ...refusedWords(refused, catalog));
  if (changes.length > 0)
    blocks.push(
      { kind: 'heading', level: 2, text: 'Changes' },
      {
        kind: 'table',
        rows: [['release', 'what'], ...changes.map(({ release, change }) => [release, change])],
      },
    );
  return {
    kind: 'field',
    name: full,
    blocks,
    json: {
      target: shortRelease(catalog.release),
      ...fieldJson(field, unique),
      values:
        values.length > 0
          ? values.map((one) => ({ value: one.value, releases: one.runs.map(openEnds) }))
          : undefined,
      members: members.length > 0 ? members.map(memberJson) : undefined,
      refused: refused.length > 0 ? refused.map(refusedJson) : undefined,
      identifies: lookup !== undefined,
      releases: runs.map(openEnds),
      changes,
      unmeasured: field.unmeasured,
    },
  };
}

function summary(field: Field, unique: boolean, catalog: Catalog, target: Catalog, when: string): string {
  const parts = said(
    field.required && '**required**',
    valuesOf(field).length > 0 && field.type !== 'array' ? 'one of the values below' : wordsOf(field),
    ...traits(field, unique),
  );
  return `${shownOf(catalog, target)}: ${parts.join('; ')}.${when === '' ? '' : ` The model has it ${when}.`}`;
}

/** Which release is shown, and that it is not the target where it is another. */
function shownOf(catalog: Catalog, target: Catalog): string {
  const release = shortRelease(catalog.release);
  return catalog === target
    ? `In authentik ${release}`
    : `Not in authentik ${shortRelease(target.release)}; in ${release}`;
}

/** What an object that is made without the attribute does not do. */
function expectedWords(catalog: Catalog, model: ModelName, name: string): Block[] {
  return EXPECTED.filter(
    (row) => row.model === model && row.field === name && isSince(catalog.release, row.since ?? '0'),
  ).map(({ why, write }) => ({ kind: 'paragraph', text: `Give it: ${why}. Write \`${write}\`.` }));
}

/** What an entry can do with an attribute. */
function role(field: Field, lookup: Lookup | undefined): string {
  const write = writeWords(field);
  if (!lookup) return `${write} It cannot identify an object or be looked up by.`;
  if (lookup.kind === 'value' && lookup.field === undefined)
    return `${write} The API does not show it, so it cannot identify.`;
  return lookup.kind === 'relation'
    ? `${write} It can identify, and look-ups may go through it: \`${lookup.to}\` is at its end.`
    : `${write} It can identify.`;
}

function writeWords(field: Field): string {
  if (field.writtenAs !== undefined)
    return `An entry may give it in \`attrs\`: it is \`${field.writtenAs}\` by another name.`;
  return field.readOnly && !field.setter
    ? 'Only the server sets it; an entry that gives it is warned of.'
    : 'An entry may give it in `attrs`.';
}

/**
 * Something that an object can be looked up by and that no entry can set: a column, a link of another model,
 * a path through relations.
 */
function explainLookup(model: Model, name: string, catalog: Catalog, target: Catalog): Explanation {
  const full = `${model.name}.${name}`;
  const resolved = resolveLookup(catalog, model.name, name);
  const path = resolved.ok ? resolved.path : undefined;
  const through = (path?.steps ?? []).map(
    ({ name: step, lookup }) => `through \`${step}\`${'to' in lookup ? `, a link to \`${lookup.to}\`` : ''}`,
  );
  const end = path ? lookupWords(path.target) : 'a look-up';
  const more = said(
    path && path.json.length > 0 && `the key \`${path.json.join('.')}\` in it`,
    path && path.operator !== '' && `compared by \`${path.operator}\``,
  );
  const goesOn =
    path && 'to' in path.target && path.operator === '' ? ', and go on through it with `__`' : '';
  const text =
    `${shownOf(catalog, target)}: ${[...through, end, ...more].join('; ')}. ` +
    `It is no attribute: an entry cannot set it, but \`!Find\` and identifiers may name it${goesOn}.`;
  return {
    kind: 'field',
    name: full,
    blocks: [
      { kind: 'heading', level: 1, text: full },
      { kind: 'paragraph', text },
    ],
    json: { target: shortRelease(catalog.release), lookup: path ?? {} },
  };
}

function lookupWords(lookup: Lookup): string {
  switch (lookup.kind) {
    case 'pk':
      return 'the primary key';
    case 'value':
      return lookup.field === undefined
        ? 'a column that the API does not show, so it cannot be compared'
        : `what the API calls \`${lookup.field}\``;
    case 'relation':
      return `the objects of \`${lookup.to}\` that this one refers to`;
    case 'reverse':
      return `the objects of \`${lookup.to}\` that refer to this one`;
  }
}
