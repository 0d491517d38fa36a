import type { Blueprint } from '../../blueprint/blueprint.ts';
import { parseBlueprint } from '../../blueprint/parse.ts';
import type { Features } from '../../blueprint/features.ts';
import { mergeContext } from '../../blueprint/merge.ts';
import { dict, isDict } from '../../blueprint/value.ts';
import {
  APPLIES_SWITCHED_OFF,
  type BundledBlueprint,
  bundledByHash,
  bundledIn,
  type BundledTable,
  type SetObject,
} from '../../catalog/bundled.ts';
import type { ModelName } from '../../catalog/model.ts';
import { isSince } from '../../catalog/release.ts';
import { setObjects } from '../../semantics/set-objects.ts';
import { contentOf } from '../contents/content-of.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** A blueprint instance of the server that is switched on, and what its blueprint sets. */
export interface Writer {
  readonly name: string;
  /** The path of its file; undefined where the instance stores the text. */
  readonly path: string | undefined;
  readonly instances: ModelName;
  readonly objects: readonly SetObject[];
  /** The instances that have it applied though it is switched off. */
  readonly through: readonly string[];
}

/** What instances are read with. */
export interface Knowledge {
  readonly features: Features;
  /** authentik's own blueprints; undefined: they are not known. */
  readonly bundled: BundledTable | undefined;
  /** The blueprints that are planned. */
  readonly blueprints?: readonly Blueprint[] | undefined;
}

/**
 * The instances of the server that are switched on when the entries are done, and whose blueprints are known: a
 * text that it stores, or a file of authentik's own with a known hash. Instances with a text that an entry of the
 * project manages are the project's own.
 */
export function writersOf(overlay: Overlay, instances: ModelName, knowledge: Knowledge): Writer[] {
  const rows = [...overlay.rows(instances), ...overlay.deleted(instances)];
  const files = rows.flatMap((row) => {
    const blueprint = fileOf(overlay, row, knowledge.bundled);
    return blueprint ? [{ row, blueprint, name: textOf(overlay, row, 'name') }] : [];
  });
  const through = new Map<OverlayRow, readonly string[]>();
  for (const { row, blueprint } of files) if (isOn(overlay, row, blueprint)) through.set(row, []);
  if (isSince(overlay.catalog.release, APPLIES_SWITCHED_OFF)) addApplied(overlay, files, through);
  const ofFiles = files.flatMap(({ row, blueprint, name }): Writer[] => {
    const by = through.get(row);
    return by ? [{ name, path: blueprint.path, instances, objects: blueprint.objects, through: by }] : [];
  });
  return [...ofFiles, ...rows.flatMap((row) => ofText(overlay, row, instances, knowledge.features))];
}

interface FileInstance {
  readonly row: OverlayRow;
  readonly blueprint: BundledBlueprint;
  readonly name: string;
}

/** Adds the instances that are switched off and applied all the same, because another one wants them first. */
function addApplied(
  overlay: Overlay,
  files: readonly FileInstance[],
  through: Map<OverlayRow, readonly string[]>,
): void {
  for (let before = -1; before !== through.size; ) {
    before = through.size;
    for (const { row } of files) {
      if (through.has(row) || row.deletedBy !== undefined) continue;
      const by = files.filter(
        ({ row: other, blueprint }) =>
          through.has(other) && blueprint.applies.some((one) => fits(overlay, row, one)),
      );
      if (by.length > 0)
        through.set(
          row,
          by.map(({ name }) => name),
        );
    }
  }
}

function fits(overlay: Overlay, row: OverlayRow, identifiers: BundledBlueprint['applies'][number]): boolean {
  return Object.entries(identifiers).every(([name, value]) => overlay.value(row, name) === value);
}

/** The server makes an instance of a file again that is deleted. */
function isOn(overlay: Overlay, row: OverlayRow, { instantiated }: BundledBlueprint): boolean {
  return row.deletedBy === undefined ? overlay.value(row, 'enabled') !== false : instantiated;
}

/**
 * authentik's blueprint that the file of an instance is: told by the hash of what was applied last, and where
 * nothing was, by its path. A file with another hash is somebody's own.
 */
function fileOf(
  overlay: Overlay,
  row: OverlayRow,
  bundled: BundledTable | undefined,
): BundledBlueprint | undefined {
  const path = textOf(overlay, row, 'path');
  if (!bundled || !row.actual || path === '') return undefined;
  const { last_applied_hash: hash, context } = row.actual;
  const found =
    typeof hash === 'string' && hash !== ''
      ? bundledByHash(bundled, path, hash)
      : bundledIn(bundled, overlay.catalog.release).find((one) => one.path === path);
  const isChanged = isDict(context) && Object.keys(context).length > 0;
  return found?.context && isChanged ? undefined : found;
}

function ofText(overlay: Overlay, row: OverlayRow, instances: ModelName, features: Features): Writer[] {
  if (!row.actual || row.owner || row.deletedBy !== undefined) return [];
  const content = contentOf(overlay, row);
  if (content?.text === undefined || overlay.value(row, 'enabled') === false) return [];
  const name = textOf(overlay, row, 'name');
  const read = parseBlueprint({ path: name, text: content.text }, () => undefined, { features });
  if (!read) return [];
  const blueprint = { ...read, context: mergeContext(read.context, content.context ?? dict()) };
  return [{ name, path: undefined, instances, objects: setObjects(blueprint, overlay.catalog), through: [] }];
}

function textOf(overlay: Overlay, row: OverlayRow, field: string): string {
  const value = overlay.value(row, field);
  return typeof value === 'string' ? value : '';
}
