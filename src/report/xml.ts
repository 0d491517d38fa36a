/*
 * Writes the XML that the two formats need: elements, attributes, text. A library would bring a document
 * model or a configuration for what is twenty lines here. Any text must become well-formed XML 1.0, which the
 * tests check with a strict parser.
 */

/** A document: the declaration, and its root. */
export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/** An element with child elements, each on a line of its own. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  return children.length === 0
    ? `<${name}${attributeList(attributes)}/>`
    : `<${name}${attributeList(attributes)}>\n${children.join('\n')}\n</${name}>`;
}

/** An element with a text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${name}${attributeList(attributes)}>${escapeText(text)}</${name}>`;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

function attributeList(attributes: Attributes): string {
  return Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeAttribute(String(value))}"`]))
    .join('');
}

function escapeText(text: string): string {
  return allowed(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/**
 * Escapes an attribute, white space included: XML parsers replace it by a space unless it is a character
 * reference.
 */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/**
 * Replaces characters that XML 1.0 cannot express even as references: most control characters, and lone
 * surrogates.
 */
function allowed(text: string): string {
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
