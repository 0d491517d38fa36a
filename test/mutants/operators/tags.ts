import { TAGS as TAG_TABLE } from '../../../src/blueprint/features.ts';
import { isSince } from '../../../src/catalog/release.ts';
import type { TagNode } from '../../../src/blueprint/blueprint.ts';
import type { Severity } from '../../../src/diagnostics/codes.ts';
import { misspell, type Random } from '../random.ts';
import type { Operator, Site, Subject, SubjectEntry } from '../subject.ts';

/** A tag of an entry that runs. */
function tagged(
  name: string,
  applies: (tag: TagNode, checked: SubjectEntry) => boolean,
  change: (text: string, tag: TagNode, random: Random) => string | undefined,
  least: Severity = 'error',
): Operator {
  return {
    name,
    sites: (subject) =>
      subject.tags().flatMap(({ tag, entry }): Site[] => {
        const checked = subject.entries.find((one) => one.entry === entry && one.writes);
        if (!checked || !applies(tag, checked)) return [];
        return [
          (random) => {
            const by = change(subject.at(tag.span), tag, random);
            return by === undefined || by === subject.at(tag.span)
              ? undefined
              : subject.replace(tag.span, by, least);
          },
        ];
      }),
  };
}

const known = Object.keys(TAG_TABLE);

/** PyYAML has no constructor for it: the file does not load. */
const misspelt = tagged(
  'tag misspelt',
  () => true,
  (text, { tag }, random) => {
    const slip = misspell(
      tag.slice(1),
      random,
      known.map((one) => one.slice(1)),
    );
    return slip === undefined ? undefined : `!${slip}${text.slice(tag.length)}`;
  },
);

const wrongCase = tagged(
  'tag in the wrong case',
  () => true,
  (text, { tag }, random) =>
    `${random.pick([tag.toLowerCase(), tag.toUpperCase(), `!${tag.charAt(1).toLowerCase()}${tag.slice(2)}`])}${text.slice(tag.length)}`,
);

/** Wrong numbers of arguments, each of which the server refuses. */
const TOO_FEW: Readonly<Record<string, readonly string[]>> = {
  '!Find': ['!Find []', '!Find'],
  '!If': ['!If []', '!If [true, a]'],
  '!Condition': ['!Condition []', '!Condition [AND]'],
  '!Format': ['!Format []'],
  '!Env': ['!Env []'],
  '!Context': ['!Context []'],
  '!Enumerate': ['!Enumerate []', '!Enumerate [[a]]', '!Enumerate [[a], SEQ]'],
};
const tooFew = tagged(
  'tag with too few arguments',
  ({ tag }) => TOO_FEW[tag] !== undefined,
  (_, { tag }, random) => random.pick(TOO_FEW[tag]!),
);

const SHAPES: Readonly<Record<string, readonly string[]>> = {
  '!KeyOf': ['!KeyOf [a]', '!KeyOf {a: b}'],
  '!Find': ['!Find authentik_core.group', '!Find {model: authentik_core.group}'],
  '!If': ['!If true', '!If {a: b}'],
  '!Condition': ['!Condition AND', '!Condition true'],
  '!Format': ['!Format text', '!Format {a: b}'],
  '!Enumerate': ['!Enumerate a'],
  '!Env': ['!Env {a: b}'],
  '!Context': ['!Context {a: b}'],
};
const shape = tagged(
  'tag with arguments of the wrong shape',
  ({ tag }) => SHAPES[tag] !== undefined,
  (_, { tag }, random) => random.pick(SHAPES[tag]!),
);

const mode = tagged(
  'mode that does not exist',
  ({ tag, args }) =>
    (tag === '!Condition' && args[0]?.kind === 'scalar') ||
    (tag === '!Enumerate' && args[1]?.kind === 'scalar'),
  (text, { tag }, random) =>
    tag === '!Condition'
      ? text.replace(/\[(\s*)\w+/, `[$1${random.pick(['NOT', 'ANND', 'ALL', 'EITHER'])}`)
      : text.replace(/\b(SEQ|MAP)\b/, random.pick(['LIST', 'DICT', 'SEQUENCE'])),
);

/** `%s` without an argument, or an argument without `%s`: Python raises. */
const format = tagged(
  '!Format with the wrong number of arguments',
  ({ tag, args }) => tag === '!Format' && args[0]?.kind === 'scalar' && args.length > 1,
  (text, { args }, random) => {
    const template = args[0]!.span;
    const from = template.start;
    if (text.includes('\n') || from < 0) return undefined;
    return random.below(2) === 0 ? text.replace('%s', '%s%s') : text.replace(/%[sd]/, '');
  },
);

/** Without its mark a tag is plain text, which is no key of an object. */
const noMark = tagged(
  'tag without its mark',
  ({ tag, form }, { resource, entry }) => {
    const field = [...(entry.attrs?.pairs ?? []), ...(entry.identifiers?.pairs ?? [])].find(
      ({ value }) => value.kind === 'tag' && value.tag === tag,
    )?.key;
    return (
      tag === '!KeyOf' &&
      form === 'scalar' &&
      field !== undefined &&
      resource.fields[field]?.references !== undefined
    );
  },
  (text) => text.slice(1),
);

/** A tag that came with a later release. */
const tooNew: Operator = {
  name: 'tag of a later release',
  sites: (subject: Subject) =>
    tagged(
      '',
      ({ tag }) =>
        tag === '!Find' &&
        known.some((one) => one === '!FindObject' && !isSince(subject.catalog.release, TAG_TABLE[one]!)),
      (text) => text.replace('!Find', '!FindObject'),
    ).sites(subject),
};

export const TAGS = [misspelt, wrongCase, tooFew, shape, mode, format, noMark, tooNew];
