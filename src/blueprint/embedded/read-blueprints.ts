import type { Report } from '../../diagnostics/collector.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Blueprint } from '../blueprint.ts';
import { blueprintsInFences, isMarkdown } from './fences.ts';
import { findEmbedded } from './find-embedded.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { hasEntries, isBlank, isManifest, mayBeBlueprint, meantAsBlueprint } from './looks-like.ts';
import { isEncrypted } from './other-kind.ts';
import { parseTemplate, type ReadOptions } from './parse-template.ts';

/**
 * The blueprints of a YAML file: the file itself, or those inside its values (ConfigMaps, Helm values).
 * Everything that is wrong with them is reported. A file that is no blueprint and holds none is a warning where
 * it was named, or a note where there is nothing in it; of one in a folder nothing is said.
 */
export function readBlueprints(file: SourceFile, report: Report, options: ReadOptions): Blueprint[] {
  if (isEncrypted(file.text) && (!options.walked || meantAsBlueprint(file.text))) {
    const isInPart = !isManifest(file.text) && hasEntries(file.text) && !UNREADABLE.test(file.text);
    reportEncrypted(file, report, options, isInPart);
    const blueprint = isInPart && !options.filledIn && parseTemplate(file, withoutSops(report), options);
    return blueprint ? [blueprint] : [];
  }
  const content = contentOf(file, options.walked === true);
  if (content === 'blueprint') {
    const blueprint = parseTemplate(file, report, options);
    return blueprint ? [blueprint] : [];
  }
  if (content.length === 0 && options.walked !== true) reportOther(file, report);
  return content.flatMap((one) => parseTemplate(one, report, options) ?? []);
}

/** Without these nothing can be told of a blueprint. */
const UNREADABLE = /["']?(?:model|version)["']?[ \t]*:[ \t]*["']?ENC\[/;

/** A report without what is said of the part that SOPS adds to a file. */
function withoutSops(report: Report): Report {
  return (finding) => {
    const { file, span } = finding.place ?? {};
    const isSops = file && span && /^["']?sops["']?$/.test(file.text.slice(span.start, span.end));
    if (finding.code !== 'structure-unknown-key' || !isSops) report(finding);
  };
}

/** `isInPart`: models and keys can be read, so that the rest is checked. */
function reportEncrypted(
  file: SourceFile,
  report: Report,
  { filledIn }: ReadOptions,
  isInPart: boolean,
): void {
  report({
    code: 'file-encrypted',
    severity: filledIn ? 'error' : undefined,
    message:
      isInPart && !filledIn
        ? 'values of this file are encrypted with SOPS: these were not checked'
        : 'this file is encrypted with SOPS: it was not checked',
    hint: `decrypt it first: sops -d FILE | ak-blueprint ${filledIn ? 'plan' : 'validate'} -`,
    place: { file, span: { start: 0, end: 0 } },
  });
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
  if (isMarkdown(file.path)) return blueprintsInFences(file);
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
