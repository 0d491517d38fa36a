import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../src/source/known-secrets.ts';
import { runs } from '../random-cases.ts';

function knowing(...secrets: string[]): KnownSecrets {
  const known = new KnownSecrets();
  for (const secret of secrets) known.add(secret);
  return known;
}

/** Python's repr of a text of ASCII characters. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${quote}${inner}${quote}`;
}

/** Python's ascii() and repr() of bytes: what is beyond ASCII as `\x`, `\u` or the bytes of UTF-8. */
function ascii(text: string): string {
  return repr(text).replace(/[^\x00-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`;
    return code > 0xff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\x${code.toString(16)}`;
  });
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
}

const WAYS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'as JSON': (text) => JSON.stringify(text),
  'as JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'as JSON of ASCII': (text) =>
    JSON.stringify(text).replace(
      /[^\x00-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  "as Python's repr": repr,
  "as Python's ascii": ascii,
  'as bytes': (text) =>
    [...new TextEncoder().encode(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  'as HTML': html,
  'as HTML of JSON': (text) => html(JSON.stringify(text)),
  'as HTML by number': (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(''),
  'as XML by hexadecimal number': (text) =>
    [...text].map((one) => `&#x${(one.codePointAt(0) ?? 0).toString(16)};`).join(''),
  'in a URL': encodeURIComponent,
  'in a form': (text) => new URLSearchParams({ '': text }).toString().slice(1),
  'for a shell': (text) => `'${text.replaceAll("'", "'\\''")}'`,
  'for a shell, with backslashes': (text) => text.replace(/[^a-zA-Z0-9\n]/gu, '\\$&'),
  'as YAML in apostrophes': (text) => `'${text.replaceAll("'", "''")}'`,
  'as CSV': (text) => `"${text.replaceAll('"', '""')}"`,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  'as JSON in capitals': (text) => JSON.stringify(text).toUpperCase(),
  'on lines that are indented': (text) => text.replaceAll('\n', '\n    '),
  'on one line': (text) => text.replace(/\s+/g, ' '),
};

const SPECIAL = '"\'\\&<>%+ \n\tß€éЖ😀$`/=;:-_.';

/** Secrets as generators of passwords make them, and texts of several lines. */
const secrets = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...'abcdefXYZ0123456789') },
      { weight: 1, arbitrary: fc.constantFrom(...SPECIAL) },
    ),
    { minLength: 8, maxLength: 40 },
  )
  .map((parts) => parts.join(''))
  // White space counts as one character, however much of it there is.
  .filter(
    (text) => /[a-z0-9]{2}/i.test(text) && text.trim() === text && text.replaceAll(/\s+/g, ' ').length >= 8,
  );

it('does not take the labels of a certificate for a part of it', () => {
  const known = knowing('-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUc\n-----END CERTIFICATE-----\n');
  expect(known.mask('certificate_data')).toBe('certificate_data');
  expect(known.mask('-----BEGIN CERTIFICATE-----\nMIIBszCCAVmg')).not.toContain('MIIBszCCAVmg');
});

describe('what is masked', () => {
  it.each(Object.entries(WAYS))('a secret %s leaves no run of it', (_, write) => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const shown = knowing(secret).mask(`before «${write(secret)}» after`);
        expect(shown).toMatch(/^before «.{0,6}\(secret\).{0,6}» after$/s);
      }),
      { numRuns: runs(150) },
    );
  });

  it('a part of 8 characters is hidden, as any longer one', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...Object.values(WAYS)),
        (secret, a, b, write) => {
          const trimmed = secret.trim().replace(/\s+/g, ' ');
          const start = a % (trimmed.length - 7);
          const part = trimmed.slice(start, start + 8 + (b % (trimmed.length - 7 - start)));
          fc.pre(
            !/[\ud800-\udfff]/.test(part[0]! + part.at(-1)!) &&
              /[a-z0-9]/i.test(part) &&
              part.trim().length >= 8,
          );
          const shown = knowing(trimmed).mask(`x: ${write(part)}!`);
          expect(shown.toLowerCase()).not.toContain(part.toLowerCase());
          expect(shown).toContain('(secret)');
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('a text that has nothing of a secret stays as it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'abcdefgh'), { minLength: 6, maxLength: 30 }),
        fc.array(fc.constantFrom(...'ijklmnop 0123456789\n"\\&%+\'(){}<>'), { maxLength: 200 }),
        (secret, text) => {
          expect(knowing(secret.join('')).mask(text.join(''))).toBe(text.join(''));
        },
      ),
    );
  });

  it('masking again changes nothing', () => {
    const letters = fc.array(fc.constantFrom(...'abc(secret)"\\ &'), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 3 }), letters, (some, text) => {
        const known = knowing(...some.map((one) => one.join('')));
        const once = known.mask([...text, ...some.flat(), ...text].join(''));
        expect(known.mask(once)).toBe(once);
      }),
      { numRuns: runs(300) },
    );
  });
});

it.each([
  ['abcdefgh', 'xabcdefghx', 'x(secret)x'],
  ['abcdefghij', 'x abcdefghi x bcdefghij', 'x (secret) x (secret)'],
  ['abcdefghij', 'abcdefg hij', 'abcdefg hij'],
  ['abcdefghij', 'abcdefghijabcdefghij', '(secret)'],
  ['abcdefg', 'abcdefg abcdef', '(secret) abcdef'],
  ['abcdef', 'say "abcdef"', 'say (secret)'],
  ['abcdef\n', 'abcdef', '(secret)'],
  ['abcde', 'abcde', '(secret)'],
  ['  abcde ', ' ABCDE  ', '(secret)'],
  ['abcde', 'an abcde of abcdefg', 'an abcde of abcdefg'],
  ['abc', `it's "abc", 'abc', "abcd", \`ABC\``, `it's (secret), (secret), "abcd", (secret)`],
  [' ', 'a " " b', 'a " " b'],
  ['secret', 'a secret, (secret)', 'a (secret), (secret)'],
  ['one line\nanother', 'one line another', '(secret)'],
  ['abcdefgh', 'line one\nabcdefgh\nline two', 'line one\n(secret)\nline two'],
  ['a\n--------\nb12345678', '----------', '----------'],
  ['--------', '--------', '(secret)'],
])('of %j, %j is shown as %j', (secret, text, shown) => {
  expect(knowing(secret).mask(text)).toBe(shown);
});

it('what is public is shown, but not what stands around it in a secret', () => {
  const known = knowing('https://authentik.example.com');
  known.allow('authentik_core.user');
  expect(known.mask('authentik_core.user at authentik.example.com')).toBe('authentik_core.user at (secret)');
});

it('two secrets that touch are shown as one', () => {
  expect(knowing('abcdefgh', 'ijklmnop').mask('abcdefghijklmnop')).toBe('(secret)');
});

it('without secrets nothing is changed', () => {
  expect(new KnownSecrets().mask('"(secret)" \\n')).toBe('"(secret)" \\n');
});
