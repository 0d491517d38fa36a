import { readYaml, YAML_LIMITS } from '../blueprint/yaml/read-yaml.ts';
import { Scanner } from '../blueprint/yaml/scanner.ts';
import type { Finding, Report } from '../diagnostics/collector.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import { NotFormatted } from './layout.ts';
import { orderKeys } from './order.ts';
import { printDocument } from './print.ts';
import { readLayout } from './read-layout.ts';
import { sameComments, sameMeaning } from './same-meaning.ts';

/*
 * Formats by the tokens of our own reader, because that reads what authentik reads. The formatted text is
 * read again, and it is given only when it means the same, has the same comments and does not change when it
 * is formatted once more.
 */

/**
 * The formatted text of a blueprint. Undefined when it is left as it is, because it is no YAML, or laid out
 * in a rare way that is not supported; then that has been reported.
 */
export function formatBlueprint(file: SourceFile, report: Report): string | undefined {
  const findings: Finding[] = [];
  const before = readYaml(file, (finding) => findings.push(finding));
  if (!before) {
    for (const finding of findings) report(finding);
    return undefined;
  }
  const skip = (why: string, span: Span): undefined => {
    report({ code: 'format-skipped', message: `the file is left as it is: ${why}`, place: { file, span } });
  };
  const crlf = file.text.includes('\r\n');
  const text = file.text.replaceAll('\r\n', '\n');
  const odd = /[\r\u0085\u2028\u2029]/.exec(text);
  if (odd)
    return skip('it has line breaks that are none to most programs', {
      start: odd.index,
      end: odd.index + 1,
    });
  try {
    const formatted = format(text);
    const after = readYaml({ path: file.path, text: formatted }, () => undefined);
    if (
      !after ||
      !sameMeaning(before, after) ||
      !sameComments(text, formatted) ||
      format(formatted) !== formatted
    ) {
      return skip('formatted, it would not be what it is', { start: 0, end: 0 });
    }
    return crlf ? formatted.replaceAll('\n', '\r\n') : formatted;
  } catch (error) {
    if (!(error instanceof NotFormatted)) throw error;
    return skip(error.message, crlf ? { start: 0, end: 0 } : error.span);
  }
}

function format(text: string): string {
  return printDocument(orderKeys(readLayout(new Scanner(text, YAML_LIMITS.depth), text)), text);
}
