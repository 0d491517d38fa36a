// The inputs of the generated files, which are not in this repository: authentik's OpenAPI documents and
// recordings of real servers, in a folder next to it, and the documents that `npm run release` has put into
// `documents/`, which git ignores. An input is a file or a folder with the name of its release:
// `spec/2023.2.3.yml`, `state/2023.2.3`.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
// Reads a document of 1.7 MB in 0.3 s, for which the package yaml takes 1.6 s, as it keeps no positions and
// comments.
import { CORE_SCHEMA, load } from 'js-yaml';

/** The folder of the repository with documents that git ignores. */
export const DOCUMENTS = 'documents';

/** The kinds of inputs: the end of their names, and a description for the manifest. */
const KINDS = {
  spec: {
    end: '.yml',
    source: (release) => `the OpenAPI document of authentik ${release}; where it can be had was not checked`,
  },
  'model-fields': {
    end: '.json',
    source: (release) => `what the classes of a real server of ${release} say of themselves`,
  },
  contract: { end: '.jsonl', source: (release) => `exchanges recorded with a real server of ${release}` },
  state: { end: '', source: (release) => `the lists of a fresh server of ${release}` },
  blueprints: { end: '', source: (release) => `authentik's own blueprints of ${release}` },
  bundled: {
    end: '',
    source: (release) => `the folder blueprints of authentik's repository at the tag version/${release}`,
  },
};

/** Thrown by a reader when an input of a generated file is missing. */
export class MissingInput extends Error {}

/** The name of the input of a kind and release: `spec/2023.2.3.yml`. */
export const inputName = (kind, release) => `${kind}/${release}${KINDS[kind].end}`;

/** The kind and release of an input, from its name; undefined for any other name. */
export function parseInputName(name) {
  const [kind, rest = ''] = name.split('/');
  const end = KINDS[kind]?.end;
  const release = end !== undefined && rest.endsWith(end) ? rest.slice(0, rest.length - end.length) : '';
  return /^\d+\.\d+\.\d+$/.test(release) ? { kind, release } : undefined;
}

/** A description of an input, where the manifest does not say where it can be had. */
export function usualSource({ kind, release }) {
  return KINDS[kind].source(release);
}

/** Whether the first release is older (negative) or newer than the second: `2023.2.3`. */
export function compareReleases(one, other) {
  const age = (release) => release.split('.').reduce((sum, part) => sum * 100 + Number(part), 0);
  return age(one) - age(other);
}

/** Whether the first input is another patch of the release of the second, and newer. */
export function isNewerPatch(name, other) {
  const [one, two] = [parseInputName(name), parseInputName(other)];
  const short = ({ release }) => release.split('.').slice(0, 2).join('.');
  return one.kind === two.kind && short(one) === short(two) && compareReleases(one.release, two.release) > 0;
}

/** An OpenAPI document from its text. */
export function parseDocument(text) {
  return load(text, { schema: CORE_SCHEMA, json: true });
}

/**
 * The inputs in some folders, which need not exist; the first folder that has an input counts. `given`: texts
 * of inputs that are in no folder yet, by name. Each document is read once.
 */
export class Inputs {
  #folders;
  #given;
  #documents = new Map();

  constructor(folders, given = new Map()) {
    this.#folders = folders;
    this.#given = given;
  }

  /** The names of the inputs that there are: of each release the newest patch. */
  names() {
    const found = Object.keys(KINDS).flatMap((kind) =>
      this.#folders.flatMap((folder) => {
        const path = join(folder, kind);
        return existsSync(path) ? readdirSync(path).map((name) => `${kind}/${name}`) : [];
      }),
    );
    const names = [...new Set([...found, ...this.#given.keys()])].filter((name) => parseInputName(name));
    return names.filter((name) => !names.some((other) => isNewerPatch(other, name))).sort();
  }

  /** The hash of a file, or of the list of all files of a folder with their hashes. */
  sha256(name) {
    const given = this.#given.get(name);
    if (given !== undefined) return sha256(given);
    const path = this.#pathOf(name);
    if (!statSync(path).isDirectory()) return sha256(readFileSync(path));
    const lines = this.files(name).map((file) => `${sha256(readFileSync(join(path, file)))}  ${file}\n`);
    return sha256(lines.join(''));
  }

  /** The files of a folder, with those of its folders, in alphabetical order. */
  files(name) {
    const path = this.#pathOf(name);
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
      .map((file) => file.replaceAll('\\', '/'))
      .sort();
  }

  text(path) {
    return this.#given.get(path) ?? readFileSync(this.#pathOf(path), 'utf8');
  }

  document(release) {
    if (!this.#documents.has(release))
      this.#documents.set(release, parseDocument(this.text(inputName('spec', release))));
    return this.#documents.get(release);
  }

  #pathOf(name) {
    const paths = this.#folders.map((folder) => join(folder, name));
    return paths.find((path) => existsSync(path)) ?? paths[0];
  }
}

/**
 * Reads the inputs of one generated file and records which were read. `names`: the inputs that may be read.
 * `generated`: gives the text of a generated file, as of this run.
 */
export class Reader {
  /** The names of the inputs and the paths of the generated files that were read. */
  from = new Set();
  #inputs;
  #names;
  #generated;

  constructor(inputs, names, generated) {
    this.#inputs = inputs;
    this.#names = names;
    this.#generated = generated;
  }

  /** The OpenAPI document of a release: `2023.2.3`. */
  document(release) {
    this.#use('spec', release);
    return this.#inputs.document(release);
  }

  /** The text of an input that is a file. */
  text(kind, release) {
    return this.#inputs.text(this.#use(kind, release));
  }

  /** The paths of the files of an input that is a folder, in alphabetical order. */
  files(kind, release) {
    return this.#inputs.files(this.#use(kind, release));
  }

  /** The text of a file of an input that is a folder. */
  fileText(kind, release, path) {
    return this.#inputs.text(`${this.#use(kind, release)}/${path}`);
  }

  /** The text of another generated file: `schemas/catalog-2023.2.json`. */
  generated(path) {
    this.from.add(path);
    return this.#generated(path);
  }

  /** The same of a file that says nothing by itself: what another one is kept as a difference from. */
  base(path) {
    return this.#generated(path);
  }

  #use(kind, release) {
    const name = inputName(kind, release);
    this.from.add(name);
    if (!this.#names.has(name)) throw new MissingInput(name);
    return name;
  }
}

export function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
