import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { Features } from '../../blueprint/features.ts';
import { markSecrets } from '../../blueprint/mark-secrets.ts';
import { mergeContext } from '../../blueprint/merge.ts';
import { parseBlueprint } from '../../blueprint/parse.ts';
import { dict, type Dict } from '../../blueprint/value.ts';
import { isSecret, showsSecrets } from '../../catalog/is-secret.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { NamedEntries } from '../../semantics/named-entries.ts';
import { writtenFields } from '../changes/differences.ts';
import { DECISIVE, isAppliedByServer } from '../changes/server-apply.ts';
import { applyFirst } from '../entries/apply-first.ts';
import { planEntry } from '../entries/entry.ts';
import type { FileState } from '../entries/entry-scope.ts';
import { LiteralPks } from '../entries/literal-pks.ts';
import type { Contents, ImporterRun, LeftAlone, PlanContext } from '../entries/plan-context.ts';
import { describeRow } from '../overlay/describe.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';
import { fileOf, onlyThere, policyFor, reporter, secretKeys } from './as-importer.ts';
import { type Content, contentOf } from './content-of.ts';
import { identityOf, type Verdicts } from './verdicts.ts';

/*
 * Blueprints that the server stores as texts. When a run has the server apply one, its entries are planned as
 * if they stood in the file after the entry of the instance, into the same overlay, marked as done by the
 * server. The server applies a text all or nothing, so that one change of a protected object means that the
 * instance is left alone. What the importer does differently from us (it takes no account of our comments and
 * options, and writes secrets each time) is done its way.
 */

/** How deep blueprints are followed that contain, or require, blueprints. */
const DEPTH = 4;

/** The content of an instance, planned. */
export interface PlannedContent {
  readonly row: OverlayRow;
  /** What tells the instance in all passes, see `identityOf`. */
  readonly identity: string;
  readonly content: Content;
  /** It is only stored, and nobody has asked for it to be applied. */
  readonly isStored: boolean;
  /** When it was planned, in the order of planning. */
  readonly step: number;
  /** The models that its entries ask about or change. */
  readonly models: ReadonlySet<ModelName>;
  readonly run: ImporterRun;
  /** The blueprints in it, the nested ones included. */
  readonly blueprints: readonly Blueprint[];
  /** What was found in it, none of it an error: the run goes on without it. */
  readonly findings: readonly Finding[];
}

/** What contents are planned with. */
interface Parts {
  readonly features: Features;
  /** What authentik puts into every context. */
  readonly system: Dict;
  readonly verdicts: Verdicts;
  /** Whether contents that are only stored are planned, too: for what it shows, and no plan. */
  readonly isTrial: boolean;
}

