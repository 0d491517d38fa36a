import { CODES, type Code } from '../diagnostics/codes.ts';
import { docsOf } from '../diagnostics/docs.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { parseCodePage } from './code-page.ts';
import type { Explanation } from './explanation.ts';
import type { Pages } from './pages.ts';

/** The page of a code. */
export function explainCode(code: Code, pages: Pages): Explanation {
  const docs = docsOf(code);
  const page = pages.read(docs);
  if (page === undefined) throw new InternalError(`${docs} is missing`);
  const { text, wrong, right, blocks } = parseCodePage(page);
  return { kind: 'code', name: code, blocks, json: { ...CODES[code], text, wrong: wrong.map((one) => one.text), right: right.map((one) => one.text), docs } };
}
