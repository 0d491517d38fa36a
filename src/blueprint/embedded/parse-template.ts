import type { Finding, Report } from '../../diagnostics/collector.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Blueprint } from '../blueprint.ts';
import { parseBlueprint, type ParseOptions } from '../parse.ts';
import { anyTemplateAt, type Engine, maskTemplates, templateAt } from './mask-templates.ts';
import { languageOf } from './other-kind.ts';

export interface ReadOptions extends ParseOptions {
  /** Found by walking a folder: most files there are no blueprints, and need not be. */
  readonly walked?: boolean | undefined;
  /** The values will be sent to a server, so they must be there. */
  readonly filledIn?: boolean | undefined;
}

/**
 * Reads a blueprint. One that is no YAML before its templates are filled in is read with them covered up, if
 * that can be done; of what is no YAML at all it is reported what it is.
 */
export function parseTemplate(file: SourceFile, report: Report, options: ReadOptions): Blueprint | undefined {
  // Inside another file, also a template in a text is one: what deploys that file fills it in.
  if (file.within && options.filledIn && templateAt(file.text)) {
    reportTemplate(file, report, options);
    return undefined;
  }
  const findings: Finding[] = [];
  const plain = parseBlueprint(file, (finding) => findings.push(finding), options);
  if (plain) {
    for (const finding of findings) report(finding);
    return plain;
  }
  const masked = maskTemplates(file.text);
  const covered: Finding[] = [];
  const blueprint =
    masked === undefined || masked === file.text
      ? undefined
      : parseBlueprint(covering(file, masked), (finding) => covered.push(finding), options);
  if (blueprint && !options.filledIn) {
    for (const finding of covered) report(finding);
    return blueprint;
  }
  // Where it is no YAML with its templates covered up either, the fault is another, unless they stand for lines.
  if (blueprint || masked === undefined || (file.within && masked !== file.text))
    reportTemplate(file, report, options);
  else if (!file.within && languageOf(file.path, file.text) !== undefined) reportLanguage(file, report);
  else for (const finding of findings) report(finding);
  return undefined;
}

/** A text in which templates are covered up, at the places of the file as it is. */
function covering(file: SourceFile, text: string): SourceFile {
  const { length } = text;
  const pieces = [{ inner: 0, outer: 0, length, outerLength: length }];
  return { ...file, text, within: file.within ?? { file, style: '|', pieces, indent: 0 } };
}

function reportTemplate(file: SourceFile, report: Report, { filledIn }: ReadOptions): void {
  const found = templateAt(file.text) ?? anyTemplateAt(file.text);
  const { start = 0, end = 0, engine = 'Helm' } = found ?? {};
  const embedded = filledIn
    ? 'this blueprint has templates that are not filled in; what is sent to a server must be'
    : 'this blueprint is no YAML before its templates are filled in: it was not checked';
  report({
    code: 'template-unfilled',
    severity: filledIn ? 'error' : undefined,
    message: file.within
      ? embedded
      : `this file is a template of ${engine}, and no YAML before it is filled in`,
    hint: HINTS[engine],
    place: { file, span: { start, end } },
  });
}

function reportLanguage(file: SourceFile, report: Report): void {
  report({
    code: 'not-a-blueprint',
    severity: 'error',
    message: `this file is ${languageOf(file.path, file.text) ?? 'something else'}, and no YAML`,
    hint: 'blueprints are YAML files: name one, or have this one write one',
    place: { file, span: { start: 0, end: 0 } },
  });
}

const HINTS: Readonly<Record<Engine, string>> = {
  Helm: 'fill them in first: helm template … | ak-blueprint validate -',
  Jinja: 'fill them in first, with Ansible or jinja2, and give ak-blueprint what comes out',
};
