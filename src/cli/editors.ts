/**
 * The editors whose settings `schema editor` writes; docs/editors.md describes others with a YAML language
 * server.
 */
export const EDITORS = ['vscode', 'jetbrains'] as const;

/** One of these editors. */
export type Editor = (typeof EDITORS)[number];
