import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Changes as mutants. Each is `{ path, was, now, protects? }`: `was` is an expression that occurs once in the
 * file, or a statement when `now` is empty; `protects` says what the code is for. Throws where the file has
 * no such place, or more than one.
 */
export function namedChanges(root, changes) {
  return changes.map(({ path, was, now, protects = 'named change' }) => {
    const code = readFileSync(join(root, path), 'utf8');
    const start = code.indexOf(was);
    if (start === -1) throw new Error(`${path}: it is not there: ${was}`);
    if (code.includes(was, start + 1)) throw new Error(`${path}: it is there more than once: ${was}`);
    const end = start + was.length;
    const drops = now === '';
    if (!isWhole(path, code, { start, end, drops }))
      throw new Error(`${path}: it is no whole ${drops ? 'statement' : 'expression'}: ${was}`);
    return {
      path,
      room: path.split('/')[1],
      operator: 'named change',
      protects,
      drops,
      start,
      end,
      line: code.slice(0, start).split('\n').length,
      was,
      replacement: now,
    };
  });
}

const sources = new Map();

/** The syntax tree of a file; kept while the next change is in the same file. */
function parsed(path, code) {
  const known = sources.get(path);
  if (known?.text === code) return known;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  sources.set(path, source);
  return source;
}

/** Whether a part of a file is one expression, or one statement when it is dropped. */
function isWhole(path, code, { start, end, drops }) {
  const source = parsed(path, code);
  const visit = (node) => {
    if (node.pos > start || node.end < end) return false;
    const isHere = node.getStart(source) === start && node.end === end;
    if (isHere && (drops ? ts.isIfStatement(node) || ts.isExpressionStatement(node) : ts.isExpression(node)))
      return true;
    return ts.forEachChild(node, visit) === true;
  };
  return visit(source);
}
