// Makes every generated file of the repository from authentik's own documents and what was read from real
// servers, and says in schemas/manifest.json what it made from what. With --check it writes nothing and
// compares the files with what it would write; files whose documents are not there are compared with their
// hashes in the manifest.
// usage: node scripts/generate.mjs [--check]   (the documents: AK_BLUEPRINT_SHARED or ../shared)
import { join, resolve } from 'node:path';
import { generate } from './generate/run.mjs';
import { MANIFEST } from './generate/manifest.mjs';

/** If more documents are missing, they are counted and not named. */
const NAMED = 4;

const root = resolve(import.meta.dirname, '..');
const shared = join(process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared'), 'data');
const check = process.argv.includes('--check');

const { written, problems, notes, made, byHash, missing } = await generate({ root, shared, check });

for (const path of written) console.log(`wrote ${path}`);
for (const note of notes) console.log(note);
for (const problem of problems) console.error(problem);
if (missing.length > 0) {
  const names = missing.length > NAMED ? `${missing.length} of authentik's documents` : missing.join(', ');
  console.log(
    `${names} not found at ${shared}: ` +
      `${byHash} generated files were only compared with their hashes in ${MANIFEST}`,
  );
}
if (problems.length > 0) process.exitCode = 1;
else if (check) console.log(`${made} generated files are what the generator makes`);
