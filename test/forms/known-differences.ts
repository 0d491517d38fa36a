import { type Dict, isDict, type Value } from '../../src/blueprint/value.ts';
import type { Problem } from '../../src/forms/form.ts';
import { formOf } from '../../src/forms/form-of.ts';
import type { Slot } from './slots.ts';

/** A value that one of two refuses: `accept` with its problems, or a server with its words. */
export interface Difference {
  readonly release: string;
  readonly slot: Slot;
  readonly value: unknown;
  /** Empty: it takes the value. */
  readonly problems: readonly Problem[];
  /** Empty: it takes the value. */
  readonly said: string;
}

interface Known {
  readonly why: string;
  readonly is: (difference: Difference) => boolean;
}

const FIRST = '2023.2';

const server =
  (text: RegExp): Known['is'] =>
  ({ said }) =>
    text.test(said);

/** What the forms take and a server refuses. */
const LENIENT: readonly Known[] = [
  {
    why: 'only the database knows which objects there are, and an entry may be identified by any text',
    is: server(/is not a valid UUID|object does not exist|already exists|must be unique/),
  },
  {
    why: 'what a text says in a language of its own: Python, certificates, files and templates of the server',
    is: server(
      /Expression Syntax|load (certificate|private)|[Bb]lueprint file|No such file|segments|Invalid template/,
    ),
  },
  {
    why: 'a rule of one model about one of its texts',
    is: server(/must not contain spaces/),
  },
  {
    why: 'the embedded outpost alone may have no providers, which is a rule about the object',
    is: ({ slot, said }) => slot.model.name === 'authentik_outposts.outpost' && /may not be empty/.test(said),
  },
  { why: 'a configuration of Kubernetes is read by its client', is: server(/[Kk]ubeconfig/) },
  {
    why: 'documents do not say that a text is an IP address',
    is: server(/valid IPv4 or IPv6/),
  },
  {
    why: 'the catalog leaves out the bounds of the numbers of a database',
    is: ({ slot, said }) => formOf(slot.field).name === 'integer' && /2147483647|-2147483648/.test(said),
  },
  {
    why: 'documents do not say that JSON must be a mapping',
    is: ({ slot, said }) => formOf(slot.field).name === 'JSON' && /dictionary/.test(said),
  },
  {
    why: 'the catalog does not hold which schemes an address may have',
    is: ({ slot, said }) => formOf(slot.field).name.startsWith('uri') && /valid URL/.test(said),
  },
  {
    why: 'of an address, later releases are only known to want a scheme and something behind it',
    is: ({ slot, said, release }) =>
      release !== FIRST && formOf(slot.field).name.startsWith('address') && /valid URL/.test(said),
  },
  {
    why: 'a choice may be given in lower case, which the sandbox does not know',
    is: ({ slot, said }) => slot.field.forms?.includes('upper') === true && /valid choice/.test(said),
  },
  {
    why: 'the empty text is left to the class of the field, which the document does not tell',
    is: ({ slot, value, said }) =>
      formOf(slot.field).name === 'uuid' && value === '' && /valid UUID/.test(said),
  },
  {
    why: 'a class of 2023 and 2025 that is narrower than the document of the release between',
    is: ({ release, said }) => release !== FIRST && /may not be (null|blank)|no more than/.test(said),
  },
];

/** What the forms refuse and a server takes. */
const STRICT: readonly Known[] = [
  {
    why: 'the importer takes the pk of any mapping among identifiers; only a link has one',
    is: ({ slot, value }) =>
      formOf(slot.field).name === 'text' && isDict(value as Value) && Object.hasOwn(value as Dict, 'pk'),
  },
  {
    why: 'where a mapping is meant, anything else is a slip, even where the serializer takes any JSON',
    is: ({ slot }) => formOf(slot.field).name === 'mapping',
  },
  {
    why: 'an empty mapping where a list is meant is a slip',
    is: ({ slot, value }) => formOf(slot.field).name === 'list' && JSON.stringify(value) === '{}',
  },
  {
    why: 'a list that must not be empty, which the sandbox does not know of',
    is: ({ slot, value }) => slot.field.minLength === 1 && JSON.stringify(value) === '[]',
  },
  {
    why: 'white space is taken for a part of the text where nothing says that it is cut off',
    is: ({ slot, value }) => !slot.field.trim && typeof value === 'string' && value.trim() !== value,
  },
  {
    why: 'the sandbox of a later release knows classes only as far as they were described',
    is: ({ release }) => release !== FIRST,
  },
];

/** Why a difference is known; undefined where it is not. */
export function knownReason(difference: Difference): string | undefined {
  const rows = difference.problems.length > 0 ? STRICT : LENIENT;
  return rows.find(({ is }) => is(difference))?.why;
}
