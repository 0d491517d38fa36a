import { CODES, isCode } from '../../diagnostics/codes.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { explainCode } from '../../explain/explain-page.ts';
import { renderBlocks } from '../../explain/render.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PAGES } from '../pages.ts';

export interface ExplainOptions {
  readonly format: string;
}

/** `ak-blueprint explain`: says what a code is. */
export function explain(what: string | undefined, options: ExplainOptions, io: Io): Promise<ExitCode> {
  if (options.format !== 'pretty' && options.format !== 'json') throw new UsageError(`--format must be pretty or json, not ${options.format}`);
  if (what === undefined || !isCode(what)) {
    const near = what === undefined ? undefined : nearest(what, Object.keys(CODES));
    throw new UsageError(what === undefined ? 'what shall be explained?' : `there is nothing to explain that is called ${what}`, near === undefined ? `there are ${Object.keys(CODES).join(', ')}` : `did you mean ${near}?`);
  }
  const { kind, name, blocks, json } = explainCode(what, PAGES);
  if (options.format === 'json') io.out(JSON.stringify({ formatVersion: 1, kind, name, ...json }, null, 2));
  else io.out(renderBlocks(blocks, { paint: io.paintOut, columns: io.columns }));
  return Promise.resolve(EXIT.fine);
}
