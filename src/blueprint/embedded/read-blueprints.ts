import type { Finding, Report } from '../../diagnostics/collector.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Blueprint } from '../blueprint.ts';
import { parseBlueprint, type ParseOptions } from '../parse.ts';
import { findEmbedded } from './find-embedded.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { hasEntries, isBlank, isManifest, mayBeBlueprint, meantAsBlueprint } from './looks-like.ts';
import { maskTemplates, templateAt } from './mask-templates.ts';

export interface ReadOptions extends ParseOptions {
  /** Found by walking a folder: most files there are no blueprints, and need not be. */
  readonly walked?: boolean | undefined;
  /** The values will be sent to a server, so they must be there. */
  readonly filledIn?: boolean | undefined;
}

/**
 * The blueprints of a YAML file: the file itself, or those inside its values (ConfigMaps, Helm values).
 * Everything that is wrong with them is reported. A file that is no blueprint and holds none is a warning where
 * it was named, or a note where there is nothing in it; of one in a folder nothing is said.
 */
export function readBlueprints(file: SourceFile, report: Report, options: ReadOptions): Blueprint[] {
  const content = contentOf(file, options.walked === true);
  if (content === 'blueprint') {
    const blueprint = parseBlueprint(file, report, options);
    return blueprint ? [blueprint] : [];
  }
  if (content.length === 0 && options.walked !== true) reportOther(file, report);
  return content.flatMap((one) => parseEmbedded(one, report, options) ?? []);
}

/** Reports that a file that was named is no blueprint and holds none. */
function reportOther(file: SourceFile, report: Report): void {
  if (reportBlank(file, report)) return;
  report({
    code: 'not-a-blueprint',
    message: 'this file is no blueprint and holds none',
    hint: 'a blueprint has "entries:" with models, by itself or in the text of a value of another file',
    place: { file, span: { start: 0, end: 0 } },
  });
}

/** Reports that there is nothing in a file that was named; whether that is so. */
export function reportBlank(file: SourceFile, report: Report): boolean {
  if (!isBlank(file.text)) return false;
  report({
    code: 'yaml-empty',
    message: 'there is nothing in this file',
    hint: 'a blueprint has at least "version: 1" and "entries:"',
    place: { file, span: { start: 0, end: 0 } },
  });
  return true;
}

/**
 * Whether a YAML file is a blueprint, or was meant as one; else the blueprints inside it. A file that was
 * named is meant as one unless it is plainly something else: YAML without anything that a blueprint has.
 */
export function contentOf(file: SourceFile, walked: boolean): 'blueprint' | readonly SourceFile[] {
  const { text } = file;
  if (isBlank(text)) return [];
  const manifest = isManifest(text);
  if (!manifest && hasEntries(text)) return 'blueprint';
  const embedded = findEmbedded(file);
  if (embedded.length > 0 || manifest) return embedded;
  const isMeant = walked ? meantAsBlueprint(text) : mayBeBlueprint(text) || !isOtherYaml(file);
  return isMeant ? 'blueprint' : [];
}

/** Whether a file is YAML, one document or several. */
function isOtherYaml(file: SourceFile): boolean {
  const codes = new Set<string>();
  const root = readYaml(file, ({ code }) => codes.add(code));
  return root ? root.kind !== 'scalar' : codes.has('yaml-multiple-documents');
}

/**
 * A blueprint inside another file; where templates keep it from being YAML, it is read with them covered up,
 * if that can be done.
 */
function parseEmbedded(file: SourceFile, report: Report, options: ReadOptions): Blueprint | undefined {
  const template = templateAt(file.text);
  if (!template) return parseBlueprint(file, report, options);
  const place = { file, span: template };
  if (options.filledIn) {
    report({
      code: 'template-unfilled',
      severity: 'error',
      message: 'this blueprint has templates that are not filled in; what is sent to a server must be',
      hint: HINT,
      place,
    });
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
    masked === undefined
      ? undefined
      : parseBlueprint({ ...file, text: masked }, (finding) => covered.push(finding), options);
  if (blueprint) for (const finding of covered) report(finding);
  else
    report({
      code: 'template-unfilled',
      message: 'this blueprint is no YAML before its templates are filled in: it was not checked',
      hint: HINT,
      place,
    });
  return blueprint;
}

const HINT = 'fill them in first: helm template … | ak-blueprint validate -';
