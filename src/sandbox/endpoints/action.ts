import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import type { Database } from '../database.ts';
import type { SandboxModel } from '../model-table.ts';
import type { SandboxResponse } from '../response.ts';
import type { Row } from '../row.ts';
import type { Call } from './call.ts';
import { findRow } from './resource.ts';

/** What a special path does; the rule of the behaviour says for which model and column. */
type Action = (call: Call, rule: ActionRule) => SandboxResponse;

/** Actions by the names that the behaviour uses. */
export type Actions = Readonly<Record<string, Action>>;

export type Values = Readonly<Record<string, Json>>;

/** The model that a rule names. */
export function modelOf({ database }: Pick<Call, 'database'>, rule: ActionRule): SandboxModel {
  return database.models.get(rule.model ?? '');
}

/** The object that the path names, or 404. */
export function rowOf(call: Call, rule: ActionRule): Row {
  return findRow(call, modelOf(call, rule));
}

/** The list of primary keys in a column; empty where there is none. */
export function listOf(row: Row, column: string): readonly Json[] {
  const list = row.values[column];
  return Array.isArray(list) ? list : [];
}

/** Stores an object with some values changed. */
export function change({ store }: Database, row: Row, values: Values): void {
  store.put({ ...row, values: { ...row.values, ...values } });
}
