/*
 * Texts that are not the value that will be used: what a template engine, a secret store or a person still
 * fills in.
 */

/** Who fills a placeholder in. */
export type Filler = 'shell' | 'template' | 'sops' | 'vault' | 'person' | 'format';

/** A part of a text that something else was meant to stand for. */
export interface Placeholder {
  readonly by: Filler;
  readonly text: string;
  /** The offset in the text. */
  readonly at: number;
}

/**
 * How each is written: all that matches, or the group `part` of it. What is inside a longer text comes before what
 * must be all of it.
 */
const PLACEHOLDERS: readonly (readonly [Filler, RegExp])[] = [
  ['sops', /^ENC\[[^]*\]?/],
  ['shell', /\$\{[^}]*\}|\$\([A-Za-z_][\w.-]*\)|^\$[A-Za-z_]\w*$/],
  ['template', /\{\{[^]*?\}\}|\{%[^]*?%\}/],
  ['person', /(?<![^\W_])__[A-Z][A-Z0-9_]+?__(?![^\W_])|@@\w+@@|^<[A-Za-z][^<>@]*>$/],
  // In an address, also a part of it; `(?<name>…)` is a group of a regular expression. The address is read from
  // its beginning: to look back for it at each character takes a time that grows with the square of the text.
  ['shell', /^[a-z][a-z0-9+.-]*:\/\/\S*?(?<part>\$[A-Z_][A-Z0-9_]+)/],
  ['person', /^[a-z][a-z0-9+.-]*:\/\/\S*?(?<part>(?<!\(\?P?)<[a-z][\w -]*>)/i],
  ['vault', /^(?:vault:\S+[#/]\S+|op:\/\/\S+|ref\+\w+:\S+)$/],
  ['format', /%\(\w+\)s/],
];

const WORDS =
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|with|this)|place[-_ ]?holder|not[-_ ]?for[-_ ]?production|dev[-_ ]?only|^(?:your|insert|todo|fixme|dummy|example)\b|^(.)\1{2,}$/i;
/** Keys that the makers of captchas publish for tests: they let everybody pass. */
const PUBLISHED = /^6LeIxAcTAAAAA|^0x0{40}$|^[123]x0{31}AA$/;

/**
 * The first placeholder of a text, in the notations of Helm, Jinja, shell, envsubst, Python, SOPS and of
 * references to a vault; undefined where there is none. `but`: a notation that the reader of the text fills in.
 */
export function placeholderIn(text: string, but?: Filler): Placeholder | undefined {
  const trimmed = text.trim();
  for (const [by, pattern] of PLACEHOLDERS) {
    const found = by === but ? undefined : pattern.exec(trimmed);
    const part = found?.groups?.['part'] ?? found?.[0];
    if (part !== undefined) return { by, text: part, at: text.indexOf(part) };
  }
  return undefined;
}

/** The text is the name of what is to be filled in and nothing else, not even a default: no secret. */
export function isName(text: string): boolean {
  return /^\s*(?:\$\{\w+\}|\$\(\w+\)|\{\{-?\s*[.\w]+\s*-?\}\}|%\(\w+\)s)\s*$/.test(text);
}

/** A part of the text is for a template engine or a secret store to fill in. */
export function isTemplate(text: string): boolean {
  return placeholderIn(text) !== undefined;
}

/** The text is obviously no secret: it says so itself, or everybody knows it. */
export function isPlaceholder(text: string): boolean {
  return WORDS.test(text) || PUBLISHED.test(text);
}
