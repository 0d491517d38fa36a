/*
 * How the time to read texts that are designed to be slow grows with their length: the exponent is 1 for
 * linear growth, 2 for quadratic.
 * Run: node bench/hostile.mjs
 */
import '../scripts/typescript.mjs';

const { features } = await import('../src/blueprint/features.ts');
const { parseBlueprint } = await import('../src/blueprint/parse.ts');

const TEXTS = {
  'an unclosed quote': (n) => `a: "${'x y\n'.repeat(n)}`,
  'an unclosed bracket': (n) => `a: [${'x, y,\n'.repeat(n)}`,
  'one long line': (n) => `a: ${'x '.repeat(n)}`,
  'one long key': (n) => `${'x'.repeat(n)}: 1`,
  'a long number': (n) => `a: ${'9'.repeat(n)}`,
  'many tags on one line': (n) => `a: [${'!a,'.repeat(n)}]`,
  'many doubled keys': (n) => 'a: 1\n'.repeat(n),
  'many duplicate anchors': (n) => '- &a 1\n'.repeat(n),
};

/** The seconds of CPU that a text takes, the least of three. */
function seconds(text) {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage();
    parseBlueprint({ path: 'hostile.yaml', text }, () => undefined, { features: features('2023.2') });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return Math.min(...times);
}

for (const [name, make] of Object.entries(TEXTS)) {
  const [small, large] = [100_000, 400_000].map((length) => seconds(make(length)));
  const exponent = Math.log(large / small) / Math.log(4);
  console.log(
    `${name}: ${small.toFixed(2)} s, four times as long ${large.toFixed(2)} s, exponent ${exponent.toFixed(2)}`,
  );
}
