// Makes a new release of authentik known: takes its OpenAPI document from npm or from a file, makes everything
// that is generated anew, and says what a person has to look at. Existing releases need no documents for it.
// usage: npm run release -- 2026.8.3 | 2026.8 | path/to/schema.yml [--source 'where it can be had']
//   The document is kept in documents/, which git ignores, so that npm run generate can read it again.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DOCUMENTS } from './generate/inputs.mjs';
import { MANIFEST } from './generate/manifest.mjs';
import { mustBeNew } from './release/must-be-new.mjs';
import { readRelease } from './release/read-release.mjs';
import { ReleaseError } from './release/release-error.mjs';

const USAGE = "usage: npm run release -- 2026.8.3 | path/to/schema.yml [--source 'where it can be had']";

const root = resolve(import.meta.dirname, '..');
const shared = join(process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared'), 'data');

try {
  await run();
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  console.error(error.message);
  if (error.hint) console.error(error.hint);
  process.exitCode = 1;
}

async function run() {
  const { from, source } = readArguments();
  const read = readRelease(from, source);
  mustBeNew({ root, ...read });
  // What makes a release is much to load: only once there is a document to make it from.
  const { writeAll } = await import('./generate/run.mjs');
  const { makeRelease } = await import('./release/make-release.mjs');
  console.log(`authentik ${read.release}, from ${read.source ?? from}`);
  const { texts, sections, before, notes } = await makeRelease({ root, shared, ...read });
  writeAll(root, texts);
  for (const path of [...texts.keys()].sort()) console.log(`wrote ${path}`);
  if (texts.size === 0) console.log(`nothing to write: ${read.release} is there, made from this document`);
  for (const note of notes) console.log(note);
  if (read.source === undefined) console.log(`say in ${MANIFEST} where the document can be had`);
  if (before === undefined) return;
  const count = sections.reduce((sum, { lines }) => sum + lines.length, 0);
  const things = count === 1 ? '1 thing that needs' : `${count || 'no'} things that need`;
  console.log(`\n${things} a person, compared with ${before}${count > 0 ? ':' : ''}`);
  for (const { about, where, lines } of sections) {
    console.log(`\n${about}\n(${where})`);
    for (const line of lines) console.log(`  ${line}`);
  }
  console.log(`\nAfter a change of the facts: npm run generate, which reads ${DOCUMENTS}/, then npm test`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { source: { type: 'string' } },
      allowPositionals: true,
    });
    if (positionals.length === 1) return { from: positionals[0], source: values.source };
  } catch (error) {
    throw new ReleaseError(error.message, USAGE);
  }
  throw new ReleaseError('say which release, or which document', USAGE);
}
