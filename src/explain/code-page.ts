import type { Severity } from '../diagnostics/codes.ts';
import { type Block, parseMarkdown, textOf } from './markdown.ts';

/** A block of an example, with what its info string says of it: `yaml target=2025.12 server`. */
export interface Example {
  readonly language: string;
  /** `server` → '', `target=2025.12` → '2025.12'. */
  readonly settings: ReadonlyMap<string, string>;
  readonly text: string;
}

/** What the page of a code (docs/diagnostics/<code>.md) says. */
export interface CodePage {
  readonly code: string;
  readonly severity: Severity;
  readonly about: string;
  /** What it means, what authentik does, what to do. */
  readonly text: readonly string[];
  readonly wrong: readonly Example[];
  readonly right: readonly Example[];
  readonly blocks: readonly Block[];
}

const SHAPE =
  'a page of a code is "# code", "severity: about", paragraphs, "## Wrong" and "## Right" with examples';

/**
 * Reads the page of a code. Throws an Error that says what is missing where it is not of the form that all
 * pages have.
 */
export function parseCodePage(page: string): CodePage {
  const blocks = parseMarkdown(page);
  const [title, summary, ...rest] = blocks;
  const line = summary?.kind === 'paragraph' ? /^(error|warning|info): (.+)$/.exec(summary.text) : null;
  if (title?.kind !== 'heading' || title.level !== 1 || !line) throw new Error(SHAPE);
  const wrongAt = headingAt(rest, 'Wrong');
  const rightAt = headingAt(rest, 'Right');
  const text = textOf(rest.slice(0, wrongAt));
  const wrong = examplesOf(rest.slice(wrongAt + 1, rightAt));
  const right = examplesOf(rest.slice(rightAt + 1));
  if (wrongAt < 0 || rightAt < wrongAt || text.length === 0 || wrong.length === 0 || right.length === 0)
    throw new Error(SHAPE);
  return {
    code: title.text,
    severity: line[1] as Severity,
    about: line[2] ?? '',
    text,
    wrong,
    right,
    blocks,
  };
}

function headingAt(blocks: readonly Block[], title: string): number {
  return blocks.findIndex((block) => block.kind === 'heading' && block.text === title);
}

/** The examples among some blocks: all that is code. */
export function examplesOf(blocks: readonly Block[]): Example[] {
  return blocks.flatMap((block): Example[] => {
    if (block.kind !== 'code') return [];
    const [language = '', ...settings] = block.info.split(/\s+/);
    return [
      {
        language,
        settings: new Map(
          settings.map((one) => [one.split('=')[0] ?? '', one.split('=').slice(1).join('=')]),
        ),
        text: block.text,
      },
    ];
  });
}
