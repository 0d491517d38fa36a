import type { Shape } from '../derived-rules.ts';

/** The fields with which the server names the kind of an object. */
export const NAMES = ['component', 'verbose_name', 'verbose_name_plural', 'meta_model_name'];

/** The fields of a flow that its stages show; the name of the field with its background differs. */
export const flowOfStage = (background: string): Shape => ({
  fields: [
    'pk',
    'policybindingmodel_ptr_id',
    'name',
    'slug',
    'title',
    'designation',
    background,
    'policy_engine_mode',
    'compatibility_mode',
    'export_url',
    'layout',
    'denied_action',
  ],
});

/** How a release shows objects inside others. */
export interface Shapes {
  readonly provider: Shape;
  readonly flowOfStage: Shape;
  readonly member: Shape;
  readonly groupOfUser: Shape;
  readonly groupOfBinding: Shape;
}
