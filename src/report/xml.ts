/*
 * XML as the two formats need it: elements, attributes, text. Libraries that write XML bring a document model
 * or a configuration for what is twenty lines here; what matters is that any text comes out as well-formed
 * XML 1.0, which the tests prove with a strict parser.
 */

/** A document: the declaration, and its root. */
export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/** An element with elements in it, each on a line of its own. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  return children.length === 0
    ? `<${name}${attributeList(attributes)}/>`
    : `<${name}${attributeList(attributes)}>\n${children.join('\n')}\n</${name}>`;
}

/** An element with a text in it. */
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

/** White space in attributes becomes a space unless it is written as a reference. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** XML 1.0 has no way to write most control characters and half characters, not even as a reference. */
function allowed(text: string): string {
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
