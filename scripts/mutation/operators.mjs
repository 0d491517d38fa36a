import ts from 'typescript';

const { SyntaxKind: K } = ts;

/** The operators by which mutants replace others. */
const EQUALITY = new Map([
  [K.EqualsEqualsEqualsToken, '!=='],
  [K.ExclamationEqualsEqualsToken, '==='],
]);
const BOUNDARY = new Map([
  [K.LessThanToken, '<='],
  [K.LessThanEqualsToken, '<'],
  [K.GreaterThanToken, '>='],
  [K.GreaterThanEqualsToken, '>'],
]);
const LOGIC = new Map([
  [K.AmpersandAmpersandToken, '||'],
  [K.BarBarToken, '&&'],
]);
const QUANTIFIER = new Map([
  ['some', 'every'],
  ['every', 'some'],
]);
const MAKES_A_LIST = new Set(['map', 'filter', 'flatMap', 'sort', 'slice', 'concat']);

/**
 * The mutation operators. Each gets a node and the text of the file, and returns the texts that may replace
 * the node, with a description; none when it does not apply. An operator whose `drops` is true removes the
 * node, which is a statement.
 */
export const OPERATORS = {
  'negate condition': {
    mutate: (node, text) => (isCondition(node) ? [`!(${text(node)})`] : []),
  },
  equality: {
    mutate: (node, text) => (isCondition(node) ? [] : swapped(node, text, EQUALITY)),
  },
  'boundary of a comparison': { mutate: (node, text) => swapped(node, text, BOUNDARY) },
  '&& and ||': { mutate: (node, text) => swapped(node, text, LOGIC) },
  'one side of ??': {
    mutate: (node, text) =>
      isBinary(node, K.QuestionQuestionToken) ? [text(node.left), text(node.right)] : [],
  },
  '?. without asking': {
    mutate: (node, text) =>
      isChain(node)
        ? [
            text(node)
              .replace(/\?\.(?=[[(])/g, '')
              .replaceAll('?.', '.'),
          ]
        : [],
  },
  'remove !': {
    mutate: (node, text) =>
      ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken && !isCondition(node)
        ? [text(node.operand)]
        : [],
  },
  'true and false': {
    mutate: (node) => {
      if (node.kind === K.TrueKeyword) return ['false'];
      return node.kind === K.FalseKeyword ? ['true'] : [];
    },
  },
  'number by one': {
    mutate: (node, text) => (ts.isNumericLiteral(node) ? [`${text(node)} + 1`, `${text(node)} - 1`] : []),
  },
  'some and every': {
    mutate: (node, text) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
      const { name, expression } = node.expression;
      const other = QUANTIFIER.get(name.text);
      if (other === undefined || ts.isOptionalChain(node)) return [];
      return [`${text(expression)}.${other}(${node.arguments.map(text).join(', ')})`];
    },
  },
  'return nothing': {
    mutate: (node) => {
      if (!isReturned(node) || isNothing(node)) return [];
      return [isList(node) ? '[]' : 'undefined'];
    },
  },
  'remove a call': {
    drops: true,
    mutate: (node) => (ts.isExpressionStatement(node) && isCall(node.expression) ? [''] : []),
  },
  'remove a guard': {
    drops: true,
    mutate: (node) =>
      ts.isIfStatement(node) && node.elseStatement === undefined && leaves(node.thenStatement) ? [''] : [],
  },
};

function isBinary(node, kind) {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === kind;
}

/** Whether an expression decides a branch of the program. */
function isCondition(node) {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === node;
  return (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) && parent.condition === node;
}

/** The texts of a binary expression with each operator that replaces its own. */
function swapped(node, text, others) {
  if (!ts.isBinaryExpression(node)) return [];
  const other = others.get(node.operatorToken.kind);
  return other === undefined ? [] : [`(${text(node.left)}) ${other} (${text(node.right)})`];
}

/** The whole of an optional chain, as a part of it must not be put in parentheses. */
function isChain(node) {
  if (!ts.isOptionalChain(node)) return false;
  const { parent } = node;
  return !(ts.isOptionalChain(parent) || ts.isNonNullExpression(parent)) || parent.expression !== node;
}

function isReturned(node) {
  const { parent } = node;
  if (ts.isReturnStatement(parent)) return parent.expression === node;
  return ts.isArrowFunction(parent) && parent.body === node && !ts.isBlock(node);
}

/**
 * Whether a value already means "no" or "nothing", so that replacing it by nothing makes no difference to
 * most callers.
 */
function isNothing(node) {
  return (
    node.kind === K.FalseKeyword ||
    node.kind === K.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    (ts.isArrayLiteralExpression(node) && node.elements.length === 0) ||
    ts.isVoidExpression(node)
  );
}

function isList(node) {
  if (ts.isArrayLiteralExpression(node)) return true;
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    MAKES_A_LIST.has(node.expression.name.text)
  );
}

function isCall(node) {
  return ts.isCallExpression(ts.isAwaitExpression(node) ? node.expression : node);
}

/** Whether a statement only leaves its function or its loop iteration. */
function leaves(statement) {
  if (ts.isBlock(statement)) return statement.statements.length === 1 && leaves(statement.statements[0]);
  return (
    ts.isReturnStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement) ||
    ts.isThrowStatement(statement)
  );
}
