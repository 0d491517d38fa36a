import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');

/** The folders of src/: the rooms. */
export const folders: readonly string[] = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** An import of one room's file in another room's. */
export interface Crossing {
  /** Where it stands, from the root of the project. */
  readonly file: string;
  readonly from: string;
  /** `..` for what is not in src/. */
  readonly to: string;
  /** Nothing of it is left when the program runs. */
  readonly typesOnly: boolean;
}

/** Every import from one room into another, read from the sources with TypeScript's own parser. */
export function crossings(): Crossing[] {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const from = roomOf(path);
      return importsOf(path)
        .map(({ to, typesOnly }) => ({ file: `src/${path}`, from, to: roomOf(to), typesOnly }))
        .filter(({ to }) => to !== from);
    });
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** What a file of src/ imports by a relative path, as paths from src/. */
function importsOf(path: string): { to: string; typesOnly: boolean }[] {
  const absolute = join(root, 'src', path);
  const source = ts.createSourceFile(absolute, readFileSync(absolute, 'utf8'), ts.ScriptTarget.Latest);
  const found: { to: string; typesOnly: boolean }[] = [];
  const add = (specifier: ts.Node | undefined, typesOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    if (!specifier.text.startsWith('.')) return;
    found.push({ to: relative(join(root, 'src'), resolve(dirname(absolute), specifier.text)), typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `import type …`, or `import { type A, type B } …`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

/** A row of the table of rooms in ARCHITECTURE.md: what a room may import, in whole and for types only. */
export interface Row {
  readonly may: readonly string[];
  readonly typesOnly: readonly string[];
  /** The room may import every other. */
  readonly all: boolean;
}

/** The table of rooms in ARCHITECTURE.md by room. */
export function writtenRows(): Map<string, Row> {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rows = text.matchAll(/^\| `(\w+)\/` *\|.*\|([^|]*)\|$/gm);
  return new Map([...rows].map(([, room = '', cell = '']) => [room, rowOf(cell.trim())]));
}

function rowOf(cell: string): Row {
  const may: string[] = [];
  const typesOnly: string[] = [];
  const rooms = cell === '–' || cell === 'all' ? [] : cell.replace(/\s*\([^)]*\)/g, '').split(',');
  for (const item of rooms) {
    const [, words = '', room = ''] = /^(_types_ of |values of )?(\w+)$/.exec(item.trim()) ?? [];
    if (room === '') throw new Error(`ARCHITECTURE.md: "${item.trim()}" names no room`);
    (words.startsWith('_types_') ? typesOnly : may).push(room);
  }
  return { may, typesOnly, all: cell === 'all' };
}
