// Measures src (without what is generated): how long and wide its files are, and what makes code hard to read
// or keep. Exits with 1 when a limit is exceeded, and says where.
// usage: node scripts/measure.mjs [--places 10]
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cruise } from 'dependency-cruiser';
import ts from 'typescript';

const { values } = parseArgs({ options: { places: { type: 'string', default: '10' } } });
const root = resolve(import.meta.dirname, '..');

const WIDE = 120;
const TOO_WIDE = 200;
const LONG = 250;
/**
 * The number of consecutive lines, without blank lines and indentation, that make a duplicate when they occur
 * twice.
 */
const BLOCK = 8;
/** A file that is long says why at its head, for people, and for ESLint where it counts code lines, too. */
const REASON = /^\/\*[\s*]*(Longer than|eslint-disable [^*]*max-lines[^*]* -- \S)/;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src/*.ts'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => !path.includes('/generated/'))
  .map((path) => read(path))
  .filter((file) => file !== undefined);

/** A file with its lines, or nothing for one that git knows and that was deleted. */
function read(path) {
  try {
    const text = readFileSync(resolve(root, path), 'utf8');
    return { path, text, lines: text.replace(/\n$/, '').split('\n') };
  } catch {
    return undefined;
  }
}

/**
 * `path:line` of the nodes of all files for which `wanted` is true; it is told whether a node is in a
 * conditional.
 */
function nodesWhere(wanted) {
  return files.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const found = [];
    const visit = (node, inConditional) => {
      if (wanted(node, inConditional))
        found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      const within = inConditional || ts.isConditionalExpression(node);
      ts.forEachChild(node, (child) => visit(child, within));
    };
    visit(source, false);
    return found;
  });
}

function isConditionalSpread(node) {
  if (!ts.isSpreadElement(node) && !ts.isSpreadAssignment(node)) return false;
  let spread = node.expression;
  while (ts.isParenthesizedExpression(spread) || ts.isAsExpression(spread)) spread = spread.expression;
  return (
    ts.isConditionalExpression(spread) ||
    (ts.isBinaryExpression(spread) && spread.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
  );
}

function linesOver(columns) {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (line.length > columns ? [`${path}:${index + 1}`] : [])),
  );
}

/** Files in import cycles; imports of types count. */
async function inCycles() {
  const { output } = await cruise(['src'], {
    baseDir: root,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^src',
  });
  return output.modules
    .filter(({ dependencies }) => dependencies.some(({ circular }) => circular))
    .map(({ source }) => source);
}

/** Exports of values and types that no other file imports, as found by knip with knip.json. */
function unusedExports() {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/knip/bin/knip.js', '--no-progress', '--reporter=json', '--include=exports,types'],
    { cwd: root, encoding: 'utf8' },
  );
  if (!stdout.startsWith('{')) throw new Error(`knip does not run: ${stderr || stdout}`);
  return JSON.parse(stdout).issues.flatMap(({ file, exports = [], types = [] }) =>
    [...exports, ...types].map(({ name, line }) => `${file}:${line} ${name}`),
  );
}

/**
 * Places whose next BLOCK lines occurred before, counted once per stretch. Imports and lines without a letter
 * do not count.
 */
function duplicates() {
  const seen = new Map();
  const found = [];
  for (const { path, lines } of files) {
    const code = lines
      .map((line, index) => ({ line: line.trim(), at: index + 1 }))
      .filter(({ line }) => /[a-z]/i.test(line) && !/^(import |\} from |\/\/|\/?\*)/.test(line));
    let end = 0;
    for (let from = 0; from + BLOCK <= code.length; from++) {
      const block = code.slice(from, from + BLOCK);
      const text = block.map(({ line }) => line).join('\n');
      const before = seen.get(text);
      if (before === undefined) seen.set(text, `${path}:${block[0].at}`);
      else {
        if (from >= end) found.push(`${path}:${block[0].at} as ${before}`);
        end = from + BLOCK;
      }
    }
  }
  return found;
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const lengths = files.map(({ lines }) => lines.length).sort((a, b) => a - b);
const total = lengths.reduce((sum, length) => sum + length, 0);
const wide = linesOver(WIDE);
const longWithoutReason = files
  .filter(({ text, lines }) => lines.length > LONG && !REASON.test(text))
  .map(({ path, lines }) => `${path} (${lines.length})`);

/** What is counted, its limit, and where it is; without `most` it is only shown. */
const counts = [
  { what: `files over ${LONG} lines without a reason at their head`, most: 0, places: longWithoutReason },
  { what: `lines over ${WIDE} columns`, most: Math.floor(total / 100), places: wide },
  { what: `lines over ${TOO_WIDE} columns`, most: 0, places: linesOver(TOO_WIDE) },
  // One inside another at any depth, also in a template or an argument; ESLint refuses chained ones.
  {
    what: 'nested ternaries',
    most: 40,
    places: nodesWhere((node, inConditional) => inConditional && ts.isConditionalExpression(node)),
  },
  { what: 'conditional spreads', most: 18, places: nodesWhere(isConditionalSpread) },
  { what: 'files in import cycles', most: 0, places: await inCycles() },
  { what: 'unused exports', most: 0, places: unusedExports() },
  { what: `repeated blocks of ${BLOCK} lines`, places: duplicates() },
];

console.log(`${files.length} files, ${total} lines`);
console.log(
  `lines a file: median ${quantile(lengths, 0.5)}, 90th percentile ${quantile(lengths, 0.9)}, longest ${lengths.at(-1)}`,
);
console.log(`width: ${((100 * wide.length) / total).toFixed(2)} % of the lines over ${WIDE} columns`);
let broken = 0;
for (const { what, most, places } of counts) {
  const over = most !== undefined && places.length > most;
  if (over) broken += 1;
  const limit = most === undefined ? '' : ` (at most ${most})`;
  console.log(`${over ? '✗' : ' '} ${what}: ${places.length}${limit}`);
  const shown = over || most === undefined ? places.slice(0, Number(values.places)) : [];
  for (const place of shown) console.log(`      ${place}`);
}
console.log(broken === 0 ? 'every limit is kept' : `${broken} limits are broken`);
process.exit(broken === 0 ? 0 : 1);
