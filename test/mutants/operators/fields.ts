import type { Pair } from '../../../src/blueprint/blueprint.ts';
import type { Field } from '../../../src/catalog/model.ts';
import { misspell } from '../random.ts';
import { isWithin, type Operator, ownPairs, type Site, type Subject, type SubjectEntry } from '../subject.ts';

/** Every attribute of an entry that writes, with its field. */
export function attributes(
  subject: Subject,
): { readonly checked: SubjectEntry; readonly pair: Pair; readonly field: Field }[] {
  return subject.entries
    .filter(({ writes }) => writes)
    .flatMap((checked) => {
      const { entry, map, resource } = checked;
      if (!entry.attrs || !isWithin(entry.attrs.span, map.span)) return [];
      return ownPairs(entry.attrs).flatMap((pair) => {
        const field = Object.hasOwn(resource.fields, pair.key) ? resource.fields[pair.key] : undefined;
        return field && !field.readOnly ? [{ checked, pair, field }] : [];
      });
    });
}

/** The server drops what it does not know, so this is no error there; what it was for is not set. */
const attribute: Operator = {
  name: 'attribute misspelt',
  sites: (subject) =>
    attributes(subject).map(
      ({ checked, pair }): Site =>
        (random) => {
          const slip = misspell(pair.key, random, [
            ...Object.keys(checked.resource.fields),
            ...Object.keys(checked.resource.lookups),
          ]);
          return slip === undefined ? undefined : subject.replace(pair.keyNode.span, slip, 'warning');
        },
    ),
};

/** An identifier that is no field is an error of the server. */
const identifier: Operator = {
  name: 'identifier misspelt',
  sites: (subject) =>
    identifiers(subject).map(
      ({ checked, pair }): Site =>
        (random) => {
          const slip = misspell(pair.key, random, Object.keys(checked.resource.lookups));
          return slip === undefined || slip.includes('__') !== pair.key.includes('__')
            ? undefined
            : subject.replace(pair.keyNode.span, slip, 'error');
        },
    ),
};

const foreignIdentifier: Operator = {
  name: 'identifier that is no field',
  sites: (subject) =>
    identifiers(subject).map(
      ({ checked, pair }): Site =>
        (random) => {
          const foreign = [
            'slug',
            'title',
            'username',
            'label',
            'domain',
            'identifier',
            'key',
            'nickname',
            'verbose_name',
          ].filter((key) => !Object.hasOwn(checked.resource.lookups, key));
          return subject.replace(pair.keyNode.span, random.pick(foreign), 'error');
        },
    ),
};

function identifiers(subject: Subject): { readonly checked: SubjectEntry; readonly pair: Pair }[] {
  return subject.entries
    .filter(({ writes }) => writes)
    .flatMap((checked) => {
      const { entry, map } = checked;
      return entry.identifiers && isWithin(entry.identifiers.span, map.span)
        ? ownPairs(entry.identifiers).map((pair) => ({ checked, pair }))
        : [];
    });
}

/**
 * Whether the object exists decides whether the server misses it, so it may be no more than a warning. No
 * mistake where another entry is about an object of the same model: that one may make it.
 */
const requiredAttribute: Operator = {
  name: 'required attribute left out',
  sites: (subject) =>
    attributes(subject).flatMap(({ checked, pair, field }) => {
      const { entry, map, resource } = checked;
      const alone =
        subject.entries.filter((other) => other.resource === resource).length === 1 ||
        (entry.identifiers?.pairs.length === 1 &&
          entry.identifiers.pairs[0]?.value.kind === 'scalar' &&
          isOnlyOne(subject, checked));
      const managed = entry.identifiers?.pairs.some(({ key }) => key === 'managed' || key === pair.key);
      return field.required && alone && !managed && entry.attrs
        ? subject.remove({ map }, entry.attrs, pair.key, 'warning')
        : [];
    }),
};

/** No other entry of the model says the same of the only identifier. */
function isOnlyOne(subject: Subject, { entry, resource }: SubjectEntry): boolean {
  const identifier = entry.identifiers?.pairs[0];
  return subject.entries.every(
    (other) =>
      other.entry === entry ||
      other.resource !== resource ||
      [...ownPairs(other.entry.identifiers), ...ownPairs(other.entry.attrs)].every(
        ({ key, value }) =>
          key !== identifier?.key ||
          (value.kind === 'scalar' &&
            identifier.value.kind === 'scalar' &&
            value.text !== identifier.value.text),
      ),
  );
}

/** Without identifiers the server refuses an entry. */
const noIdentifiers: Operator = {
  name: 'identifiers left out',
  sites: (subject) =>
    subject.entries
      .filter(({ writes }) => writes)
      .flatMap((checked) => subject.remove(checked, checked.map, 'identifiers', 'error')),
};

/** Null where the server takes none. */
const nothing: Operator = {
  name: 'null for a value that is needed',
  sites: (subject) =>
    attributes(subject)
      .filter(
        ({ pair, field }) =>
          !field.nullable &&
          ['string', 'integer', 'boolean', 'array'].includes(field.type) &&
          !subject.at(pair.value.span).includes('&'),
      )
      .map(
        ({ checked, pair }): Site =>
          (random) => {
            const by = random.pick(['null', '~', 'Null']);
            return pair.value.span.end > pair.value.span.start
              ? subject.replace(pair.value.span, by, checked.valueSeverity)
              : undefined;
          },
      ),
};

export const FIELDS = [attribute, identifier, foreignIdentifier, requiredAttribute, noIdentifiers, nothing];
