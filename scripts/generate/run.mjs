// Makes, or checks, every generated file; see scripts/generate.mjs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsAndCatalogs } from './catalogs.mjs';
import { compiledChecks } from './checks.mjs';
import { clientTypes } from './client.mjs';
import { freshServer } from './defaults.mjs';
import { diagnosticsTable } from './docs.mjs';
import { compareReleases, Inputs, MissingInput, parseInputName, Reader, sha256 } from './inputs.mjs';
import { formatManifest, inputRow, MANIFEST, parseManifest } from './manifest.mjs';
import { sandboxRules } from './sandbox.mjs';

/**
 * Each gives the generated files that it makes for the existing releases: `path`; `make`, which returns the
 * text of the file (or a promise of it) and reads its inputs with a reader; `part`, the part of the file that
 * is generated, where that is not all of it. A maker that reads a generated file comes after the one that
 * makes it.
 */
const STEPS = [factsAndCatalogs, sandboxRules, freshServer, compiledChecks, clientTypes, diagnosticsTable];

/**
 * Makes every generated file of the repository at `root` from the inputs in the folder `shared`, and writes
 * it, or, with `check`, compares it. A file with a missing input is compared with its hash in the manifest.
 * Returns messages on what was written, what is wrong and what else to say, and the numbers of files that
 * were made and that were compared by their hash only.
 */
export async function generate({ root, shared, check }) {
  const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const manifest = parseManifest(read(MANIFEST));
  const result = { written: [], problems: [], notes: [], made: 0, byHash: 0, missing: [] };
  if (check && Object.keys(manifest.outputs).length === 0)
    return { ...result, problems: [`there is no ${MANIFEST}: run npm run generate`] };
  const inputs = new Inputs(shared);
  const known = compareInputs(inputs, manifest, check, result);
  const texts = new Map();
  const rows = {};
  for (const output of outputsFor(Object.keys(known.rows))) {
    const { path } = output;
    const before = read(path);
    const reader = new Reader(inputs, known.readable, (other) => texts.get(other) ?? read(other));
    const part = await makeText(output, reader);
    if (part === undefined) {
      result.byHash += 1;
      rows[path] = manifest.outputs[path];
      if (sha256(generatedPart(output, before) ?? '') !== rows[path]?.sha256)
        result.problems.push(`${path} is not what ${MANIFEST} says: take back what changed it`);
      continue;
    }
    result.made += 1;
    rows[path] = { sha256: sha256(part), from: [...reader.from].sort() };
    if (output.part && generatedPart(output, before) === undefined)
      throw new Error(`${path} has no place for what is generated: ${output.part}`);
    const text = output.part ? before.replace(output.part, () => part) : part;
    texts.set(path, text);
    keep(path, text, before);
  }
  for (const path of Object.keys(manifest.outputs).filter((one) => !(one in rows)))
    result.notes.push(`${path} is no longer made: delete it`);
  keep(MANIFEST, formatManifest({ inputs: known.rows, outputs: rows }), read(MANIFEST));
  return { ...result, missing: known.missing };

  function keep(path, text, before) {
    if (text === before) return;
    if (check) result.problems.push(`${path} is not what the generator makes: run npm run generate`);
    else {
      writeFileSync(join(root, path), text);
      result.written.push(path);
    }
  }
}

/** All generated files that come from inputs of these names. */
function outputsFor(names) {
  const parsed = names.map((name) => parseInputName(name));
  const releases = (kind) =>
    parsed
      .filter((one) => one.kind === kind)
      .map(({ release }) => release)
      .sort(compareReleases);
  return STEPS.flatMap((step) => step(releases));
}

/** The text that a generated file should have; undefined where an input is missing. */
async function makeText({ make }, reader) {
  try {
    return await make(reader);
  } catch (error) {
    if (error instanceof MissingInput) return undefined;
    throw error;
  }
}

/** The generated part of the text of a file; undefined where the file or the part does not exist. */
function generatedPart({ part }, text) {
  return part ? part.exec(text ?? '')?.[0] : text;
}

/**
 * Compares the existing inputs with the manifest. Returns the manifest's rows of this run, the names of the
 * inputs that may be read, and of those in the manifest that are missing.
 */
function compareInputs(inputs, manifest, check, { problems, notes }) {
  const rows = { ...manifest.inputs };
  const readable = new Set();
  const found = inputs.names();
  for (const name of found) {
    const before = manifest.inputs[name];
    if (check && !before) {
      notes.push(`${name} is not in ${MANIFEST}: npm run generate makes what comes from it`);
      continue;
    }
    const hash = inputs.sha256(name);
    if (check && before.sha256 !== hash) {
      problems.push(
        `${name} is another than ${MANIFEST} says (${before.source}): put that one there, ` +
          'or run npm run generate where this one is to take its place',
      );
      continue;
    }
    if (!before) notes.push(`${name} is new: say in ${MANIFEST} where it can be had`);
    else if (before.sha256 !== hash) notes.push(`${name} is another than before`);
    rows[name] = inputRow(name, hash, before);
    readable.add(name);
  }
  return { rows, readable, missing: Object.keys(rows).filter((name) => !found.includes(name)) };
}