/** The contents of one pass of a plan. */
export class StoredBlueprints implements Contents {
  readonly #parts: Parts;
  readonly #planned = new Map<string, PlannedContent>();
  readonly #changedLater = new Set<OverlayRow>();
  readonly #untried = new Set<string>();
  /** The content that is being planned. */
  #now: { readonly blueprints: Blueprint[]; readonly findings: Finding[] } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The contents that were planned, in that order. */
  get planned(): readonly PlannedContent[] {
    return [...this.#planned.values()];
  }

  /** The contents that the server is told to apply. */
  get applied(): readonly PlannedContent[] {
    return this.planned.filter(({ isStored }) => !isStored);
  }

  /** The blueprints in all contents. */
  get blueprints(): readonly Blueprint[] {
    return this.planned.flatMap(({ blueprints }) => blueprints);
  }

  /** The instances with contents, or contents in them, that are only stored and have not been tried. */
  get untried(): ReadonlySet<string> {
    return this.#untried;
  }

  /** The instances whose contents were planned before another entry changed them. */
  get changedLater(): ReadonlySet<OverlayRow> {
    return this.#changedLater;
  }

  readonly leftAlone = (row: OverlayRow): LeftAlone | undefined => {
    const verdict = this.#parts.verdicts.of(row);
    return verdict?.kind === 'left-alone' ? verdict : undefined;
  };

  readonly follow = (context: PlanContext, row: OverlayRow, provenance: Provenance): void => {
    if (this.#parts.verdicts.of(row)) return;
    const content = contentOf(context.overlay, row);
    const before = this.#planned.get(row.id);
    if (context.importer) {
      // An instance in a content is stored by the server and applied by nobody, until somebody does.
      if (!content) return;
      if (this.#parts.isTrial) this.#planNested(context, row, content, provenance);
      else this.#toTry(context.importer.root);
      return;
    }
    const written = writtenFields(context.overlay, row);
    const isStored = !isAppliedByServer(context.overlay, row, written);
    if (before) {
      if (before.content.print !== content?.print || before.isStored !== isStored)
        this.#changedLater.add(row);
      return;
    }
    if (!content || (isStored && !written.some((name) => DECISIVE.has(name)))) return;
    if (!isStored || this.#parts.isTrial) this.#planRoot(context, row, content, provenance, isStored);
    else this.#toTry(row);
  };

  readonly followFirst = (context: PlanContext, row: OverlayRow, provenance: Provenance): void => {
    const content = contentOf(context.overlay, row);
    if (!content || context.overlay.value(row, 'enabled') === false) return;
    this.#planNested(context, row, content, provenance);
  };

  #toTry(row: OverlayRow): void {
    if (!this.#parts.verdicts.isTried(row)) this.#untried.add(identityOf(row));
  }

  #planRoot(
    context: PlanContext,
    row: OverlayRow,
    content: Content,
    provenance: Provenance,
    isStored: boolean,
  ): void {
    const { overlay } = context;
    const from = ['content', 'context'].flatMap((name) => row.from.get(name) ?? []);
    const run: ImporterRun = { root: row, within: [], refusals: [], problems: [], keys: new Set(), from };
    const blueprints: Blueprint[] = [];
    const findings: Finding[] = [];
    const models = new Set<ModelName>();
    this.#now = { blueprints, findings };
    overlay.watched = models;
    this.#planEntries(
      { ...context, policy: policyFor(context, row), importer: run },
      row,
      content,
      provenance,
    );
    overlay.watched = undefined;
    this.#now = undefined;
    const { step } = context.clock;
    this.#planned.set(row.id, {
      row,
      identity: identityOf(row),
      content,
      isStored,
      step,
      models,
      run,
      blueprints,
      findings,
    });
    for (const finding of findings) context.report(finding);
  }

  #planNested(context: PlanContext, row: OverlayRow, content: Content, provenance: Provenance): void {
    const { importer } = context;
    if (!importer) return;
    const problem = (message: string): void => {
      importer.problems.push({ message, place: provenance.place });
    };
    const name = describeRow(context.overlay, row);
    if (importer.within.includes(row)) problem(`${name} has itself applied`);
    else if (importer.within.length >= DEPTH) problem(`blueprints are nested more than ${DEPTH} deep`);
    else this.#planEntries(context, row, content, provenance);
  }

  /** Plans the entries of a content, strictly in order, as the importer does them. */
  #planEntries(context: PlanContext, row: OverlayRow, content: Content, by: Provenance): void {
    const { importer: outer, overlay } = context;
    if (!outer || !this.#now) return;
    const { features, system } = this.#parts;
    if (content.text === undefined) {
      outer.problems.push({ message: 'it depends on what only the server will know', place: by.place });
      return;
    }
    const from = [...outer.from, ...(row.from.get('content') ?? [])];
    const run = { ...outer, within: [...outer.within, row], keys: new Set<string>(), from };
    const report = reporter(run, this.#now.findings);
    const file = fileOf(context, row, content.text, by);
    const blueprint = parseBlueprint(file, report, { features });
    if (!blueprint) return;
    markSecrets(blueprint, (model, field) => isSecret(overlay.catalog, model, field));
    this.#now.blueprints.push(blueprint);
    const inside: PlanContext = {
      ...context,
      report,
      importer: run,
      lookedUp: undefined,
      trace: undefined,
      reportLater: (tell) => {
        tell();
      },
      literalPks: new LiteralPks(overlay, new NamedEntries([blueprint], overlay.catalog)),
    };
    const whole = mergeContext(mergeContext(system, blueprint.context), content.context ?? dict());
    const state: FileState = {
      blueprint,
      context: whole,
      // What the content itself is made of counts for all that is in it, see `ImporterRun.from`.
      origins: {
        context: whole,
        outside: secretKeys(overlay, row, content),
        isInsensitive: () => false,
        showsSecrets: (model) => showsSecrets(overlay.catalog, model),
      },
      env: (name) => onlyThere(`the variable ${name} is that of the server's environment`),
      readFile: (path) => onlyThere(`the file ${path} is one of the server`),
      features,
      ids: new Map(),
      merged: new Map(),
      former: new Map(),
    };
    for (const entry of blueprint.entries)
      planEntry(inside, state, entry, (model, attrs, at) =>
        applyFirst(inside, model, attrs, { ...at, entry: { index: entry.index, model: model.name } }),
      );
  }
}
