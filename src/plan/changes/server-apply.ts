import { createHash } from 'node:crypto';
import { metaOf } from '../../catalog/meta-of.ts';
import type { ApplyReason, ServerApply } from '../value/plan.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { shownContent } from '../value/shown-content.ts';

/*
 * Blueprint instances, which the server applies itself. What it does without being told (read in authentik
 * 2023.2.3 and 2025.12.4): nothing when an instance is created or changed; once an hour, and when a file
 * changes, it applies the files whose hash differs from the one that was applied last; text that is stored in
 * an instance, and blueprints from a registry, it never applies by itself. So the plan has an instance that
 * it writes applied. Whether one was applied is told by what the server stores: a status, and the SHA-512 of
 * what it applied last, which it writes after a success only.
 */

/** Fields of an instance that decide what applying it does. */
export const DECISIVE: ReadonlySet<string> = new Set(['content', 'path', 'context', 'enabled']);
const OTHER_PLACE = 'oci://';

/**
 * Whether the server must apply this blueprint instance, and why; undefined when it has been applied, is
 * switched off, or no entry requires it. `changed`: the fields that the plan writes.
 */
export function serverApplyOf(
  overlay: Overlay,
  row: OverlayRow,
  changed: Iterable<string>,
): ServerApply | undefined {
  const written = new Set(changed);
  const because = reasonToApply(overlay, row, written);
  if (because === undefined) return undefined;
  const { path, content } = row.actual ?? {};
  const isShown =
    typeof content === 'string' &&
    content !== '' &&
    (path === '' || path === undefined) &&
    !written.has('content') &&
    !written.has('path');
  return { because, content: isShown ? shownContent(overlay.catalog, content) : undefined };
}

/** Whether a run has the server apply an instance, as far as it is planned. */
export function isAppliedByServer(overlay: Overlay, row: OverlayRow, changed: readonly string[]): boolean {
  return reasonToApply(overlay, row, new Set(changed)) !== undefined;
}

function reasonToApply(
  overlay: Overlay,
  row: OverlayRow,
  changed: ReadonlySet<string>,
): ApplyReason | undefined {
  if (!row.applying || overlay.value(row, 'enabled') === false) return undefined;
  return whyApply(overlay, row, changed);
}

function whyApply(overlay: Overlay, row: OverlayRow, changed: ReadonlySet<string>): ApplyReason | undefined {
  const { actual } = row;
  if (!actual) return { kind: 'new' };
  const fields = [...DECISIVE].filter((field) => changed.has(field));
  if (fields.length > 0) return { kind: 'written', fields };
  const { status, content, path, last_applied_hash: applied } = actual;
  if (status === 'unknown') return { kind: 'never-applied' };
  if (status !== 'successful') return { kind: 'failed-last', status: String(status) };
  if (typeof path === 'string' && path !== '')
    return fileChanged(overlay, row, path, applied) ? { kind: 'file-changed', path } : undefined;
  return typeof content === 'string' && contentHash(content) !== applied
    ? { kind: 'content-changed' }
    : undefined;
}

function fileChanged(overlay: Overlay, row: OverlayRow, path: string, applied: unknown): boolean {
  const meta = metaOf(overlay.catalog, row.model);
  if (!meta || path.startsWith(OTHER_PLACE) || !overlay.knows({ model: meta.name })) return false;
  const hash = overlay.hashOf(meta.name, path);
  return hash !== undefined && hash !== applied;
}

/** The hash that the server stores of a text that it has applied. */
function contentHash(content: string): string {
  return createHash('sha512').update(content, 'utf8').digest('hex');
}
