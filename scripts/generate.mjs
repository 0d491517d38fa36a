// Makes the generated files of schemas/ from authentik's own documents; with --check, proves that they are what it makes.
// usage: node scripts/generate.mjs [--check]   (needs `npm run build` first, and the documents: AK_BLUEPRINT_SHARED or ../shared)
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { buildCatalog } from '../dist/catalog/build-catalog.js';
import { buildSchema } from '../dist/schema/build-schema.js';
import { forEditors } from '../dist/schema/for-editors.js';
import { formatCatalog, formatFacts, formatSchema } from '../dist/catalog/format-catalog.js';
import { ALIASES } from '../dist/catalog/facts/hand-facts.js';
import { distillFacts } from '../dist/catalog/facts/model-facts.js';

const root = resolve(import.meta.dirname, '..');
const shared = process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared');
const check = process.argv.includes('--check');

if (!existsSync(join(shared, 'data/spec'))) {
  console.log(`authentik's documents are not at ${shared}: the generated files are not checked`);
  process.exit(0);
}

const release = '2023.2.3';
const rawFacts = JSON.parse(readFileSync(join(shared, `data/model-fields/${release}.json`), 'utf8'));
const facts = distillFacts(release, rawFacts, ALIASES);
const document = parse(readFileSync(join(shared, `data/spec/${release}.yml`), 'utf8'));
const catalog = buildCatalog(document, facts);

const schema = buildSchema(catalog);

const files = {
  'facts-2023.2.json': formatFacts(facts), 'catalog-2023.2.json': formatCatalog(catalog),
  'blueprint-2023.2.json': formatSchema(schema), 'editor-2023.2.json': formatSchema(forEditors(schema)),
};
let different = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(root, 'schemas', name);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (same) continue;
  different += 1;
  if (check) console.error(`schemas/${name} is not what the generator makes: run npm run generate`);
  else {
    writeFileSync(path, text);
    console.log(`wrote schemas/${name}`);
  }
}
if (check && different > 0) process.exit(1);
if (check) console.log('the generated files are what the generator makes');
