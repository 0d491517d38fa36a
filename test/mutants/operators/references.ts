import type { Node, TagNode } from '../../../src/blueprint/blueprint.ts';
import { pairAt } from '../../../src/blueprint/blueprint.ts';
import type { Span } from '../../../src/source/source-file.ts';
import { misspell } from '../random.ts';
import {
  lineAt,
  type Mutant,
  type Operator,
  ownPairs,
  shifted,
  type Site,
  type Subject,
  type SubjectEntry,
} from '../subject.ts';

/** The entries with an id that `!KeyOf`s of later entries name and no other entry has. */
function named(subject: Subject): {
  readonly checked: SubjectEntry;
  readonly id: { readonly text: string; readonly span: Span };
  readonly users: readonly { readonly tag: TagNode }[];
}[] {
  return subject.entries.flatMap((checked) => {
    const { id } = checked.entry;
    if (
      !id ||
      subject.blueprint.entries.filter((one) => one.id?.text === id.text).length !== 1 ||
      !checked.writes
    )
      return [];
    const users = subject.users(id.text).filter(({ entry }) => entry.index > checked.entry.index);
    return users.length > 0 && subject.at(id.span) === id.text ? [{ checked, id, users }] : [];
  });
}

const spans = (users: readonly { readonly tag: TagNode }[], at: number, by: number): Span[] =>
  users.map(({ tag }) => shifted(tag.span, at, by));

/**
 * The users fail, and it is the id that is wrong. With one user the file may not tell which of the two is
 * misspelt: either is right.
 */
const idMisspelt: Operator = {
  name: 'id misspelt',
  sites: (subject) =>
    named(subject).map(
      ({ id, users }): Site =>
        (random) => {
          const slip = misspell(
            id.text,
            random,
            subject.blueprint.entries.map((entry) => entry.id?.text ?? ''),
          );
          if (slip === undefined) return undefined;
          const places = [
            { start: id.span.start, end: id.span.start + slip.length },
            ...(users.length === 1 ? spans(users, id.span.end, slip.length - id.text.length) : []),
          ];
          return subject.replace(id.span, slip, 'error', places);
        },
    ),
};

/**
 * An id with nothing in common with the old one: only the users tell that something is wrong, so the finding
 * is at the id or at the first of them.
 */
const idRenamed: Operator = {
  name: 'id renamed without its users',
  sites: (subject) =>
    named(subject).map(
      ({ id, users }): Site =>
        (random) => {
          const by = random.pick(['renamed', 'q', 'my-object', 'thing-2']);
          return subject.replace(id.span, by, 'error', [
            { start: id.span.start, end: id.span.start + by.length },
            ...spans(users.slice(0, 1), id.span.end, by.length - id.text.length),
          ]);
        },
    ),
};

/** What is gone has no place: the finding is at the entry, or at the first user. */
const idRemoved: Operator = {
  name: 'id left out',
  sites: (subject) =>
    named(subject).flatMap(({ checked, users }) =>
      subject.remove(checked, checked.map, 'id', 'error').map(
        (site): Site =>
          (random) => {
            const mutant = site(random);
            if (!mutant) return undefined;
            const by = mutant.text.length - subject.text.length;
            return {
              ...mutant,
              places: [...mutant.places, ...spans(users.slice(0, 1), checked.entry.id?.span.start ?? 0, by)],
            };
          },
      ),
    ),
};

/** Where its id has this user only, the file may not tell which of the two is misspelt. */
const keyOfMisspelt: Operator = {
  name: '!KeyOf misspelt',
  sites: (subject) =>
    named(subject).flatMap(({ id, users }) =>
      users.map(
        ({ tag }): Site =>
          (random) => {
            const { span } = tag.args[0]!;
            const slip = misspell(
              id.text,
              random,
              subject.blueprint.entries.map((entry) => entry.id?.text ?? ''),
            );
            return slip === undefined
              ? undefined
              : subject.replace(span, slip, 'error', [
                  { start: span.start, end: span.start + slip.length },
                  ...(users.length === 1 ? [id.span] : []),
                ]);
          },
      ),
    ),
};

