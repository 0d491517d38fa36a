// The table of docs/diagnostics.md, from the table of codes.
import '../typescript.mjs';

const { CODES } = await import('../../src/diagnostics/codes.ts');

export function diagnosticsTable() {
  return [
    {
      path: 'docs/diagnostics.md',
      // The page around the table is written by hand.
      part: /^\| code +\|[^]*?\n(?=\n)/m,
      make: () => makeTable(),
    },
  ];
}

/** A Markdown table with aligned columns. */
function makeTable() {
  const rows = Object.entries(CODES).map(([code, { severity, about }]) => [
    `[\`${code}\`](diagnostics/${code}.md)`,
    severity,
    about,
  ]);
  const head = ['code', 'severity', 'about'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
