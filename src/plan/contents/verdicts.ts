import type { Finding } from '../../diagnostics/diagnostic.ts';
import type { LeftAlone } from '../entries/plan-context.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** What was found out about the content of an instance, with the findings in it. */
export type Verdict =
  /** It is neither written nor applied. */
  | (LeftAlone & { readonly kind: 'left-alone'; readonly findings: readonly Finding[] })
  /** It is written and applied without being planned: it is not known what it does, and that is allowed. */
  | { readonly kind: 'not-planned'; readonly findings: readonly Finding[] };

/**
 * What earlier passes of a plan found out. A content is planned along with everything else; when it turns out
 * to be one that must be left alone, the plan is made again without it.
 */
export class Verdicts {
  readonly #all = new Map<string, Verdict>();
  /** The instances whose contents are only stored, and have been tried. */
  readonly #tried = new Set<string>();

  /** The verdict on the content of an instance, if there is one. */
  of(row: OverlayRow): Verdict | undefined {
    return this.#all.get(identityOf(row));
  }

  /** Records the verdict on the content of an instance, see `identityOf`. */
  set(identity: string, verdict: Verdict): void {
    this.#all.set(identity, verdict);
  }

  /** What was found in all contents that have a verdict. */
  get findings(): readonly Finding[] {
    return [...this.#all.values()].flatMap(({ findings }) => findings);
  }

  /** How many instances have a verdict. */
  get count(): number {
    return this.#all.size;
  }

  /** Whether what an instance only stores has been tried. */
  isTried(row: OverlayRow): boolean {
    return this.#tried.has(identityOf(row));
  }

  /** Records that what an instance only stores has been tried. */
  tried(identity: string): void {
    this.#tried.add(identity);
  }
}

/**
 * What tells an instance in all passes, while its entry is planned: the ids of new rows are counted, and
 * differ from pass to pass.
 */
export function identityOf({ id, actual, owner }: OverlayRow): string {
  if (actual || !owner) return id;
  const { place } = owner;
  return `${place.file.path}:${place.span.start}`;
}
