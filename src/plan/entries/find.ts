import type { FindRequest } from '../../blueprint/evaluate.ts';
import { FAILED, good, type Result } from '../../blueprint/tags/tag-rule.ts';
import { NotRead, Unknown } from '../../blueprint/value.ts';
import type { Model, ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import type { EntryRef, Finding, Note } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { PlanContext } from './plan-context.ts';
import { describeRow } from '../overlay/describe.ts';
import { type Criterion, readLookup } from '../../semantics/criterion.ts';
import { listed } from '../../diagnostics/spelling.ts';
import { lookupChoices } from '../../semantics/lookup-choices.ts';
import { hiddenBy, questionOf, select } from '../overlay/match.ts';
import { askedText, nearestObjects } from '../overlay/nearest.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { renamedFrom, renameNote } from '../overlay/renamed.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { wholeObject } from './whole-object.ts';

/** A look-up. `onFound`: told which object it found. */
type Asked = FindRequest & { readonly onFound?: ((row: OverlayRow) => void) | undefined };

/**
 * The value of a `!Find` or `!FindObject`: the key of the one object that meets all criteria, or all of it. No match is null in a condition,
 * where null means "no", and an error elsewhere: the server would write null and report success. Two matches
 * are an ambiguity, which is reported.
 */
export function findObject(
  context: PlanContext,
  request: Asked & { readonly file: SourceFile; readonly entry: EntryRef },
): Result {
  const { overlay, report } = context;
  const place = { file: request.file, span: request.span };
  const at = { place, entry: request.entry };
  const resolved = resolveModel(overlay.catalog, request.model);
  if (!resolved.ok || resolved.model.kind === 'meta') {
    report({
      ...at,
      code: 'find-model-unknown',
      message: `${shownAs(request.model, request.from)} is no model of authentik ${overlay.catalog.release}`,
      hint:
        !resolved.ok && resolved.nearest && request.from.length === 0
          ? `did you mean ${resolved.nearest}?`
          : undefined,
    });
    return FAILED;
  }
  const { model } = resolved;
  if (model.kind === 'unmanageable') {
    report({
      ...at,
      code: 'find-undecidable',
      message: `${model.name} cannot be looked up: ${model.reason}`,
    });
    return FAILED;
  }
  if (model.kind === 'base' && request.whole) {
    report({
      ...at,
      code: 'find-undecidable',
      message: `${model.name} is a base class: what !FindObject gives of one cannot be told`,
      hint: `name the model of the object: ${listed('', model.concrete)}`,
    });
    return FAILED;
  }
  const criteria = readCriteria(context, model.name, request);
  if (!criteria) return FAILED;
  if (!overlay.knows(questionFor(overlay, model, criteria, request))) return good(new NotRead());
  const { sure, open } = select(overlay, model.name, criteria);
  const asked = askedWords(context, model.name, request, criteria);
  // Names of objects that are like what is asked for tell what that is.
  const isHidden = request.criteria.some(({ from }) => from.length > 0);
  if (sure.length > 1) {
    const names = (isHidden ? [] : sure)
      .slice(0, 10)
      .map((row): Note => ({ message: `${row.model} ${describeRow(overlay, row)}` }));
    report({
      ...at,
      code: 'find-ambiguous',
      severity: context.policy.ambiguousFind,
      message: `${sure.length} objects of ${model.name} match ${asked}`,
      hint: 'add a criterion that only one of them meets; the server would take one of them',
      notes: names.length > 0 ? names : undefined,
    });
    return context.policy.ambiguousFind === 'warning' && sure[0] ? found(overlay, sure[0], request) : FAILED;
  }
  const [only] = sure;
  if (only) {
    const from = request.criteria.flatMap((criterion) => criterion.from);
    context.lookedUp?.add({ ...at, identifies: false, model: model.name, criteria, row: only, from });
    return found(overlay, only, request);
  }
  if (open.length > 0)
    return good(new Unknown(`whether ${model.name} has an object with ${asked} is decided by the server`));
  return nothingFound(context, request, at, model.name, criteria, asked);
}

/** What a look-up gives that finds nothing; an error, which has been reported, where a value is meant. */
function nothingFound(
  context: PlanContext,
  request: FindRequest,
  at: Pick<Finding, 'place' | 'entry'>,
  model: ModelName,
  criteria: readonly Criterion[],
  asked: string,
): Result {
  if (reportHidden(context, at, model, criteria, asked)) return FAILED;
  if (request.position === 'condition') return good(null);
  // Names of objects that are like what is asked for tell what that is.
  const isHidden = request.criteria.some(({ from }) => from.length > 0);
  const renamed = renamedFrom(context.overlay, model, criteria);
  const near = isHidden ? [] : nearestObjects(context.overlay, model, criteria);
  const notes = renamed.length > 0 ? renamed.map((row) => renameNote(context.overlay, row, isHidden)) : near;
  const follows = context.failed.makersOf(model, criteria);
  reportNone(context, { ...at, follows }, `no object of ${model} matches ${asked}`, model, notes);
  return FAILED;
}

/** What must have been read to answer a look-up. */
function questionFor(
  overlay: Overlay,
  model: Model,
  criteria: readonly Criterion[],
  { whole }: FindRequest,
): Question {
  if (whole) return { model: model.name, whole };
  return model.kind === 'base' ? { model: model.name } : questionOf(overlay, model.name, criteria);
}

/** What a look-up gives of the object that it found: its key, or all of it. */
function found(overlay: Overlay, row: OverlayRow, { whole, onFound }: Asked): Result {
  onFound?.(row);
  return good(whole ? wholeObject(overlay, row) : overlay.key(row));
}

/** Whether criteria mean an object that the API hides, which has been reported. */
function reportHidden(
  { overlay, report }: PlanContext,
  at: Pick<Finding, 'place' | 'entry'>,
  model: ModelName,
  criteria: readonly Criterion[],
  asked: string,
): boolean {
  const hidden = hiddenBy(overlay, model, criteria);
  if (!hidden) return false;
  report({
    ...at,
    code: 'find-undecidable',
    message: `the API hides the ${model} with ${asked}, so its key cannot be known: ${hidden.why}`,
    hint: 'it can only be referred to in a blueprint that the server applies itself; use another object',
  });
  return true;
}

function reportNone(
  { overlay, report }: PlanContext,
  at: Pick<Finding, 'place' | 'entry' | 'follows'>,
  message: string,
  model: ModelName,
  notes: readonly Note[],
): void {
  const isEmpty = overlay.rows(model).length === 0;
  const found = overlay.catalog.models[model];
  const canBeMade = found?.kind === 'base' || (found?.kind === 'resource' && found.actions.create);
  const wayOut = canBeMade
    ? ', or add the object to your blueprints before this entry'
    : '; no entry can make such an object, the server makes them itself';
  report({
    ...at,
    code: 'find-no-match',
    message: `${message}${isEmpty ? ': there is none at all' : ''}`,
    notes: notes.length > 0 ? notes : undefined,
    hint: `the server would write null here and report success; correct the criterion${wayOut}`,
  });
}

/** `slug = a and name = b`. */
function askedWords(
  { overlay }: PlanContext,
  model: ModelName,
  request: FindRequest,
  criteria: readonly Criterion[],
): string {
  const words = request.criteria.map(({ key, from }, index) => {
    const criterion = criteria[index];
    return `${key} = ${criterion ? shownAs(askedText(overlay, model, criterion), from) : ''}`;
  });
  return words.join(' and ') || 'no criterion';
}

/** The criteria of a look-up; undefined where one cannot be read, which has been reported. */
function readCriteria(
  { overlay, report }: PlanContext,
  model: ModelName,
  request: FindRequest & { readonly file: SourceFile; readonly entry: EntryRef },
): Criterion[] | undefined {
  const criteria: Criterion[] = [];
  for (const { key, value, span, from } of request.criteria) {
    const at = { place: { file: request.file, span }, entry: request.entry };
    const read = readLookup(overlay.catalog, model, key);
    if (read.kind === 'unknown') {
      const { message, choices, part } = read.lookup;
      const hint = choices.length > 0 ? `fields to look up by: ${lookupChoices(part, choices)}` : undefined;
      report({ ...at, code: 'find-field-unknown', message: withoutKey(message, key, from), hint });
      return undefined;
    }
    if (read.kind === 'undecidable') {
      report({ ...at, code: 'find-undecidable', message: withoutKey(read.message, key, from) });
      return undefined;
    }
    criteria.push({ path: read.path, asked: value });
  }
  return criteria;
}

/** A text, or where it comes from if it must not be shown. */
function shownAs(text: string, from: readonly string[]): string {
  return from.length > 0 ? fromWords(from) : text;
}

/** A message that names a look-up, which may be made of what must not be shown. */
function withoutKey(message: string, key: string, from: readonly string[]): string {
  return from.length > 0 ? message.replaceAll(key, fromWords(from)) : message;
}
