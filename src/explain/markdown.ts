/**
 * The part of Markdown that our pages are written in: headings, paragraphs, fenced code, lists of one level,
 * tables. All pages are our own, so this reads what they use and no more (a test holds that): a library for
 * all of Markdown would be larger than all of `explain`.
 */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  /** `info`: what stands behind the opening fence, e.g. `yaml target=2025.12`. */
  | { readonly kind: 'code'; readonly info: string; readonly text: string };

/** The blocks of a page, in order. */
export function parseMarkdown(page: string): Block[] {
  const lines = page.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (fence) {
      const end = lines.findIndex((other, index) => index > at && other.trim() === fence[1]);
      const stop = end < 0 ? lines.length : end;
      blocks.push({
        kind: 'code',
        info: (fence[2] ?? '').trim(),
        text: lines
          .slice(at + 1, stop)
          .map((one) => `${one}\n`)
          .join(''),
      });
      at = stop + 1;
      continue;
    }
    const heading = /^(#{1,4}) (.+)$/.exec(line);
    if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' });
      at += 1;
      continue;
    }
    const run = lines.slice(at, endOfText(lines, at));
    if (run.length > 0) blocks.push(textBlock(run));
    at += Math.max(1, run.length);
  }
  return blocks;
}

/** The first line at or after `at` that ends a run of text. */
function endOfText(lines: readonly string[], at: number): number {
  let end = at;
  while (end < lines.length && lines[end]?.trim() !== '' && !/^(`{3,}|#{1,4} )/.test(lines[end] ?? ''))
    end += 1;
  return end;
}

function textBlock(lines: readonly string[]): Block {
  if (lines[0]?.startsWith('|')) {
    const rows = lines
      .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
      .map((line) =>
        line
          .replace(/^\||\|$/g, '')
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim().replaceAll('\\|', '|')),
      );
    return { kind: 'table', rows };
  }
  if (lines[0]?.startsWith('- ')) {
    const items: string[] = [];
    for (const line of lines) {
      if (line.startsWith('- ')) items.push(line.slice(2).trim());
      else items.push(`${items.pop() ?? ''} ${line.trim()}`);
    }
    return { kind: 'list', items };
  }
  return { kind: 'paragraph', text: lines.map((line) => line.trim()).join(' ') };
}

/** Values as code, with commas between them. */
export function code(values: readonly (string | number)[]): string {
  return values.map((value) => `\`${value === '' ? '""' : value}\``).join(', ');
}

/** The texts of the paragraphs and list items among some blocks. */
export function textOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items;
    return block.kind === 'paragraph' ? [block.text] : [];
  });
}
