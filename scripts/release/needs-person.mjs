// What a person has to look at when a release is new: what its document shows and no program can decide.
import '../typescript.mjs';
import { idleRows } from './idle-facts.mjs';

const { compareCatalogs } = await import('../../src/catalog/changes/compare-catalogs.ts');
const { isWritable, kindText } = await import('../../src/catalog/changes/compare-fields.ts');

/** Of two models of different names, the part of fields in common from which on one may be the other. */
const ALIKE = 0.7;

/**
 * Compares the release (`catalog`, `document`, `facts`: what its catalog is made with) with the one before
 * (`before`; `document` and `facts` are undefined where its document is not at hand). Returns sections in a
 * fixed order, those with something in them: `about` says what it is, `where` what to do about it, `lines`.
 */
export function needsPerson(release, before) {
  const changes = compareCatalogs(before.catalog, release.catalog).models;
  const pairs = pairsOf(before.catalog, release.catalog);
  const documents = before.document ? documentSections(release, before) : [];
  return [
    ...modelSections(changes, pairs, release, before),
    ...fieldSections(changes, pairs),
    ...documents,
  ].filter(({ lines }) => lines.length > 0);
}

function modelSections(changes, pairs, { catalog }, { catalog: old }) {
  const added = changes.filter(({ kind }) => kind === 'added').map(({ model }) => catalog.models[model]);
  const removed = changes.filter(({ kind }) => kind === 'removed').map(({ model }) => old.models[model]);
  const unmanageable = Object.values(catalog.models).filter(
    ({ kind, name }) => kind === 'unmanageable' && !(name in old.models),
  );
  return [
    {
      about: 'new models: what identifies one, what it links to and what is unique is guessed from names',
      where: 'src/catalog/facts/, by subject',
      lines: [
        ...added.map(({ name, collection }) => `${name} (${collection.path})`),
        ...unmanageable.map(({ name, reason }) => `${name} cannot be managed: ${reason}`),
      ],
    },
    {
      about: 'models that are gone',
      where: 'where one has another name: MODEL_RENAMES in src/catalog/facts/renames.ts',
      lines: removed.map(({ name }) => {
        const alike = added.filter((other) => isAlike(old.models[name], other)).map((other) => other.name);
        return alike.length > 0 ? `${name}; perhaps it is ${alike.join(' or ')} now` : name;
      }),
    },
    {
      about: 'links that lead to a model that is not known',
      where: 'src/catalog/facts/, by subject',
      lines: grouped(
        [
          ...pairs.flatMap(({ name, before, after }) =>
            unresolved(after)
              .filter((field) => !unresolved(before).includes(field))
              .map((field) => [field, name]),
          ),
          ...added.flatMap((model) => unresolved(model).map((field) => [field, model.name])),
        ],
        'of',
      ),
    },
    {
      about:
        'defaults that the document does not tell: what the server fills in for a field that is left out',
      where: 'DEFAULTS in src/catalog/facts/field-facts.ts, after asking a server of this release',
      lines: grouped(
        [
          ...pairs.flatMap(({ name, before, after }) =>
            withoutDefault(after)
              .filter((field) => !isWritable(before.fields[field]))
              .map((field) => [field, name]),
          ),
        ],
        'of',
      ).concat(
        added
          .filter((model) => withoutDefault(model).length > 0)
          .map((model) => `${withoutDefault(model).join(', ')}, of ${model.name}`),
      ),
    },
  ];
}

