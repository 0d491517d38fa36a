import { isChecked } from '../catalog/facts/server-checks/checked-models.ts';
import { OBJECT_RULES, SERVER_CHECKS } from '../catalog/facts/server-checks/server-checks.ts';
import type { History } from '../catalog/history.ts';
import type { Catalog, Model, ModelName } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import { type Block, code } from './markdown.ts';
import { openEnds, type Run, runsOf, whenWords } from './runs.ts';
import { said } from './said.ts';

/** Something that the server refuses of an object as a whole. */
export interface Refused {
  /** The name of the check in docs/server-checks.md. */
  readonly name: string;
  readonly refuses: string;
  /** The attributes that it is about. */
  readonly fields: readonly string[];
  /** What `validate` and `plan` say of it; missing: nothing, for the reason in `why`. */
  readonly severity?: 'error' | 'warning' | undefined;
  readonly why?: string | undefined;
  /** The releases that have it, among those that have the model. */
  readonly runs: readonly Run<true>[];
  /** Where it was read or measured, for people. */
  readonly seen: string;
}

/**
 * What a release refuses of objects of a model as a whole: what `validate` and `plan` say beforehand, then what
 * only the server finds. With `field`, that which is about one attribute.
 */
export function refusedOf(model: Model, catalog: Catalog, catalogs: History, field?: string): Refused[] {
  if (model.kind !== 'resource') return [];
  const having = catalogs.filter((one) => one.models[model.name]);
  const runs = (isIn: (one: Catalog) => boolean): Run<true>[] =>
    runsOf(having, (one) => (isIn(one) ? true : undefined));
  const foreseen = OBJECT_RULES.filter(({ name }) => hasRule(catalog, model.name, name)).map(
    ({ name, refuses, fields, rule, seen }): Refused => ({
      name,
      refuses,
      fields: [...new Set([...fields, ...rule.at])],
      severity: rule.severity ?? 'error',
      runs: runs((one) => hasRule(one, model.name, name)),
      seen,
    }),
  );
  const others = SERVER_CHECKS.flatMap((check): Refused[] => {
    const { name, refuses, fields, found, seen } = check;
    if (found.by !== 'none' || !isChecked(check, catalog, model.name)) return [];
    return [
      { name, refuses, fields, why: found.why, runs: runs((one) => isChecked(check, one, model.name)), seen },
    ];
  });
  return [...foreseen, ...others].filter(({ fields }) => field === undefined || fields.includes(field));
}

/** What JSON says of it. */
export function refusedJson({ runs, ...rest }: Refused): Record<string, unknown> {
  return { ...rest, releases: runs.map(openEnds) };
}

/** What is refused, as blocks of a page; none where nothing is. */
export function refusedWords(refused: readonly Refused[], { release, unmeasured }: Catalog): Block[] {
  if (refused.length === 0) return [];
  const asked =
    unmeasured === undefined ? '' : ` No server of ${shortRelease(release)} was asked about any of them.`;
  return [
    { kind: 'heading', level: 2, text: 'What the server refuses' },
    {
      kind: 'paragraph',
      text:
        `Beside the form of each value. Where it was read or measured stands with it: serializers, models and sources ` +
        `are authentik's own code, recordings the answers of real servers.${asked}`,
    },
    { kind: 'list', items: refused.map(itemWords) },
  ];
}

function itemWords({ refuses, fields, severity, why, runs, seen }: Refused): string {
  return said(
    `${refuses.charAt(0).toUpperCase()}${refuses.slice(1)}`,
    fields.length > 0 && `about ${code(fields)}`,
    whenWords(runs),
    severity === 'warning' && 'a warning only, since the server alone can know',
    why !== undefined && `not said beforehand: ${why}`,
    `seen: ${seen}`,
  ).join('; ');
}

function hasRule(catalog: Catalog, model: ModelName, name: string): boolean {
  const found = catalog.models[model];
  return found?.kind === 'resource' && found.rules?.some((rule) => rule.name === name) === true;
}
