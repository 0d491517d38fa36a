import type { SourceFile } from '../../source/source-file.ts';
import { Cursor } from '../yaml/cursor.ts';
import { YAML_LIMITS } from '../yaml/read-yaml.ts';
import { scanBlock } from '../yaml/scan-block.ts';
import { Scanner } from '../yaml/scanner.ts';
import type { Token } from '../yaml/token.ts';
import { YamlError } from '../yaml/yaml-error.ts';
import { looksLikeBlueprint } from './looks-like.ts';
import { blockIndent, mapScalar } from './map-scalar.ts';

/*
 * Blueprints inside other YAML files: in the `data` of ConfigMaps, `stringData` of Secrets, templates of
 * external secrets, Helm values. Where they stand does not matter, only that a block or quoted scalar reads
 * like one, so the file is not composed: its tokens are enough, over several documents, too. A file with Helm
 * templating is often no YAML; there the block scalars are found line by line.
 */

/** Every text of a file that is a blueprint, as a file of its own that knows where it stands. */
export function findEmbedded(file: SourceFile): SourceFile[] {
  if (!file.text.includes('entries') && !file.text.includes('authentik_')) return [];
  const names = new Set<string>();
  return scalars(file.text)
    .filter(({ token }) => looksLikeBlueprint(token.text))
    .map(({ key, token }) => {
      let name = key;
      for (let count = 2; names.has(name); count++) name = `${key}-${count}`;
      names.add(name);
      const pieces = mapScalar(file.text, token);
      const style = token.style === '' ? '"' : token.style;
      return {
        path: `${file.path}#${name}`,
        text: token.text,
        within: { file, style, pieces, indent: blockIndent(file.text, pieces, token.text) },
      };
    });
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
    else if (token.kind === 'scalar' && token.style !== '') found.push({ key, token });
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