function fieldSections(changes, pairs) {
  const fields = changes.flatMap(({ kind, model, fields: all }) =>
    kind === 'changed' ? all.map((change) => ({ model, ...change })) : [],
  );
  const facets = (name) =>
    fields.flatMap(({ model, field, facets: all = [] }) =>
      all.filter(({ facet }) => facet === name).map((facet) => ({ model, field, ...facet })),
    );
  return [
    {
      about:
        'fields that are gone, with the new fields of the same models that may be what they are called now',
      where: 'FIELD_RENAMES in src/catalog/facts/renames.ts, else FIELDS_GONE in gone-and-required.ts',
      lines: grouped(
        pairs.flatMap(({ name, before, after }) => {
          const own = fields.filter(({ model }) => model === name);
          const come = own.filter(({ kind }) => kind === 'added').map(({ field }) => field);
          return own
            .filter(({ kind }) => kind === 'removed')
            .map(({ field }) => [goneText(field, come, before, after), name]);
        }),
        'of',
      ),
    },
    {
      about: 'fields that are newly required',
      where: 'FIELDS_REQUIRED in src/catalog/facts/gone-and-required.ts: what to write for what was before',
      lines: grouped(
        [
          ...fields.filter(({ kind, required }) => kind === 'added' && required),
          ...facets('required').filter(({ after }) => after === 'yes'),
        ].map(({ field, model }) => [field, model]),
        'of',
      ),
    },
    {
      about: 'values that are gone',
      where: 'VALUE_RENAMES in src/catalog/facts/value-renames.ts, where another stands for it',
      lines: grouped(
        facets('values')
          .filter(({ before }) => before !== undefined)
          .map(({ field, model, before, after }) => [
            `${before}${after === undefined ? '' : ` (new: ${after})`}`,
            `${model}.${field}`,
          ]),
        'of',
      ),
    },
    {
      about: 'fields that are shown no longer, or are shown now',
      where: 'PUBLIC and SECRETS in src/catalog/facts/secret-facts.ts',
      lines: grouped(
        pairs.flatMap(({ name, before, after }) =>
          Object.keys(after.fields)
            .filter((field) => isWritable(before.fields[field]) && isWritable(after.fields[field]))
            .filter((field) => before.fields[field].writeOnly !== after.fields[field].writeOnly)
            .map((field) => [
              `${field} is ${after.fields[field].writeOnly ? 'write-only now' : 'shown now'}`,
              name,
            ]),
        ),
        'in',
      ),
    },
  ];
}

/** What only the documents of both releases show. */
function documentSections(release, before) {
  const known = new Set(writesOf(before));
  const idle = idleRows(release.document, release.facts);
  // A row that does something now is not asked about twice: each takes a catalog, or a model.
  const were = new Set(idleRows(before.document, before.facts, new Set(idle)));
  return [
    {
      about: 'endpoints that are new and are no collections: one may set a field, import, or apply',
      where: 'src/catalog/facts/endpoint-facts.ts',
      lines: writesOf(release).filter((one) => !known.has(one)),
    },
    {
      about: `rows of hand-written facts that did something for ${before.catalog.release} and do nothing here`,
      where: 'what replaces them, where something does: src/catalog/facts/',
      lines: idle.filter((row) => !were.has(row)),
    },
  ];
}

/** The models that both releases can manage, under the name of the newer one. */
function pairsOf(before, after) {
  return Object.values(after.models).flatMap((model) => {
    const own = before.models[model.name];
    return model.kind === 'resource' && own?.kind === 'resource'
      ? [{ name: model.name, before: own, after: model }]
      : [];
  });
}

const writableNames = (model) => Object.keys(model.fields).filter((field) => isWritable(model.fields[field]));

/** Whether two models of different names may be the same. */
function isAlike(one, other) {
  if (one.collection.path === other.collection.path) return true;
  const [names, others] = [writableNames(one), writableNames(other)];
  const common = names.filter((name) => others.includes(name)).length;
  return common >= ALIKE * Math.max(names.length, others.length);
}

/** Fields that hold the key of something, and nobody knows of what. */
function unresolved(model) {
  const isKey = ({ format, references }) => format === 'uuid' && references === undefined;
  return writableNames(model).filter((name) => {
    const field = model.fields[name];
    return isKey(field) || (field.items && field.references === undefined && isKey(field.items));
  });
}

/** Fields that may be left out, and nobody knows what the server does then. */
function withoutDefault(model) {
  return writableNames(model).filter((name) => {
    const field = model.fields[name];
    return !field.readOnly && !field.required && field.default === undefined && !field.generated;
  });
}

/** A field that is gone, with the new ones of its model: of those that are of its kind, else of all. */
function goneText(field, come, before, after) {
  const kind = kindText(before.fields[field]);
  const same = come.filter((name) => kindText(after.fields[name]) === kind);
  const may = same.length > 0 ? same : come;
  return may.length > 0 ? `${field}; perhaps it is ${may.join(' or ')} now` : field;
}

/** The calls of a document that write, besides those to collections and their objects. */
function writesOf({ document, catalog }) {
  const collections = new Set(
    Object.values(catalog.models).flatMap((model) =>
      model.kind === 'resource' ? [model.collection.path, model.collection.item] : [],
    ),
  );
  return Object.entries(document.paths)
    .filter(([path]) => !collections.has(path))
    .flatMap(([path, item]) =>
      ['post', 'put', 'patch', 'delete']
        .filter((method) => item?.[method])
        .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/g, '{key}')}`),
    )
    .sort();
}

/** What is said of several models, once: pairs of what is said and of what. */
function grouped(pairs, word) {
  const groups = new Map();
  for (const [text, name] of pairs) groups.set(text, [...(groups.get(text) ?? []), name]);
  return [...groups].map(([text, names]) => `${text}, ${word} ${names.join(', ')}`);
}
