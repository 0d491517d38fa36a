// schemas/manifest.json: which file is generated from which inputs. For each input its hash and where it can
// be had, for each generated file its hash and its inputs.
import { compareReleases, parseInputName, usualSource } from './inputs.mjs';

export const MANIFEST = 'schemas/manifest.json';

const EMPTY = { formatVersion: 1, inputs: {}, outputs: {} };

/** The manifest of a text; an empty one where there is no text yet. */
export function parseManifest(text) {
  return text === undefined ? EMPTY : JSON.parse(text);
}

/** The text of a manifest, with its parts in a stable order. */
export function formatManifest({ inputs, outputs }) {
  const sorted = { formatVersion: 1, inputs: sortInputs(inputs), outputs: sortNames(outputs) };
  return `${JSON.stringify(sorted, null, 1)}\n`;
}

/**
 * The manifest's row for an input. Where it can be had is `source`, else what the row says that there is: it
 * may be written by hand, and is kept.
 */
export function inputRow(name, sha256, before, source) {
  const parsed = parseInputName(name);
  return { release: parsed.release, sha256, source: source ?? before?.source ?? usualSource(parsed) };
}

function sortInputs(inputs) {
  const kind = (name) => name.split('/')[0];
  return Object.fromEntries(
    Object.entries(inputs).sort(([one, { release }], [other, { release: otherRelease }]) =>
      kind(one) === kind(other)
        ? compareReleases(release, otherRelease)
        : Number(kind(one) > kind(other)) * 2 - 1,
    ),
  );
}

function sortNames(record) {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
