import type { Json, Lookup, Protection, Resource } from '../catalog/model.ts';
import { type Block, code } from './markdown.ts';
import { said } from './said.ts';

/** What identifies an object of a model, best first. */
export function identifiersOf(model: Resource): Block[] {
  const alone = model.unique
    .filter((rule) => rule.fields.length === 1 && Object.hasOwn(model.lookups, rule.fields[0] ?? ''))
    .flatMap((rule) => rule.fields);
  const together = model.unique
    .filter((rule) => rule.fields.length > 1)
    .map((rule) => rule.fields.map((name) => `\`${name}\``).join(' with '));
  const across = model.unique
    .filter((rule) => (rule.across?.length ?? 0) > 1)
    .map(
      (rule) =>
        `\`${rule.fields.join(', ')}\` is unique among ${rule.across?.length ?? 0} models that share it`,
    );
  const best = [...alone.map((name) => `\`${name}\``), ...together];
  const rest = identifierNames(model).filter((name) => !alone.includes(name) && name !== 'pk');
  const hidden = Object.entries(model.lookups)
    .filter(([name, lookup]) => isHidden(lookup) && !(model.fields[name]?.readOnly === true))
    .map(([name]) => name);
  return [
    { kind: 'heading', level: 2, text: 'Identifiers' },
    {
      kind: 'paragraph',
      text: said(
        best.length > 0 ? `One object has ${best.join(', or ')}.` : 'Nothing but the primary key is unique.',
        rest.length > 0 && `Can identify, too: ${code(rest)}.`,
        across.length > 0 && `${across.join('; ')}.`,
        hidden.length > 0 &&
          `The API does not show ${code(hidden)}, so ${hidden.length > 1 ? 'they' : 'it'} cannot be compared.`,
      ).join(' '),
    },
  ];
}

/**
 * What can identify an object through the API: its own columns and links, not what other models hold of it.
 */
export function identifierNames(model: Resource): string[] {
  const names = Object.entries(model.lookups)
    .filter(
      ([, lookup]) =>
        lookup.kind === 'pk' ||
        ((lookup.kind === 'value' || lookup.kind === 'relation') && lookup.field !== undefined),
    )
    .map(([name]) => name);
  return names
    .filter(
      (name) =>
        !name.endsWith('_ptr') &&
        !(name.endsWith('_id') && names.includes(name.slice(0, -'_id'.length))) &&
        (model.lookups[name]?.kind !== 'pk' || name === 'pk'),
    )
    .sort();
}

function isHidden(lookup: Lookup): boolean {
  return lookup.kind === 'value' && lookup.field === undefined;
}

/** Which objects of a model are guarded, and how. */
export function protectionsOf(model: Resource): Block[] {
  if (model.protected.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Protected' },
    { kind: 'list', items: model.protected.map((one) => protectionWords(model, one)) },
  ];
}

function protectionWords({ name }: Resource, { match, guard, frozen, why, nameField }: Protection): string {
  const which = match
    .map((values) =>
      Object.entries(values)
        .map(([field, value]) => matchWords(field, value))
        .join(' and '),
    )
    .join(', or ');
  const stays =
    frozen.length > 0 && `${code(frozen)} ${frozen.length > 1 ? 'stay as they are' : 'stays as it is'}`;
  const option = `--allow-protected ${name}:${(nameField ?? 'name').toUpperCase()}`;
  return `Where ${which}: ${said(GUARDED[guard], stays).join(', ')}, because ${why}. \`${option}\` lifts that.`;
}

const GUARDED: Readonly<Record<Protection['guard'], string>> = {
  'leave-alone': 'made where there is none, and otherwise left alone',
  'add-only': 'not deleted, open to additions, and nothing is taken from it or changed in it',
  keep: 'not deleted',
};

/** Special values of `Protection.match`, for people. */
const MATCHES: Readonly<Record<string, string>> = {
  '@behind': 'the token in use has its rights through it',
  '@bundled': "one of authentik's own blueprints makes it",
};

function matchWords(field: string, value: Json): string {
  const special = typeof value === 'string' ? MATCHES[value] : undefined;
  if (special !== undefined) return special;
  if (value === '@me') return `\`${field}\` is, or has, the user of the token in use`;
  return value === '@some' ? `\`${field}\` has a value` : `\`${field}\` is \`${show(value)}\``;
}

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What cannot be done to objects of a model, and what must go along. */
export function limitsOf({ actions, cannotCreate, companions, hidden = [] }: Resource): Block[] {
  const items = said(
    ...(['create', 'update', 'delete'] as const).map(
      (action) => !actions[action] && `It cannot ${action} one.`,
    ),
    cannotCreate !== undefined && `It cannot create one: ${cannotCreate}.`,
    ...hidden.map(
      ({ values, why }) =>
        `It does not show the one with ${Object.entries(values)
          .map(([name, value]) => `${code([name])} ${code([String(value)])}`)
          .join(' and ')}: ${why}.`,
    ),
    ...companions.map(
      (one) =>
        `A change ${one.when ? `of ${code(one.when)} ` : ''}must carry ` +
        `${one.anyOf ? 'one of ' : ''}${code(one.fields)}` +
        `${one.unless ? `, but not beside ${code(one.unless)}` : ''}: \`ak-blueprint\` sends what the server has.`,
    ),
  );
  return items.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'What the API cannot do' },
        { kind: 'list', items },
      ];
}
