import { parser } from '@lezer/python';

/** Where Python would stop reading an expression of authentik (it is wrapped into a function, so `return` is fine): line from 1, or undefined. */
export function findSyntaxError(expression: string): number | undefined {
  const indented = expression.split('\n').map((line) => (line.trim() === '' ? line : `    ${line}`)).join('\n');
  const source = `def handler(request):\n${indented}\n`;
  if (!indented.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#'))) return 2;
  let line: number | undefined;
  parser.parse(source).iterate({
    enter(node) {
      if (node.type.isError && line === undefined) line = source.slice(0, node.from).split('\n').length;
    },
  });
  return line;
}
