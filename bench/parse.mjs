/*
 * How long a large blueprint takes to read, next to `parseDocument` of the yaml package.
 * Run: node bench/parse.mjs [entries]
 */
import { parseDocument } from 'yaml';
import '../scripts/typescript.mjs';

const { checkTags } = await import('../src/blueprint/check-tags.ts');
const { features } = await import('../src/blueprint/features.ts');
const { parseBlueprint } = await import('../src/blueprint/parse.ts');

const count = Number(process.argv[2] ?? 10_000);
const entries = Array.from(
  { length: count },
  (_, index) => `- model: authentik_core.group
  id: g${index}
  state: present
  identifiers:
    name: group-${index}
  attrs:
    is_superuser: false
    attributes: {a: ${index}, b: [x, y, "z"]}
    parent: !Find [authentik_core.group, [name, "p${index}"]]
    notes: |
      some text here
      more of it
`,
);
const text = `version: 1\nmetadata:\n  name: large\nentries:\n${entries.join('')}`;

/** The median of five runs, in milliseconds. */
function median(run) {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[2];
}

const fail = (finding) => {
  throw new Error(finding.message);
};
const ours = median(() =>
  checkTags(
    parseBlueprint({ path: 'large.yaml', text }, fail, { features: features('2023.2') }),
    features('2023.2'),
    fail,
  ),
);
const theirs = median(() => parseDocument(text));
console.log(
  `${count} entries, ${(text.length / 1e6).toFixed(1)} MB: parse and check ${ours.toFixed(0)} ms, yaml's parseDocument ${theirs.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)}`,
);
