// Makes, or checks, every generated file; see scripts/generate.mjs.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledBlueprints } from './bundled.mjs';
import { factsAndCatalogs } from './catalogs.mjs';
import { compiledChecks } from './checks.mjs';
import { clientTypes } from './client.mjs';
import { freshServer } from './defaults.mjs';
import { diagnosticsTable } from './docs.mjs';
import {
  compareReleases,
  DOCUMENTS,
  Inputs,
  isNewerPatch,
  MissingInput,
  parseInputName,
  Reader,
  sha256,
} from './inputs.mjs';
import { formatManifest, inputRow, MANIFEST, parseManifest } from './manifest.mjs';
import { sandboxRules } from './sandbox.mjs';
import { serverChecksPage } from './server-checks.mjs';

/**
 * Each gives the generated files that it makes for the existing releases: `path`; `make`, which returns the
 * text of the file (or a promise of it) and reads its inputs with a reader; `part`, the part of the file that
 * is generated, where that is not all of it. A file that follows from other generated files has `bases`, the paths of
 * these, and `restate`: makes its text, where its inputs are missing and one of the bases is another now, from
 * generated files; it is also given those from before this run. A maker
 * that reads a generated file comes after the one that makes it.
 */
const STEPS = [
  factsAndCatalogs,
  sandboxRules,
  freshServer,
  bundledBlueprints,
  compiledChecks,
  clientTypes,
  diagnosticsTable,
  serverChecksPage,
];

/**
 * Makes every generated file of the repository at `root` from the inputs in the folder `shared` and in its own
 * folder of documents, and writes it, or, with `check`, compares it. A file with a missing input is compared
 * with its hash in the manifest. Returns messages on what was written, what is wrong and what else to say, and
 * the numbers of files that were made and that were compared by their hash only.
 */
export async function generate({ root, shared, check }) {
  const { texts, ...result } = await makeAll({ root, shared, check });
  if (!check) writeAll(root, texts);
  return result;
}

/**
 * Does the same without writing: `texts` are the files that are not what they should be, by path. `given`: inputs
 * that are in no folder, by name, each with its `text` and the `source` where it can be had.
 */
export async function makeAll({ root, shared, check, given = new Map() }) {
  const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const manifest = parseManifest(read(MANIFEST));
  const result = { texts: new Map(), written: [], problems: [], notes: [], made: 0, byHash: 0, missing: [] };
  if (check && Object.keys(manifest.outputs).length === 0)
    return { ...result, problems: [`there is no ${MANIFEST}: run npm run generate`] };
  const inputs = new Inputs(
    [join(root, DOCUMENTS), shared],
    new Map([...given].map(([name, { text }]) => [name, text])),
  );
  const known = compareInputs(inputs, manifest, { check, given }, result);
  const texts = new Map();
  const rows = {};
  for (const output of outputsFor(Object.keys(known.rows))) {
    const { path } = output;
    const before = read(path);
    const reader = new Reader(inputs, known.readable, (other) => texts.get(other) ?? read(other));
    const made = await makeText(output, reader);
    const part = made ?? restated(output, before, reader);
    if (part === undefined) continue;
    if (made !== undefined) {
      result.made += 1;
      rows[path] = { sha256: sha256(part), from: [...reader.from].sort() };
    }
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

  /** The text of a file whose inputs are missing, where it has to be another; its row stays or follows. */
  function restated(output, before, reader) {
    const { path } = output;
    const row = manifest.outputs[path];
    result.byHash += 1;
    rows[path] = row;
    if (sha256(generatedPart(output, before) ?? '') !== row?.sha256) {
      result.problems.push(`${path} is not what ${MANIFEST} says: take back what changed it`);
      return undefined;
    }
    const isMoved = (base) => texts.has(base) && texts.get(base) !== read(base);
    if (!output.bases?.some(isMoved)) return undefined;
    const text = output.restate(reader, read);
    const isThere = (one) => one in known.rows || one in rows;
    const inputsOfIt = row.from.filter((one) => isThere(one) && !/catalog-/.test(one));
    rows[path] = { sha256: sha256(text), from: [...new Set([...inputsOfIt, ...reader.from])].sort() };
    return text;
  }

  function keep(path, text, before) {
    if (text === before) return;
    if (check) result.problems.push(`${path} is not what the generator makes: run npm run generate`);
    else {
      result.texts.set(path, text);
      result.written.push(path);
    }
  }
}

/**
 * Writes files of a repository, by path: first beside their places, then all into place, so that a full disk
 * leaves everything as it was.
 */
export function writeAll(root, texts) {
  const beside = (path) => join(root, `${path}.new`);
  try {
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(beside(path), text);
    }
  } catch (error) {
    for (const path of texts.keys()) rmSync(beside(path), { force: true });
    throw error;
  }
  for (const path of texts.keys()) renameSync(beside(path), join(root, path));
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
 * inputs that may be read, and of those in the manifest that are missing. Of a release only the newest patch
 * counts.
 */
function compareInputs(inputs, manifest, { check, given }, { problems, notes }) {
  const before = Object.keys(manifest.inputs);
  const found = inputs.names().filter((name) => !before.some((other) => isNewerPatch(other, name)));
  const rows = Object.fromEntries(
    before
      .filter((name) => check || !found.some((other) => isNewerPatch(other, name)))
      .map((name) => [name, manifest.inputs[name]]),
  );
  const readable = new Set();
  for (const name of found) {
    const row = manifest.inputs[name];
    if (check && !row) {
      notes.push(`${name} is not in ${MANIFEST}: npm run generate makes what comes from it`);
      continue;
    }
    const hash = inputs.sha256(name);
    if (check && row.sha256 !== hash) {
      problems.push(
        `${name} is another than ${MANIFEST} says (${row.source}): put that one there, ` +
          'or run npm run generate where this one is to take its place',
      );
      continue;
    }
    const source = given.get(name)?.source;
    if (!row && source === undefined) notes.push(`${name} is new: say in ${MANIFEST} where it can be had`);
    else if (row && row.sha256 !== hash) notes.push(`${name} is another than before`);
    rows[name] = inputRow(name, hash, row, source);
    readable.add(name);
  }
  return { rows, readable, missing: Object.keys(rows).filter((name) => !found.includes(name)) };
}
