import type { Piece, SourceFile } from '../../source/source-file.ts';
import { Cursor } from '../yaml/cursor.ts';
import { YAML_LIMITS } from '../yaml/read-yaml.ts';
import { scanBlock } from '../yaml/scan-block.ts';
import { Scanner } from '../yaml/scanner.ts';
import type { Token } from '../yaml/token.ts';
import { YamlError } from '../yaml/yaml-error.ts';
import { isManifest, isMeantInside } from './looks-like.ts';
import { blockIndent, mapScalar } from './map-scalar.ts';

/*
 * Blueprints inside other YAML files: in the `data` of ConfigMaps, `stringData` of Secrets, templates of
 * external secrets, Helm values. Where they stand does not matter, only that a block or quoted scalar reads
 * like one, so the file is not composed: its tokens are enough, over several documents, too. A file with Helm
 * templating is often no YAML; there the block scalars are found line by line.
 */

/** How deep texts are looked for in texts: a manifest in Helm values in an application of Argo CD. */
const MOST_LEVELS = 4;

/** Every text of a file that is a blueprint, as a file of its own that knows where it stands. */
export function findEmbedded(file: SourceFile): SourceFile[] {
  const names = new Set<string>();
  return inTexts(file, MOST_LEVELS).map((one) => {
    let path = one.path;
    for (let count = 2; names.has(path); count++) path = `${one.path}-${count}`;
    names.add(path);
    return { ...one, path };
  });
}

function inTexts(file: SourceFile, levels: number): SourceFile[] {
  if (levels === 0 || !(maybe(file.text) || isSecret(file.text))) return [];
  return scalars(file.text).flatMap(({ key, token }) => {
    const decoded = isSecret(file.text) ? decodedText(file, key, token) : undefined;
    if (decoded) return [decoded];
    if (!maybe(token.text) || isScript(token.text)) return [];
    const inner = textOf(file, key, token);
    if (isManifest(inner.text) || !isMeantInside(inner.text)) return inTexts(inner, levels - 1);
    return hasHeredoc(inner.text) ? [] : [inner];
  });
}

/** Whether there is a Secret of Kubernetes in a file, whose `data` is in base64. */
function isSecret(text: string): boolean {
  return /^[ \t-]*["']?kind["']?:[ \t]*["']?Secret["']?[ \t]*\r?$/m.test(text);
}

/** Whether a text is long enough for a blueprint, and has the characters of base64 only. */
function isBase64(text: string): boolean {
  return text.length > 40 && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text);
}

/** The blueprint that a value in base64 is; undefined where it is none. */
function decodedText(file: SourceFile, key: string, token: Token): SourceFile | undefined {
  if (!isBase64(token.text)) return undefined;
  const text = Buffer.from(token.text, 'base64').toString('utf8');
  if (isManifest(text) || !isMeantInside(text)) return undefined;
  const { start, end } = token;
  const pieces = [{ inner: 0, outer: start, length: text.length, outerLength: end - start }];
  return {
    path: `${file.path}#${key}`,
    text,
    within: { file, style: '"', pieces, indent: 0, isEncoded: true },
  };
}

/** Whether a text can hold a blueprint, or be one. */
function maybe(text: string): boolean {
  return text.includes('entries') || text.includes('authentik_');
}

/** The text of a scalar as a file of its own; of `name=text`, as kustomize writes literals, the text. */
function textOf(file: SourceFile, key: string, token: Token): SourceFile {
  const style = token.style === '' ? '"' : token.style;
  const pieces = mapScalar(file.text, token);
  const indent = blockIndent(file.text, pieces, token.text);
  const literal = LITERAL.exec(token.text);
  if (!literal)
    return { path: `${file.path}#${key}`, text: token.text, within: { file, style, pieces, indent } };
  const [{ length }, name = ''] = literal;
  return {
    path: `${file.path}#${name}`,
    text: token.text.slice(length),
    within: { file, style, pieces: withoutStart(pieces, length), indent },
  };
}

/** `groups.yaml=version: 1`: a key of a ConfigMap with its text, whose first line is one of a document. */
const LITERAL = /^([-._a-zA-Z0-9]+)=(?=(?:---|#.*)?[ \t]*\r?\n|["']?[a-zA-Z]\w*["']?:(?:\s|$)|\{)/;

/** The pieces of a text without its first characters. */
function withoutStart(pieces: readonly Piece[], length: number): Piece[] {
  return pieces.flatMap((piece) => {
    const cut = Math.max(0, length - piece.inner);
    if (cut >= piece.length) return [];
    const isExact = piece.length === piece.outerLength;
    return {
      inner: Math.max(0, piece.inner - length),
      outer: piece.outer + (isExact ? cut : 0),
      length: piece.length - cut,
      outerLength: piece.outerLength - (isExact ? cut : 0),
    };
  });
}

/** A first line of YAML (a key, an item, a mark of a document, braces), a template, or a literal of kustomize. */
const FIRST_LINE =
  /^\s*(?:["']?[\w$][^\n:"'()|;]*["']?[ \t]*:(?:\s|$)|- |-\r?$|---|%|\{|\[|"|[-._a-zA-Z0-9]+=)/;

/** Whether a text is a program: its first line that is no comment is none of YAML. */
function isScript(text: string): boolean {
  return !FIRST_LINE.test(/^[ \t]*(?!#(?!!))\S[^\n]*/m.exec(text)?.[0] ?? '');
}

/** Whether the entries of a text stand in a here-document; what a shell makes of that is not known. */
function hasHeredoc(text: string): boolean {
  const before = text.slice(0, text.search(/^["']?entries["']?[ \t]*:/m) + 1);
  return /<<[-~]?[ \t]*(["']?)[A-Za-z_]\w*\1/.test(before);
}

interface Found {
  readonly key: string;
  readonly token: Token;
}

function scalars(text: string): Found[] {
  if (text.includes('{{')) return blocksByLine(text);
  try {
    return byToken(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return blocksByLine(text);
  }
}

/** Block and quoted scalars with the key before them. */
function byToken(text: string): Found[] {
  const scanner = new Scanner(text, YAML_LIMITS.depth);
  const found: Found[] = [];
  let key = '';
  let afterKey = false;
  for (let token = scanner.take(); token.kind !== 'stream-end'; token = scanner.take()) {
    if (token.kind === 'scalar' && afterKey) key = token.text;
    else if (token.kind === 'scalar' && (token.style !== '' || isBase64(token.text)))
      found.push({ key, token });
    afterKey = token.kind === '?';
  }
  return found;
}

/** A line that starts a block scalar: its key, a `|` or `>`, nothing behind. */
const HEADER =
  /^( *)((?:- +)*)(?:(["']?)([^\s#'":{[][^\n:]*?)\3:[ ]+)?(?:[&!]\S+[ ]+)*[|>][-+0-9]{0,2}[ ]*(?:#[^\n]*)?\r?$/gm;

function blocksByLine(text: string): Found[] {
  const found: Found[] = [];
  HEADER.lastIndex = 0;
  for (let match = HEADER.exec(text); match; match = HEADER.exec(text)) {
    const [line, indent = '', dashes = '', , key = ''] = match;
    const cursor = new Cursor(text);
    cursor.lineStart = match.index;
    cursor.pos = match.index + line.search(/[|>][-+0-9]{0,2}[ ]*(?:#[^\n]*)?\r?$/);
    try {
      const token = scanBlock(cursor, indent.length + dashes.length - (key === '' && dashes !== '' ? 2 : 0));
      found.push({ key, token });
      HEADER.lastIndex = Math.max(token.end, HEADER.lastIndex);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
    }
  }
  return found;
}
