import { isTemplate } from '../../src/blueprint/placeholder.ts';
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

/** What the forms take and a real server refuses. */
const SERVERS_OWN: readonly Known[] = [
  {
    why: 'only the database knows which objects there are, and an entry may be identified by any text',
    is: server(/is not a valid UUID|object does not exist|already exists|must be unique/),
  },
  {
    why: 'files and templates of the server',
    is: server(/[Bb]lueprint file|No such file|Invalid template/),
  },
];

/** What the forms take and the sandbox refuses. */
const LENIENT: readonly Known[] = [
  ...SERVERS_OWN,
  {
    why: 'a text that something still fills in is not looked at',
    is: ({ value, said }) => /Unable to load/.test(said) && isTemplate(String(value)),
  },
  {
    why: 'a rule about the object as a whole, or what a licence decides',
    is: server(/must set a configuration stage|must be set when|is not allowed|only use an empty|Enterprise/),
  },
  {
    why: 'an empty mapping is a list of no links, which the sandbox does not know',
    is: ({ slot, value }) => formOf(slot.field).name === 'list' && JSON.stringify(value) === '{}',
  },
  {
    why: 'the embedded outpost alone may have no providers, which is a rule about the object',
    is: ({ slot, said }) => slot.model.name === 'authentik_outposts.outpost' && /may not be empty/.test(said),
  },
  {
    why: 'the sandbox wants a mapping wherever one is usual',
    is: ({ slot, said }) => formOf(slot.field).name === 'JSON' && /dictionary/.test(said),
  },
  {
    why: 'the sandbox knows fewer schemes of an address, and no white space around one',
    is: ({ slot, said }) => /uri|link/.test(slot.field.format ?? '') && /valid URL/.test(said),
  },
  {
    why: 'a choice may be given in lower case, which the sandbox does not know',
    is: ({ slot, said }) => slot.field.forms?.includes('upper') === true && /valid choice/.test(said),
  },
  {
    why: 'a tenant is linked to by its key, and no model of it is listed',
    is: ({ slot, said }) => slot.model.name === 'authentik_tenants.domain' && /Incorrect type/.test(said),
  },
  {
    why: 'a class of 2023 and 2025 that is narrower than the document of the release between',
    is: ({ release, said }) => release !== FIRST && /may not be (null|blank)|no more than/.test(said),
  },
];

/** What the forms refuse and the sandbox takes. */
const STRICT: readonly Known[] = [
  {
    why: 'a number with a point is no key, though the sandbox leaves off what is behind the point',
    is: ({ slot, value }) =>
      formOf(slot.field).name === 'link' && typeof value === 'number' && value % 1 !== 0,
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
    why: 'the sandbox reads no kubeconfig, and asks no address at a write',
    is: ({ slot }) => /kubeconfig|fetched/.test(slot.field.format ?? ''),
  },
  {
    why: 'the sandbox of a later release knows classes only as far as they were described',
    is: ({ release }) => release !== FIRST,
  },
];

/** Why the forms and the sandbox may differ about a value; undefined where nothing says so. */
export function knownReason(difference: Difference): string | undefined {
  const rows = difference.problems.length > 0 ? STRICT : LENIENT;
  return rows.find(({ is }) => is(difference))?.why;
}

/** Why the forms may take what a real server refuses; undefined where nothing says so, or the other way round. */
export function serversOwn(difference: Difference): string | undefined {
  return difference.problems.length > 0 ? undefined : SERVERS_OWN.find(({ is }) => is(difference))?.why;
}
