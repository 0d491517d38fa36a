import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES, type Code } from '../../src/diagnostics/codes.ts';
import { docsOf } from '../../src/diagnostics/docs.ts';
import { isPlanCode } from '../../src/diagnostics/plan-codes.ts';
import { parseCodePage } from '../../src/explain/code-page.ts';
import { ROOT } from '../e2e/binary.ts';

const pages = (Object.keys(CODES) as Code[]).filter((code) => existsSync(join(ROOT, docsOf(code))));

/** Codes whose pages show them with a server, and that `validate` reports, too. */
const ALSO_OFFLINE = new Set<Code>([
  'action-impossible',
  'blueprint-cycle',
  'find-undecidable',
  'path-refused',
]);

test.each(pages.filter((code) => !ALSO_OFFLINE.has(code)))(
  '%s needs a server in its page exactly when only a plan or an apply reports it',
  (code) => {
    const needsServer = parseCodePage(readFileSync(join(ROOT, docsOf(code)), 'utf8')).wrong.some(
      // What fmt --natural asks a server for is reported by no plan.
      ({ settings }) =>
        !settings.has('fmt') && ['server', 'apply', 'import'].some((one) => settings.has(one)),
    );
    expect(needsServer).toBe(isPlanCode(code));
  },
);
