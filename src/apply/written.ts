import type { Json } from '../catalog/model.ts';

/** An object as the server shows it after a write. */
export type Written = { readonly [field: string]: Json };
