import { trimLikePython } from '../white-space.ts';
import { Broken, type PythonFault, Unsure } from './fault.ts';
import { tokensOf } from './layout.ts';
import { Statements } from './statements.ts';

/** A part of a text, and where it stands in another. */
interface Part {
  readonly made: number;
  readonly given: number;
}

/**
 * The first fault for which Python cannot compile a text as the body of a function, as the server does
 * (sources of 2023.2.3, 2025.12.4 and 2026.5.0-rc1: lib/expression). `minor`: of the version of Python, 11 for
 * 3.11. Undefined: none, or none that is certain.
 */
export function findFault(body: string, minor: number): PythonFault | undefined {
  const { text, parts } = wrap(body);
  try {
    new Statements(tokensOf(text, minor), minor).all();
    return undefined;
  } catch (error) {
    if (error instanceof Unsure) return undefined;
    if (!(error instanceof Broken)) throw error;
    const part = parts.findLast(({ made }) => made <= error.at);
    const at = part ? part.given + error.at - part.made : 0;
    return { what: error.message, at: Math.min(at, body.length) };
  }
}

/** The text that the server compiles, as Python indents lines: none that is blank, and at more than \n. */
function wrap(body: string): { readonly text: string; readonly parts: readonly Part[] } {
  let text = 'def handler():\n';
  const parts: Part[] = [];
  // biome-ignore lint: the characters at which Python splits lines
  for (const { 0: line, index } of body.matchAll(/[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*(\r\n|[^]|$)/g)) {
    if (line === '') continue;
    if (trimLikePython(line) !== '') text += '    ';
    parts.push({ made: text.length, given: index });
    text += line.replace(/\r\n?$/, '\n');
  }
  return { text: `${text}\nresult = handler()`, parts };
}
