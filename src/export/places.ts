import { exportPlaceOf } from '../catalog/export-place.ts';
import { rowsMeant } from '../plan/overlay/links.ts';
import type { Overlay } from '../plan/overlay/overlay.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import { type Identities, objectName } from './identities.ts';
import { slugOf } from './refer-to.ts';

/**
 * Which file each object belongs to: a head (an application, a flow, a source) has one of its own, and takes along
 * what nothing else uses. Paths are relative, with `/`, without `.yaml`.
 */
export class Places {
  readonly #overlay: Overlay;
  readonly #users = new Map<OverlayRow, OverlayRow[]>();
  readonly #heads = new Map<OverlayRow, string>();
  readonly #headFiles = new Set<string>();
  readonly #files = new Map<OverlayRow, string>();
  readonly #open = new Set<OverlayRow>();

  /** `rows`: all objects that are in question, in a stable order. */
  constructor(overlay: Overlay, rows: readonly OverlayRow[], identities: Identities) {
    this.#overlay = overlay;
    for (const row of rows) {
      const place = exportPlaceOf(overlay.catalog, overlay.resource(row.model));
      if (place.kind === 'head')
        this.#heads.set(row, fileName(place.folder, objectName(identities.of(row)), this.#headFiles));
      for (const [name, field] of Object.entries(overlay.resource(row.model).fields)) {
        if (!field.references || field.readOnly) continue;
        for (const meant of rowsMeant(overlay, field, row.actual?.[name])) {
          const users = this.#users.get(meant);
          if (users) users.push(row);
          else this.#users.set(meant, [row]);
        }
      }
    }
  }

  /** The head in this folder whose key is `name`, with its file; undefined where there is none. */
  headNamed(folder: string, name: string): { readonly row: OverlayRow; readonly file: string } | undefined {
    for (const [row, file] of this.#heads) {
      const { key } = this.#overlay.resource(row.model).collection;
      if (file.startsWith(`${folder}/`) && row.actual?.[key] === name) return { row, file };
    }
    return undefined;
  }

  /** The file of an object. */
  fileOf(row: OverlayRow): string {
    const own = this.#heads.get(row) ?? this.#files.get(row);
    if (own !== undefined) return own;
    const place = exportPlaceOf(this.#overlay.catalog, this.#overlay.resource(row.model));
    if (place.kind === 'file') return place.file;
    if (place.kind !== 'follows') return 'system/other';
    // What uses itself, by whatever way, is used by nobody else.
    if (this.#open.has(row)) return place.file;
    this.#open.add(row);
    const file = this.#followed(row, place.of) ?? place.file;
    this.#open.delete(row);
    this.#files.set(row, file);
    return file;
  }

  /** The file that an object goes along to. */
  #followed(row: OverlayRow, of: string | undefined): string | undefined {
    if (of !== undefined) {
      const field = this.#overlay.resource(row.model).fields[of];
      const [target] = field ? rowsMeant(this.#overlay, field, row.actual?.[of]) : [];
      return target && this.fileOf(target);
    }
    const files = new Set((this.#users.get(row) ?? []).map((user) => this.fileOf(user)));
    const own = [...files].filter((file) => this.#headFiles.has(file));
    return own.length === 1 ? own[0] : undefined;
  }
}

function fileName(folder: string, name: string, taken: Set<string>): string {
  return freeName(`${folder}/${slugOf(name) || 'unnamed'}`, taken);
}

/** A name for a file, which no other has: names that are no file names, or the same as another's, get a number. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  taken.add(free);
  return free;
}
