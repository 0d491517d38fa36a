import type { Field, Json } from '../../src/catalog/model.ts';
import { isAddress } from '../forms/is-address.ts';
import type { Random } from '../mutants/random.ts';

/** Texts that are easily taken for something else on their way through YAML, JSON, HTTP and a database. */
const TEXTS = [
  'plain',
  'two words',
  ' blanks at both ends ',
  'yes',
  'null',
  '1e3',
  '007',
  '2024-01-02',
  'O\'Neill "the" <b>',
  'Zürich 東京 🎉',
  'a: b # c',
  '%s {name} $HOME',
  '[x, y]',
  '!Find it',
  '--- a\n--- b\n',
  'tab\there',
];
/** A tag in quotes in place of a secret is refused, as nobody means the text. */
const SECRETS = TEXTS.filter((text) => !text.startsWith('!'));
const EXPRESSIONS = ['return True', 'return False\n', '# why\nreturn request.user.is_active'];

/** A value that a field without a link takes; undefined where the catalog does not tell what it takes. */
export function randomValue(
  name: string,
  field: Omit<Field, 'required'>,
  random: Random,
  unique: string,
): Json | undefined {
  if (field.enum) return random.pick(field.enum.filter((choice) => choice !== ''));
  switch (field.type) {
    case 'boolean':
      return random.below(2) === 0;
    case 'integer':
      return between(field.minimum ?? 0, field.maximum ?? 10_000, random);
    case 'number':
      return between(field.minimum ?? 0, field.maximum ?? 100, random) + 0.5;
    case 'array':
      return randomList(name, field, random, unique);
    case 'object':
      return field.members ? randomMembers(field, random, unique) : randomObject(random);
    case 'json':
      return randomObject(random);
    case 'string':
      return randomText(name, field, random, unique);
  }
}

/**
 * Another value that could be stored in a field, and that nobody would take for the same; undefined where the
 * catalog does not tell.
 */
export function otherValue(field: Field, stored: Json): Json | undefined {
  if (field.enum) return field.enum.find((choice) => choice !== '' && choice !== stored);
  switch (field.type) {
    case 'boolean':
      return stored !== true;
    case 'integer':
    case 'number':
      return typeof stored === 'number' && stored < (field.maximum ?? Infinity)
        ? stored + 1
        : (field.minimum ?? 0);
    case 'object':
    case 'json':
      return field.members ? undefined : { other: [1, { than: 'before' }] };
    case 'array':
      return Array.isArray(stored) && stored.length > 1 ? stored.slice(1) : undefined;
    case 'string':
      break;
  }
  const texts: Readonly<Record<string, string>> = {
    duration: 'seconds=12345',
    uri: 'https://other.example.com',
    url: 'https://other.example.com',
    address: 'https://other.example.com',
    email: 'other@example.com',
    media: 'fa://fa-other',
    'date-time': '2041-05-06T07:08:09Z',
  };
  if (field.format !== undefined) return texts[field.format];
  return field.pattern ? undefined : 'another text'.slice(0, field.maxLength);
}

function randomList(
  name: string,
  field: Omit<Field, 'required'>,
  random: Random,
  unique: string,
): Json[] | undefined {
  const count = Math.max(field.minLength ?? 0, random.below(4));
  const items = Array.from({ length: count }, (_, index) =>
    field.items ? randomValue(name, field.items, random, `${unique}-${index}`) : undefined,
  );
  if (items.some((item) => item === undefined)) return undefined;
  const known = items.filter((item) => item !== undefined);
  // A set has everything once; so has a list of choices, which is written once at each.
  return field.set || field.items?.enum ? [...new Set(known)] : known;
}

function randomMembers(field: Omit<Field, 'required'>, random: Random, unique: string): Json | undefined {
  const members = Object.entries(field.members ?? {})
    .filter(([, member]) => !member.readOnly && (member.required || random.below(2) === 0))
    .map(([name, member]) => [name, randomValue(name, member, random, unique)] as const);
  return members.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(members) as Json);
}

function randomObject(random: Random): Json {
  const leaf = (): Json =>
    random.pick<Json>([null, true, 0, 1.5, 'text', '', ['a', 1], { deep: { er: [] } }]);
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, (_, index) => [
      `${random.pick(['a', 'b-c', 'd.e', '0', 'ü'])}${index}`,
      leaf(),
    ]),
  );
}

function randomText(
  name: string,
  field: Omit<Field, 'required'>,
  random: Random,
  unique: string,
): string | undefined {
  if (name === 'expression') return random.pick(EXPRESSIONS);
  if ('setter' in field) return `https://media.example.com/${unique}.png`;
  if (isAddress(field))
    return `https://${unique.replaceAll('_', '-')}.example.com/${random.pick(['', 'a', 'a/b/', 'x?y=z&w'])}`;
  switch (field.format) {
    case 'duration':
      return random.pick([
        'minutes=5',
        'hours=1',
        'days=30',
        'hours=1;minutes=30',
        'seconds=0',
        'minutes=60',
        'weeks=2',
      ]);
    case 'email':
      return `${unique}@example.com`;
    case 'media':
      return random.pick([
        `https://media.example.com/${unique}.png`,
        'fa://fa-rocket',
        `logos/${unique}.svg`,
        ...(field.minLength ? [] : ['']),
      ]);
    case 'date-time':
      return random.pick([
        '2033-01-02T03:04:05Z',
        '2033-01-02T03:04:05+02:00',
        '2033-01-02T03:04:05.123456Z',
      ]);
    case 'uuid':
      return undefined;
    case undefined:
      break;
    default:
      return undefined;
  }
  if (field.pattern) return new RegExp(field.pattern, 'u').test(unique) ? unique : undefined;
  return random.pick('secret' in field && field.secret ? SECRETS : TEXTS).slice(0, field.maxLength);
}

function between(low: number, high: number, random: Random): number {
  const top = Math.min(high, low + 10_000);
  return random.below(4) === 0 ? random.pick([low, top]) : low + random.below(top - low + 1);
}