/** An entry cut out and put at the end, behind its users: the server stumbles over the first of them. */
const moved: Operator = {
  name: 'entry moved behind its users',
  sites: (subject) =>
    named(subject).flatMap(({ checked, id, users }): Site[] => {
      const items = pairAt(subject.root, 'entries')?.value;
      if (
        items?.kind !== 'seq' ||
        subject.blueprint.entries.at(-1) === checked.entry ||
        !isBlockItem(subject, checked.map)
      )
        return [];
      const next = items.items[checked.entry.index + 1];
      // An entry that needs another one itself stays right at the end; one with an anchor must stay before
      // its aliases.
      if (
        !next ||
        next.kind !== 'map' ||
        !isBlockItem(subject, next) ||
        /(^|\s)&\w/.test(subject.at(checked.map.span)) ||
        items.span.end < subject.text.trimEnd().length
      )
        return [];
      const from = subject.lineStart(checked.map.span.start);
      const to = subject.lineStart(next.span.start);
      return [() => cutAndAppend(subject, from, to, id.span, users)];
    }),
};

function cutAndAppend(
  subject: Subject,
  from: number,
  to: number,
  id: Span,
  users: readonly { readonly tag: TagNode }[],
): Mutant {
  const block = subject.text.slice(from, to);
  const rest = `${(subject.text.slice(0, from) + subject.text.slice(to)).trimEnd()}\n`;
  const by = from - to;
  const first = shifted(users[0]!.tag.span, to, by);
  const start = rest.length + id.start - from;
  return { text: rest + block, least: 'error', places: [first, { start, end: start + id.end - id.start }] };
}

function isBlockItem(subject: Subject, node: Node): boolean {
  return (
    /^ *- +$/.test(subject.text.slice(subject.lineStart(node.span.start), node.span.start)) &&
    !'{['.includes(subject.text.charAt(node.span.start))
  );
}

/** `!KeyOf` means the first of the two; what named the second one by its old id finds nothing. */
const idTwice: Operator = {
  name: 'id of another entry',
  sites: (subject) =>
    subject.entries.flatMap(({ entry }): Site[] => {
      const { id } = entry;
      const earlier = subject.entries.filter(
        (one) =>
          one.entry.index < entry.index &&
          one.entry.id &&
          one.entry.id.text !== id?.text &&
          one.entry.conditions.length === 0 &&
          one.writes,
      );
      if (!id || entry.conditions.length > 0 || earlier.length === 0 || subject.at(id.span) !== id.text)
        return [];
      const users = subject.users(id.text);
      return [
        (random) => {
          const by = random.pick(earlier).entry.id!.text;
          return subject.replace(id.span, by, users.length > 0 ? 'error' : 'warning', [
            { start: id.span.start, end: id.span.start + by.length },
          ]);
        },
      ];
    }),
};

/** The key of an object of another model is no key of the model that the field links to. */
const foreignKey: Operator = {
  name: '!KeyOf of an object of the wrong model',
  sites: (subject) =>
    subject.entries
      .filter(({ writes }) => writes)
      .flatMap(({ entry, resource }) =>
        ownPairs(entry.attrs)
          .concat(ownPairs(entry.identifiers))
          .flatMap(({ key, value }): Site[] => {
            const links = resource.fields[key]?.references;
            const arg = value.kind === 'tag' && value.tag === '!KeyOf' ? value.args[0] : undefined;
            if (!arg || !links) return [];
            const fits = new Set(
              links.flatMap((name) => {
                const model = subject.catalog.models[name];
                return [name, ...(model?.kind === 'base' ? model.concrete : [])];
              }),
            );
            const others = subject.entries.filter(
              (one) =>
                one.entry.index < entry.index &&
                one.writes &&
                one.entry.id &&
                one.entry.conditions.length === 0 &&
                !fits.has(one.resource.name) &&
                !isBaseOf(subject, one.resource.name, fits),
            );
            return others.length === 0
              ? []
              : [(random) => subject.replace(arg.span, random.pick(others).entry.id!.text, 'error')];
          }),
      ),
};

