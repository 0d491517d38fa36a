import type { ModelName } from '../catalog/model.ts';
import type { LeftOutReason } from '../plan/server-made/left-out.ts';
import type { Variable } from './variables.ts';

/** The files of an export, and what is to be said of it. */
export interface ExportResult {
  readonly files: readonly ExportedFile[];
  /** The secrets of these files, by name. */
  readonly variables: readonly Variable[];
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Objects that the files refer to, and do not have, in order. */
  readonly references: readonly OutsideReference[];
  /** What is not, or not wholly, exported: each is also a comment at its place. */
  readonly incomplete: readonly Incomplete[];
}

/** A blueprint. */
export interface ExportedFile {
  /** Relative, with `/`: `applications/grafana.yaml`. */
  readonly path: string;
  readonly text: string;
  readonly entries: number;
}

/** An object that files refer to and do not have. */
export interface OutsideReference {
  readonly model: ModelName;
  readonly name: string;
  /** Whether every server has it: authentik makes it. */
  readonly everywhere: boolean;
}

/** Something that could not be exported as it is. */
interface Incomplete {
  readonly file: string;
  readonly model: ModelName;
  readonly name: string;
  readonly why: string;
}
