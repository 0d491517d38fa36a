// Microsoft's own, with which VS Code edits its settings: comments stay.
import { applyEdits, modify, parse, type ParseError } from 'jsonc-parser';

/** The settings of VS Code's YAML extension for blueprints. */
export interface EditorSettings {
  /** The schema's file, relative to the folder of the project: `.ak-blueprint/blueprint.schema.json`. */
  readonly schema: string;
  /** The files that are blueprints, as globs relative to that folder. */
  readonly files: readonly string[];
  /** The tags in the form that customTags gives. */
  readonly customTags: readonly string[];
}

/**
 * The text of `.vscode/settings.json` with these settings added or replaced, everything else unchanged;
 * undefined when the text is no JSON.
 */
export function mergeVscodeSettings(
  text: string | undefined,
  { schema, files, customTags }: EditorSettings,
): string | undefined {
  const before = text === undefined || text.trim() === '' ? '{}\n' : text;
  const errors: ParseError[] = [];
  const settings: unknown = parse(before, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof settings !== 'object' || settings === null || Array.isArray(settings))
    return undefined;
  const { 'yaml.customTags': tags, 'yaml.schemas': schemas } = settings as Record<string, unknown>;
  const known = Array.isArray(tags) ? tags.map(String) : [];
  // The first entry for a tag counts, so other entries for our tags are removed.
  const ours = new Set(customTags.map(nameOf));
  const merged = [...known.filter((entry) => !ours.has(nameOf(entry))), ...customTags];
  const key = `./${schema}`;
  const now =
    typeof schemas === 'object' && schemas !== null ? (schemas as Record<string, unknown>)[key] : undefined;
  const changed =
    JSON.stringify(now) === JSON.stringify(files) ? before : set(before, ['yaml.schemas', key], files);
  return JSON.stringify(tags) === JSON.stringify(merged)
    ? changed
    : set(changed, ['yaml.customTags'], merged);
}

function set(text: string, path: string[], value: unknown): string {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const edits = modify(text, path, value, {
    formattingOptions: {
      insertSpaces: !indent.startsWith('\t'),
      tabSize: indent.startsWith('\t') ? 1 : indent.length,
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    },
  });
  return applyEdits(text, edits);
}

function nameOf(entry: string): string {
  return entry.trim().split(/\s/)[0] ?? '';
}