function isBaseOf(subject: Subject, name: string, fits: ReadonlySet<string>): boolean {
  const model = subject.catalog.models[name];
  return model?.kind === 'base' && model.concrete.some((one) => fits.has(one));
}

/**
 * Where a typo is in the name of a context value, nothing gives it: the value is null. Only where the file's
 * own context has the right name.
 */
const contextKey: Operator = {
  name: '!Context misspelt',
  sites(subject) {
    const keys = Object.keys(subject.blueprint.context);
    return subject
      .tags()
      .filter(({ tag }) => tag.tag === '!Context' && tag.form === 'scalar')
      .flatMap(({ tag }): Site[] => {
        const [arg] = tag.args;
        const where = subject.text.slice(subject.lineStart(tag.span.start), tag.span.start);
        // What decides something takes null for "no".
        if (
          arg?.kind !== 'scalar' ||
          !keys.includes(arg.text) ||
          /!(Condition|If) \[[^\]]*$/.test(where) ||
          arg.text.length < 4
        )
          return [];
        return [
          (random) => {
            const slip = misspell(arg.text, random, keys);
            return slip === undefined ? undefined : subject.replace(arg.span, slip, 'warning');
          },
        ];
      });
  },
};

/** Look-ups that work on no server of the release. */
function inFind(
  name: string,
  part: (tag: TagNode) => Node | undefined,
  taken: (subject: Subject, tag: TagNode) => readonly string[],
): Operator {
  return {
    name,
    sites: (subject) =>
      subject
        .tags()
        .filter(
          ({ tag, entry }) =>
            tag.tag === '!Find' && subject.entries.some((one) => one.entry === entry && one.writes),
        )
        .flatMap(({ tag }): Site[] => {
          const node = part(tag);
          if (node?.kind !== 'scalar' || subject.at(node.span) !== node.text) return [];
          return [
            (random) => {
              const slip = misspell(node.text, random, taken(subject, tag));
              return slip === undefined ||
                slip.includes('__') !== node.text.includes('__') ||
                slip.split('.').length !== node.text.split('.').length
                ? undefined
                : subject.replace(node.span, slip, 'error');
            },
          ];
        }),
  };
}

const findModel = inFind(
  'model of a !Find misspelt',
  (tag) => tag.args[0],
  (subject) => Object.keys(subject.catalog.models),
);
const findField = inFind(
  'field of a !Find misspelt',
  (tag) => (tag.args[1]?.kind === 'seq' ? tag.args[1].items[0] : undefined),
  (subject, tag) => {
    const model =
      tag.args[0]?.kind === 'scalar' ? subject.catalog.models[tag.args[0].text.toLowerCase()] : undefined;
    return model?.kind === 'resource' || model?.kind === 'base' ? Object.keys(model.lookups) : [];
  },
);

/** A criterion without its brackets: the look-up has no field and value any more. */
const bareCriterion: Operator = {
  name: 'brackets of a criterion left out',
  sites: (subject) =>
    subject
      .tags()
      .filter(({ tag }) => tag.tag === '!Find')
      .flatMap(({ tag }): Site[] => {
        const criterion = tag.args[1];
        if (criterion?.kind !== 'seq' || subject.text.charAt(criterion.span.start) !== '[') return [];
        const { start, end } = criterion.span;
        return [
          () =>
            subject.replace(
              criterion.span,
              subject.text.slice(start + 1, end - 1).replace(/,\s*$/, ''),
              'error',
              [lineAt(subject.text, start), { start, end: end - 2 }],
            ),
        ];
      }),
};

export const REFERENCES = [
  idMisspelt,
  idRenamed,
  idRemoved,
  keyOfMisspelt,
  moved,
  idTwice,
  foreignKey,
  contextKey,
  findModel,
  findField,
  bareCriterion,
];
