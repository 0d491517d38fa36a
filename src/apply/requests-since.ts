import type { RequestCount } from './outcome.ts';

/** The requests between two counts. */
export function requestsSince(before: RequestCount, after: RequestCount): RequestCount {
  const byMethod: Record<string, number> = {};
  for (const [method, count] of Object.entries(after.byMethod)) {
    const own = count - (before.byMethod[method] ?? 0);
    if (own > 0) byMethod[method] = own;
  }
  return { total: after.total - before.total, byMethod, bytes: after.bytes - before.bytes };
}
