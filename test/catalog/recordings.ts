import { readdirSync, readFileSync } from 'node:fs';
import type { Json, Resource } from '../../src/catalog/model.ts';
import { hasShared, shared } from '../shared.ts';
import { resources } from './generated.ts';

export interface Exchange {
  readonly number: number;
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly request_body: Json;
  readonly status: number;
  readonly response_body: Json;
}

export type JsonObject = Readonly<Record<string, Json>>;

/** What was recorded of a real 2023.2.3 server; nothing where the data is absent. */
export const exchanges: readonly Exchange[] = !hasShared
  ? []
  : readFileSync(shared('data/contract/2023.2.3.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line, number) => ({ ...(JSON.parse(line) as Exchange), number }));

/**
 * The resource that a path is about, and whether it is its list or one object; undefined for other endpoints.
 */
export function resourceAt(path: string): { readonly model: Resource; readonly one: boolean } | undefined {
  const local = path.replace(/^\/api\/v3/, '').replace(/\?.*$/, '');
  for (const model of resources) {
    if (local === model.collection.path) return { model, one: false };
    const rest = local.startsWith(model.collection.path) ? local.slice(model.collection.path.length) : '/';
    if (/^[^/]+\/$/.test(rest) && !resources.some((other) => other.collection.path === local))
      return { model, one: true };
  }
  return undefined;
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of an answer: those of a list, or the one that it shows. */
function rowsOf(body: JsonObject): readonly Json[] {
  if (Array.isArray(body['results'])) return body['results'];
  return 'pagination' in body ? [] : [body];
}

/** Every object that a real server showed, with where it was seen. */
export function* shownObjects(): Generator<{
  readonly model: Resource;
  readonly row: JsonObject;
  readonly seen: string;
}> {
  for (const { path, status, response_body: body, number, name } of exchanges) {
    const at = resourceAt(path);
    if (!at || status < 200 || status > 201 || !isObject(body)) continue;
    for (const row of rowsOf(body))
      if (isObject(row) && at.model.collection.pk in row)
        yield { model: at.model, row, seen: `recording ${number} ${name}` };
  }
  if (!hasShared) return;
  for (const file of readdirSync(shared('data/state/2023.2.3'))) {
    const state = JSON.parse(readFileSync(shared(`data/state/2023.2.3/${file}`), 'utf8')) as {
      path?: string;
      results?: Json[];
    };
    const at = state.path === undefined ? undefined : resourceAt(state.path);
    if (at && !at.one)
      for (const row of state.results ?? []) if (isObject(row)) yield { model: at.model, row, seen: file };
  }
}
