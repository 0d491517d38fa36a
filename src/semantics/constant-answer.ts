/**
 * What the expression of a policy answers to everybody: whether what it returns is true for Python; undefined
 * where that depends on anything. Only texts without branches are read: comments, messages to the user and
 * assignments of constants, then one `return` of a constant; without one, Python returns None (facts,
 * proofs.md, section 1).
 */
export function constantAnswer(expression: string): boolean | undefined {
  for (const line of expression.split(/\r\n?|\n/u)) {
    if (HARMLESS.test(line)) continue;
    const returned = /^return\b(.*)$/u.exec(line)?.[1];
    return returned === undefined ? undefined : truthOf(returned.replace(/\s#.*$/u, '').trim());
  }
  return false;
}

const CONSTANT = String.raw`(?:True|False|None|\d+|"[^"\\{]*"|'[^'\\{]*')`;

/** A line that changes nothing about what is returned. */
const HARMLESS = new RegExp(
  String.raw`^(?:\s*|\s*#.*|ak_message\((?:"[^"\\]*"|'[^'\\]*')\)\s*|[A-Za-z_]\w*\s*=\s*${CONSTANT}\s*)$`,
  'u',
);

function truthOf(text: string): boolean | undefined {
  if (text === '') return false;
  const inner = /^\((.*)\)$/u.exec(text)?.[1]?.trim() ?? text;
  if (!new RegExp(`^${CONSTANT}$`, 'u').test(inner)) return undefined;
  return !/^(?:False|None|0+|""|'')$/u.test(inner);
}
