import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Json } from '../../src/catalog/model.ts';
import { shared } from '../shared.ts';
import type { Dump } from './dump.ts';

const ORACLE = 'data/oracle/2023.2.3';

/** What the real importer did with one blueprint (or several, one after the other). */
export interface Case {
  readonly name: string;
  readonly base: 'bare' | 'fresh';
  readonly context: Readonly<Record<string, Json>>;
  readonly env: Readonly<Record<string, string>>;
  /** Blueprints applied first; the outcome is relative to the state after them. */
  readonly before: readonly string[];
  /** The files, in the importer's order. */
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly ok: boolean;
  /** The entry that the importer refused, where it says so. */
  readonly refused: number | undefined;
  readonly message: string;
  /** undefined where it could not be recorded: the importer deleted what the dump reads with. */
  readonly diff: Diff | undefined;
}

export interface Diff {
  readonly created: Dump;
  readonly updated: Dump;
  readonly deleted: Dump;
}

interface Outcome {
  readonly case: string;
  readonly source_file: string | null;
  readonly base: 'bare' | 'fresh';
  readonly context: Readonly<Record<string, Json>> | null;
  readonly env: Readonly<Record<string, string>> | null;
  readonly setup: {
    readonly before?: readonly { readonly content?: string; readonly file?: string }[];
    readonly sequence?: readonly string[];
  } | null;
  readonly ok: boolean;
  readonly errors: readonly {
    readonly entry_index?: number;
    readonly event?: string;
    readonly message?: string;
  }[];
  readonly diff: Diff | null;
}

/** The recorded cases whose name starts so. */
export function casesOf(prefix: string): Case[] {
  return readdirSync(shared(`${ORACLE}/outcomes`))
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) =>
      readCase(JSON.parse(readFileSync(shared(`${ORACLE}/outcomes/${name}`), 'utf8')) as Outcome),
    );
}

function readCase(outcome: Outcome): Case {
  const paths = outcome.setup?.sequence?.map((file) => `blueprints/2023.2.3/${file}`) ?? [
    outcome.source_file ?? '',
  ];
  const [error] = outcome.errors;
  return {
    name: outcome.case,
    base: outcome.base,
    context: outcome.context ?? {},
    env: outcome.env ?? {},
    before: (outcome.setup?.before ?? []).map(
      ({ content, file }) => content ?? readFileSync(located(file ?? ''), 'utf8'),
    ),
    files: paths.map((path) => ({ path, bytes: readFileSync(located(path)) })),
    ok: outcome.ok,
    refused: error?.entry_index,
    message: error?.event ?? error?.message ?? '',
    diff: outcome.diff ?? undefined,
  };
}

function located(path: string): string {
  // Fixtures have placeholders; the oracle has them filled in.
  return (
    [
      `${ORACLE}/${path}`,
      path.replace(/^blueprints\/2023\.2\.3\/fixtures/, `${ORACLE}/fixtures`),
      `data/${path}`,
    ]
      .map(shared)
      .find((file) => existsSync(file)) ?? shared(path)
  );
}

/** A recorded state of a server, for a sandbox to start from. */
export function baseState(base: 'bare' | 'fresh'): Dump {
  return JSON.parse(readFileSync(shared(`${ORACLE}/base-${base}.json`), 'utf8')) as Dump;
}
