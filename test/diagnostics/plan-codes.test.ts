import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES, type Code } from '../../src/diagnostics/codes.ts';
import { docsOf } from '../../src/diagnostics/docs.ts';
import { isPlanCode } from '../../src/diagnostics/plan-codes.ts';
import { parseCodePage } from '../../src/explain/code-page.ts';
import { ROOT } from '../e2e/binary.ts';

const pages = (Object.keys(CODES) as Code[]).filter((code) => existsSync(join(ROOT, docsOf(code))));

test.each(pages)('%s needs a server in its page exactly when only a plan reports it', (code) => {
  const needsServer = parseCodePage(readFileSync(join(ROOT, docsOf(code)), 'utf8')).wrong.some(({ settings }) => settings.has('server'));
  expect(needsServer).toBe(isPlanCode(code));
});
