import type { ModelName } from '../catalog/model.ts';

/** What is to be exported. */
export interface ExportWish {
  readonly scope: ExportScope;
  /** Users, and what is theirs (tokens, connections), too. */
  readonly users: boolean;
  /** Also what authentik's own blueprints made, where nobody changed it. */
  readonly bundled: boolean;
  /** The ids of rows (`Change.row`) that other files declare: they are left out, and referred to. */
  readonly declared: ReadonlySet<string>;
}

/** All objects; a head (an application, a flow) by the folder of its kind and its name; or all of a model. */
export type ExportScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'head'; readonly folder: string; readonly name: string }
  | { readonly kind: 'model'; readonly model: ModelName };
