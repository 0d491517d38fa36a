import type { Code } from './codes.ts';

/** The page that explains a code, as a path from the root of the project and of the package. */
export function docsOf(code: Code): string {
  return `docs/diagnostics/${code}.md`;
}
