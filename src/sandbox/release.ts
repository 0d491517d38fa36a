import type { Catalog } from '../catalog/model.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import type { SandboxRules } from './rules.ts';

/** All that is known of the release that a sandbox imitates. Nothing in it changes while the sandbox runs. */
export interface Release {
  readonly catalog: Catalog;
  readonly rules: SandboxRules;
  readonly behaviour: Behaviour;
}
