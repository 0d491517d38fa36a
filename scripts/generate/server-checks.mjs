// The tables of docs/server-checks.md: how many checks each release has, and each check; and the list of rules
// in the page of their code.
import '../typescript.mjs';
import { catalogOf } from './catalog-of.mjs';

const { hasCheck } = await import('../../src/catalog/facts/server-checks/checked-models.ts');
const { SERVER_CHECKS } = await import('../../src/catalog/facts/server-checks/server-checks.ts');
const { shortRelease } = await import('../../src/catalog/release.ts');

/** How a check is found: its name in the list, and in the table. */
const KINDS = {
  rule: 'rule',
  form: 'form',
  unique: 'unique',
  required: 'required',
  code: 'own code',
  none: 'not',
};

export function serverChecksPage(releases) {
  const all = releases('spec');
  // The text before each part is written by hand.
  const output = (path, part, make) => {
    const made = (reader) => make(all.map((release) => catalogOf(reader, release)));
    return {
      path,
      part,
      make: (reader) => {
        // Without the documents no catalog is made anew, and so nothing of what catalogs say.
        for (const release of [...all].reverse()) reader.text('spec', release);
        return made(reader);
      },
      // A new release is a release more, and needs no document of the others.
      bases: all.map((release) => `schemas/catalog-${shortRelease(release)}.json`),
      restate: made,
    };
  };
  return [
    output('docs/server-checks.md', /^## How many[^]*$/m, makePage),
    output('docs/diagnostics/attribute-rule.md', /^## All rules[^]*$/m, makeRules),
  ];
}

/** The rules about objects as a whole, as a list for people. */
function makeRules(catalogs) {
  const rules = SERVER_CHECKS.filter(({ found }) => found.by === 'rule').map((check) => {
    const models = check.models.map((model) => `\`${model}\``).join(', ');
    const warning = check.found.rule.severity === 'warning' ? ' A warning.' : '';
    const releases = spanOf(check, catalogs);
    return `- ${models}: ${check.refuses} (${releases === 'all' ? 'all releases' : releases}).${warning} Seen: ${check.seen}.\n`;
  });
  return ['## All rules\n\n', ...rules.sort()].join('');
}

function makePage(catalogs) {
  return [
    '## How many\n',
    countTable(catalogs),
    ...groups().flatMap(([app, checks]) => [`## ${app}\n`, checkTable(checks, catalogs)]),
  ].join('\n');
}

/** The number of checks of each release, by how they are found. */
function countTable(catalogs) {
  const rows = catalogs.map((catalog) => {
    const found = SERVER_CHECKS.filter((check) => hasCheck(check, catalog)).map((check) => check.found.by);
    const counts = Object.keys(KINDS).map((by) => String(found.filter((one) => one === by).length));
    return [shortRelease(catalog.release), String(found.length), ...counts];
  });
  return table(['release', 'all', ...Object.values(KINDS)], rows);
}

/** The checks by the app of the model that they are about. */
function groups() {
  const groups = new Map();
  for (const check of SERVER_CHECKS) {
    const app = check.models[0]?.split('.')[0].replace(/^authentik_/, '') ?? 'The importer itself';
    groups.set(app, [...(groups.get(app) ?? []), check]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function checkTable(checks, catalogs) {
  const rows = checks.map((check) => [
    `\`${check.name}\``,
    check.models.map((model) => `\`${model.split('.')[1]}\``).join(' ') || '–',
    check.refuses,
    spanOf(check, catalogs),
    howFound(check.found),
    check.seen,
  ]);
  return table(['check', 'models', 'refused', 'releases', 'found', 'seen'], rows);
}

/** The releases that have a check: the first and the last, or `all`. */
function spanOf(check, catalogs) {
  const having = catalogs
    .filter((catalog) => hasCheck(check, catalog))
    .map(({ release }) => shortRelease(release));
  if (having.length === catalogs.length) return 'all';
  if (having.length === 0) return '–';
  const [first, last] = [having[0], having.at(-1)];
  const newest = shortRelease(catalogs.at(-1).release);
  const oldest = shortRelease(catalogs[0].release);
  if (last === newest) return `since ${first}`;
  if (first === last) return `only in ${first}`;
  return first === oldest ? `until ${last}` : `${first} to ${last}`;
}

function howFound(found) {
  if (found.by === 'rule') return found.rule.severity === 'warning' ? 'rule, a warning' : 'rule';
  if (found.by === 'code') return `[\`${found.code}\`](diagnostics/${found.code}.md)`;
  return found.by === 'none' ? `not: ${found.why}` : found.by;
}

/** A Markdown table with aligned columns. */
function table(head, cells) {
  const rows = cells.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
