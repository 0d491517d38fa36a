import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ends = JSON.parse(readFileSync(resolve(import.meta.dirname, 'listed-ends.json'), 'utf8')) as Record<
  string,
  unknown
>;

/** How a listed case ends with us: the stage, the errors, the writes, and a digest of what is stored. */
export function endOf(name: string): unknown {
  return ends[name];
}

/** The cases whose end is written down. */
export function endNames(): string[] {
  return Object.keys(ends).sort();
}

export type Listed = 'better' | 'cannot over REST';

const KINDS: Readonly<Record<string, Listed>> = { Better: 'better', 'Cannot over REST': 'cannot over REST' };

/**
 * The cases that docs/differences-from-the-importer.md lists, by the heading that they stand under: of
 * 2023.2, or of another release, whose headings end with its name.
 */
export function listedCases(release = '2023.2'): Map<string, Listed> {
  const page = readFileSync(
    resolve(import.meta.dirname, '../../docs/differences-from-the-importer.md'),
    'utf8',
  );
  const listed = new Map<string, Listed>();
  let kind: Listed | undefined;
  for (const line of page.split('\n')) {
    const heading = /^## (.*?)(?: on (\d+\.\d+))?$/.exec(line);
    if (heading) kind = (heading[2] ?? '2023.2') === release ? KINDS[heading[1] ?? ''] : undefined;
    if (!kind || !line.startsWith('|')) continue;
    for (const [, name] of (line.split('|').at(-2) ?? '').matchAll(/`(\w[\w.-]*__[\w.-]+)`/g))
      if (name !== undefined) listed.set(name, kind);
  }
  return listed;
}
