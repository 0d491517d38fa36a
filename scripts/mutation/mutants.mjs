import ts from 'typescript';
import { OPERATORS } from './operators.mjs';

/**
 * Every mutant of a file: where it is (offsets and line), which operator made it, what it puts in the place
 * of the node, and whether that is a statement that is dropped. The order depends on the text only.
 */
export function findMutants(path, code) {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const text = (node) => code.slice(node.getStart(source), node.end);
  const found = [];
  const visit = (node) => {
    if (isTypeOnly(node)) return;
    for (const [operator, { mutate, drops = false }] of Object.entries(OPERATORS))
      for (const replacement of mutate(node, text))
        found.push({
          path,
          operator,
          drops,
          start: node.getStart(source),
          end: node.end,
          line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
          was: text(node),
          replacement,
        });
    ts.forEachChild(node, (child) => {
      const isKey = ts.isPropertyAssignment(node) && child === node.name;
      if (!isKey) visit(child);
    });
  };
  for (const statement of source.statements) visit(statement);
  return found;
}

/** Types do not exist at run time. */
function isTypeOnly(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node)
  );
}

/**
 * The code of a file with mutants in it, each behind a check with `__mutants` (switch.mjs) whether it is
 * active, and with a counter in every loop, so that an endless one is noticed. Only adds text within lines,
 * so that line numbers stay.
 *
 * @param mutants of findMutants for the same text, each with the `id` that it is asked for by
 */
export function weave(path, code, mutants) {
  const insertions = loopCounts(path, code);
  for (const here of byPlace(mutants)) {
    const [{ start, end, drops }] = here;
    let before = '(';
    for (const { id, replacement } of here) before += `__mutants.is(${id}) ? (${oneLine(replacement)}) : `;
    const [prefix, suffix] = drops ? [`{ if (!__mutants.is(${here[0].id})) `, ' }'] : [`${before}(`, '))'];
    // At one offset, ends come before starts; of two starts the outer comes first, of two ends the inner.
    insertions.push({ at: start, rank: 2, order: -end, text: prefix });
    insertions.push({ at: end, rank: 0, order: -start, text: suffix });
  }
  insertions.sort((a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order);
  let woven = '';
  let from = 0;
  for (const { at, text } of insertions) {
    woven += code.slice(from, at) + text;
    from = at;
  }
  return woven + code.slice(from);
}

/** Mutants of the same node together. */
function byPlace(mutants) {
  const places = new Map();
  for (const mutant of mutants) {
    const place = `${mutant.start} ${mutant.end}`;
    places.set(place, [...(places.get(place) ?? []), mutant]);
  }
  return places.values();
}

/** A replacement in one line, without the comments that would swallow the rest of it. */
function oneLine(replacement) {
  return replacement.replace(/^\s*\/\/.*$/gm, '').replace(/\s*\n\s*/g, ' ');
}

function loopCounts(path, code) {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const insertions = [];
  const visit = (node) => {
    if (ts.isIterationStatement(node, false)) {
      const { statement } = node;
      const start = statement.getStart(source);
      if (ts.isBlock(statement))
        insertions.push({ at: start + 1, rank: 1, order: 0, text: ' __mutants.tick();' });
      else
        insertions.push(
          { at: start, rank: 1, order: 0, text: '{ __mutants.tick(); ' },
          { at: statement.end, rank: 0, order: 0, text: ' }' },
        );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return insertions;
}
