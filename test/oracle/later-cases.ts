import { readFileSync } from 'node:fs';
import type { Json } from '../../src/catalog/model.ts';
import { shared } from '../shared.ts';

/** What the importer of a later release said of one file; it was only given, not measured in all detail. */
export interface LaterCase {
  /** As docs/differences-from-the-importer.md names it. */
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly ok: boolean;
  /**
   * All that is wrong is that something was not there: an environment variable, an object of another file.
   */
  readonly onlyContext: boolean;
  /** The entries that it refused. */
  readonly refused: readonly number[];
  readonly message: string;
  readonly context: Readonly<Record<string, Json>>;
  readonly before: readonly string[];
}

interface Verdict {
  readonly file: string;
  readonly case?: string;
  readonly ok: boolean;
  readonly only_context?: boolean;
  readonly error_class: string | null;
  readonly entry_index: number | null;
  readonly errors: unknown;
  readonly all?: readonly { readonly index: number | null }[];
}

/** The verdicts of a release on its own blueprints, fixtures and probes, and on the community's. */
export function laterCases(release: string): LaterCase[] {
  return ['outcomes', 'community'].flatMap((kind) =>
    readFileSync(shared(`data/oracle/${release}/${kind}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => toCase(JSON.parse(line) as Verdict)),
  );
}

function toCase(verdict: Verdict): LaterCase {
  const name = verdict.case ?? `community__${verdict.file.replace(/^community\//, '').replaceAll('/', '__')}`;
  const setup = verdict.case?.startsWith('probe__') ? probeSetup(verdict.case) : undefined;
  return {
    name,
    path: verdict.file,
    bytes: readFileSync(shared(`data/${verdict.file}`)),
    ok: verdict.ok,
    onlyContext: verdict.only_context === true,
    refused: [verdict.entry_index, ...(verdict.all ?? []).map(({ index }) => index)].filter(
      (index) => index !== null,
    ),
    message: `${verdict.error_class ?? ''} ${JSON.stringify(verdict.errors)}`,
    context: setup?.context ?? {},
    before: (setup?.setup?.before ?? []).flatMap(({ content }) => content ?? []),
  };
}

/**
 * A probe asks its question with a context, or after another blueprint; both are recorded with the first
 * release's answer.
 */
function probeSetup(name: string): {
  readonly context: Readonly<Record<string, Json>> | null;
  readonly setup: { readonly before?: readonly { readonly content?: string }[] } | null;
} {
  return JSON.parse(readFileSync(shared(`data/oracle/2023.2.3/outcomes/${name}.json`), 'utf8')) as ReturnType<
    typeof probeSetup
  >;
}
