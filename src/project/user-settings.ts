import { readYaml } from '../blueprint/yaml/read-yaml.ts';
import { shape } from '../blueprint/yaml/core-tag.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { SourceFile } from '../source/source-file.ts';
import { readNames } from './read-names.ts';

/**
 * Settings of the person or machine that runs the program. They are outside every checkout, so they may say
 * what a project file may not.
 */
export interface UserSettings {
  /** The variables, files and keys of the context whose values may be shown. */
  readonly insensitive: readonly string[];
}

/** Reads the settings of a user. Mistakes are reported as `project-invalid`, or with a code of YAML. */
export function parseUserSettings(file: SourceFile, report: Report): UserSettings {
  const none: UserSettings = { insensitive: [] };
  const root = readYaml(file, (finding) => (finding.code === 'yaml-empty' ? undefined : report(finding)));
  if (!root) return none;
  const invalid = (message: string, span: { start: number; end: number }): void =>
    report({ code: 'project-invalid', message, place: { file, span } });
  if (root.kind !== 'map') {
    invalid(`the settings are a mapping, but this is ${shape(root)}`, { start: 0, end: 1 });
    return none;
  }
  for (const { key, keyNode } of root.pairs)
    if (key !== 'insensitive')
      invalid(`the settings have no "${key}"; they have the key insensitive`, keyNode.span);
  const names = root.pairs.find(({ key }) => key === 'insensitive')?.value;
  return names ? { insensitive: readNames('insensitive', names, invalid).map(({ text }) => text) } : none;
}
