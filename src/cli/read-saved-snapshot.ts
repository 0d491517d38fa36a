import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SavedSnapshot } from '../actual/saved-snapshot.ts';
import { parseJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { newAjv } from '../schema/compile.ts';
import { SCHEMAS } from './catalogs.ts';
import type { Io } from './io.ts';

/** Reads a snapshot from a file. Throws a UsageError where there is none, or it is not as it was written. */
export function readSavedSnapshot(path: string, io: Pick<Io, 'cwd'>): SavedSnapshot {
  let value: Json;
  try {
    value = parseJson(readFileSync(resolve(io.cwd, path), 'utf8'));
  } catch (error) {
    throw noSnapshot(path, `it cannot be read: ${messageOf(error).split('\n')[0] ?? ''}`);
  }
  return asSnapshot(path, value);
}

/** JSON as a snapshot. `path`: of its file. Throws a UsageError where it is not as one is written. */
export function asSnapshot(path: string, value: Json): SavedSnapshot {
  if (!looksLikeSnapshot(value)) throw noSnapshot(path, 'it has no objects of a server in it');
  const { formatVersion } = value as { formatVersion?: Json };
  if (formatVersion !== 1)
    throw noSnapshot(path, `it is in format ${String(formatVersion)}, and this version reads format 1`);
  const validate = newAjv().compile(
    JSON.parse(readFileSync(join(SCHEMAS, 'snapshot-1.json'), 'utf8')) as object,
  );
  if (validate(value)) return value as unknown as SavedSnapshot;
  const [first] = validate.errors ?? [];
  throw noSnapshot(
    path,
    `${first?.instancePath ?? ''} is not as it is written (${first?.keyword ?? 'unknown'})`,
  );
}

/** Whether JSON is meant to be a snapshot, and no other state of a sandbox. */
export function looksLikeSnapshot(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'masks' in value && 'models' in value;
}

function noSnapshot(path: string, why: string): UsageError {
  return new UsageError(
    `${path} is no snapshot: ${why}`,
    'take one with: ak-blueprint snapshot --out snapshot.json',
  );
}
