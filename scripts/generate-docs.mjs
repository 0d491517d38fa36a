// Makes the table of docs/diagnostics.md from the table of codes; with --check, proves that it is what it
// makes.
// usage: node scripts/generate-docs.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import './typescript.mjs';

const { CODES } = await import('../src/diagnostics/codes.ts');

const path = join(resolve(import.meta.dirname, '..'), 'docs/diagnostics.md');
const page = readFileSync(path, 'utf8');
const table = [
  '| code | severity | about |',
  '|---|---|---|',
  ...Object.entries(CODES).map(
    ([code, { severity, about }]) => `| [\`${code}\`](diagnostics/${code}.md) | ${severity} | ${about} |`,
  ),
].join('\n');
const made = page.replace(/^\| code \|[^]*?\n(?=\n)/m, () => `${table}\n`);
if (made !== page && process.argv.includes('--check')) {
  console.error(
    'the table of docs/diagnostics.md is not that of src/diagnostics/codes.ts: run npm run generate',
  );
  process.exit(1);
}
if (made !== page) {
  writeFileSync(path, made);
  console.log('wrote docs/diagnostics.md');
}
