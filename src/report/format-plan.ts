import type { ChalkInstance } from 'chalk';
import type { RequestCount } from '../apply/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change, Plan } from '../plan/value/plan.ts';
import { uncomparedIn } from '../plan/value/summarise.ts';
import { applyReasonWords, cascadeWords, reasonWords } from './change-words.ts';
import { clean } from '../source/clean.ts';
import { width } from './code-frame.ts';
import { count, leftOutText } from './format-diagnostics.ts';
import { formatField } from './format-field.ts';
import { formatGrants } from './format-grants.ts';
import { formatSteps, wholeAfterwards } from './format-steps.ts';
import type { Steps } from './steps.ts';

/** The widest columns; a longer name moves the rest of its line to the right. */
const WIDEST = { model: 60, key: 44 };

const SIGN = { create: '+', update: '~', delete: '-', noop: ' ' } as const;
const COLOUR = { create: 'green', update: 'yellow', delete: 'red', noop: 'dim' } as const;

/** How a plan is shown. */
interface Showing {
  /** Include unchanged objects. */
  readonly all?: boolean | undefined;
  /** Where changes are made: those in one transaction are shown apart. */
  readonly steps?: Steps | undefined;
}

/** A plan for people: its changes by file, each with its differences. */
export function formatPlan(plan: Plan, paint: ChalkInstance, { all = false, steps }: Showing = {}): string {
  const shown = plan.changes.filter(
    (change) =>
      all || change.action !== 'noop' || change.grants.some(({ action }) => action === 'undeclared'),
  );
  const names = new Map(plan.changes.map((change) => [change.row, change.key]));
  const columns = {
    model: widest(
      shown.map((change) => clean(change.model)),
      WIDEST.model,
    ),
    key: widest(
      shown.map((change) => clean(change.key)),
      WIDEST.key,
    ),
  };
  const files = (changes: readonly Change[]): string[] =>
    [...byFile(changes)].flatMap(([file, ofFile]) => [
      paint.bold(clean(file)),
      ...ofFile.flatMap((change) => [
        ...formatChange(change, columns, names, paint),
        ...wholeAfterwards(steps?.get(change.id), paint),
      ]),
      '',
    ]);
  const lines = steps ? formatSteps(shown, steps, paint, files) : files(shown);
  return lines.join('\n');
}

function byFile(changes: readonly Change[]): Map<string, Change[]> {
  const files = new Map<string, Change[]>();
  for (const change of changes) {
    const file = change.place?.path ?? '(no file)';
    const others = files.get(file);
    if (others) others.push(change);
    else files.set(file, [change]);
  }
  return files;
}

function formatChange(
  change: Change,
  columns: { readonly model: number; readonly key: number },
  names: ReadonlyMap<string, string>,
  paint: ChalkInstance,
): string[] {
  const colour = paint[change.leftAlone ? 'yellow' : COLOUR[change.action]];
  const sign = change.leftAlone ? '!' : SIGN[change.action];
  const { place } = change;
  const at = place ? paint.dim(`  ${clean(shortName(place.path))}:${place.line}`) : '';
  const by =
    change.by === undefined
      ? ''
      : paint.cyan(`  by the server, through ${clean(names.get(change.by) ?? '')}`);
  const reason = change.reason ? paint.yellow(`  ${clean(reasonWords(change.reason))}`) : '';
  const key = clean(change.key);
  const room = at + by + reason === '' ? '' : ' '.repeat(Math.max(0, columns.key - width(key)));
  const lines = [
    `  ${colour(`${sign} ${clean(change.model).padEnd(columns.model)}  ${key}`)}${room}${at}${by}${reason}`,
  ];
  if (change.leftAlone && change.action === 'delete') lines.push(paint.yellow('      would be deleted'));
  const isNew = change.action === 'create' || change.reason?.kind === 'along';
  const inner = Math.max(0, ...change.fields.map((field) => clean(field.path).length));
  for (const field of change.fields)
    lines.push(...formatField(field, inner, isNew, paint, names).map((line) => `      ${line}`));
  if (change.applies) {
    lines.push(paint.cyan(`      the server applies it: ${clean(applyReasonWords(change.applies.because))}`));
    lines.push(
      ...(change.applies.content?.split('\n') ?? []).map((line) => paint.dim(`        ${clean(line)}`)),
    );
  }
  lines.push(...formatGrants(change.grants, paint).map((line) => `      ${line}`));
  if (change.cascades.length > 0)
    lines.push(
      paint.red(`      the server also deletes: ${clean(change.cascades.map(cascadeWords).join(', '))}`),
    );
  return lines;
}

/** The width of the longest text that is no longer than `most` columns. */
function widest(texts: readonly string[], most: number): number {
  return texts
    .map(width)
    .filter((columns) => columns <= most)
    .reduce((a, b) => Math.max(a, b), 0);
}

function shortName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/**
 * `Plan: 1 to create, 1 to update, 0 to delete, 12 unchanged.  7 requests, 0.6 s`, with what cannot be compared
 * and what was left out after the numbers.
 */
export function formatPlanSummary(
  plan: Plan,
  findings: readonly Diagnostic[],
  requests: RequestCount,
  seconds: number,
  paint: ChalkInstance,
): string {
  const { create, update, delete: gone, unchanged, leftAlone, byServer, undeclared } = plan.summary;
  const cost = paint.dim(`  ${count(requests.total, 'request')}, ${seconds.toFixed(1)} s`);
  const alone = `${byServer > 0 ? `, ${byServer} by the server` : ''}${leftAlone > 0 ? `, ${leftAlone} left alone` : ''}${undeclared > 0 ? `, ${count(undeclared, 'permission')} not declared` : ''}`;
  const leftOut = leftOutText(findings);
  const end = `${alone}${uncomparedText(plan)}${leftOut}.${cost}`;
  if (create + update + gone + unchanged + leftAlone === 0) return `Nothing to do${leftOut}.${cost}`;
  if (create + update + gone === 0)
    return `Nothing to do: ${count(unchanged, 'object')} ${unchanged === 1 ? 'is' : 'are'} as the blueprints say${end}`;
  return `${paint.bold('Plan:')} ${create} to create, ${update} to update, ${gone} to delete, ${unchanged} unchanged${end}`;
}

/** What of existing objects cannot be compared: `; 1 secret cannot be compared (--secrets always writes it)`. */
export function uncomparedText({ changes }: Pick<Plan, 'changes'>): string {
  const values = uncomparedIn(changes);
  if (values.length === 0) return '';
  const what = values.every(({ value }) => value.secret) ? 'secret' : 'value';
  return `; ${count(values.length, what)} cannot be compared (--secrets always writes ${values.length === 1 ? 'it' : 'them'})`;
}
