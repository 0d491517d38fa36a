import type { ModelName } from '../catalog/model.ts';
import type { Place } from '../source/source-file.ts';

/** What a project does not want to hear of, although no file names it. */
export interface IgnorePattern {
  /** As it is written in the project file. */
  readonly text: string;
  /** The models that it is about. */
  readonly models: readonly ModelName[];
  /** Of which names or keys, with `*` and `?`; undefined: of all. */
  readonly name: string | undefined;
  readonly place: Place;
}
