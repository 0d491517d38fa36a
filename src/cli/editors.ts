/** The editors whose settings we write; for any other with a YAML language server there is docs/editors.md. */
export const EDITORS = ['vscode', 'jetbrains'] as const;

export type Editor = (typeof EDITORS)[number];
