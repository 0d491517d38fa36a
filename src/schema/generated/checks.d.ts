import type { Check } from '../compile.ts';

/** The compiled checks by the JSON text of their schemas. */
export declare const CHECKS: Readonly<Record<string, Check>>;
