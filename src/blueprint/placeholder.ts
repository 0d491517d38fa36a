/*
 * Texts that are not the value that will be used: what a template engine, a secret store or a person still
 * fills in.
 */

/** Helm, Jinja, shell, envsubst, Python, SOPS, references to a vault. */
const TEMPLATE =
  /\{\{[\s\S]*\}\}|\{%[\s\S]*%\}|\$\{[^}]*\}|\$\([^)]*\)|^\$\w+$|%\(\w+\)s|^ENC\[|^(?:vault|op|ref\+\w+):|^<[^<>]+>$/;
const WORDS =
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|with|this)|place[-_ ]?holder|not[-_ ]?for[-_ ]?production|dev[-_ ]?only|^(?:your|insert|todo|fixme|dummy|example)\b|^(.)\1{2,}$/i;
/** Keys that the makers of captchas publish for tests: they let everybody pass. */
const PUBLISHED = /^6LeIxAcTAAAAA|^0x0{40}$|^[123]x0{31}AA$/;

/** A part of the text is for a template engine or a secret store to fill in. */
export function isTemplate(text: string): boolean {
  return TEMPLATE.test(text);
}

/** The text is obviously no secret: it says so itself, or everybody knows it. */
export function isPlaceholder(text: string): boolean {
  return WORDS.test(text) || PUBLISHED.test(text);
}
