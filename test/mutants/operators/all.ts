import type { Operator } from '../subject.ts';
import { FIELDS } from './fields.ts';
import { KEYS } from './keys.ts';
import { LAYOUT } from './layout.ts';
import { MISPLACED } from './misplaced.ts';
import { MODELS } from './models.ts';
import { REFERENCES } from './references.ts';
import { STRUCTURE } from './structure.ts';
import { TAGS } from './tags.ts';
import { VALUES } from './values.ts';

/** Every kind of mistake that is made. */
export const OPERATORS: readonly Operator[] = [
  ...KEYS,
  ...MODELS,
  ...FIELDS,
  ...VALUES,
  ...REFERENCES,
  ...TAGS,
  ...STRUCTURE,
  ...LAYOUT,
  ...MISPLACED,
];
