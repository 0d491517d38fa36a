import { ApiError } from '../client/api-error.ts';
import type { Report } from '../diagnostics/collector.ts';

/** Statuses that concern one list only; others can still be read. */
const ABOUT_ONE_LIST: ReadonlySet<number | undefined> = new Set([403, 404, 405]);

/**
 * Reports that the server does not show something. Throws the error again when it concerns more than one
 * list, or when there is no `report`.
 */
export function reportUnreadable(error: unknown, what: string, report: Report | undefined): void {
  if (!report || !(error instanceof ApiError) || !ABOUT_ONE_LIST.has(error.status)) throw error;
  report({
    code: 'model-unreadable',
    message: `the server does not show ${what}: ${error.message}`,
    hint: error.hint,
  });
}
