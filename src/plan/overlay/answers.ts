import type { Snapshot } from '../../actual/snapshot.ts';
import { detailQuery } from '../../catalog/detail-query.ts';
import type { Catalog } from '../../catalog/model.ts';
import { isAboutRows, type Question, questionKey } from '../../catalog/question.ts';
import { isShown } from '../../catalog/shown-model.ts';

const LICENCE = questionKey({ model: '', licence: true });

/** Which questions a snapshot answers, and which of those that a plan asked it does not. */
export class Answers {
  readonly #catalog: Catalog;
  readonly #answered = new Set<string>();
  readonly #missing = new Map<string, Question>();

  constructor(catalog: Catalog, snapshot: Snapshot) {
    this.#catalog = catalog;
    for (const [model, rows] of Object.entries(snapshot.models)) {
      for (const key of rows.answered) this.#answered.add(key);
      if (rows.complete) this.#answered.add(questionKey({ model }));
    }
    const { granted = {}, named = {}, listed = {} } = snapshot;
    for (const key of [granted, named, listed].flatMap((answers) => Object.keys(answers)))
      this.#answered.add(key);
    if (snapshot.licensed !== undefined) this.#answered.add(LICENCE);
  }

  /** The questions that were asked and have not been read yet, each once. */
  get missing(): readonly Question[] {
    return [...this.#missing.values()];
  }

  /**
   * Whether everything that a question asks for has been read; if not, it is remembered as missing. A base
   * model without a list of its own has been read when all its concrete models have.
   */
  knows(question: Question): boolean {
    const asksForRows = isAboutRows(question);
    const model = asksForRows ? this.#catalog.models[question.model] : undefined;
    if (model?.kind === 'base' && model.list === undefined)
      return model.concrete.map((concrete) => this.knows({ model: concrete })).every(Boolean);
    if (this.has(question)) return true;
    this.#missing.set(questionKey(question), question);
    return false;
  }

  /** Whether everything that a question asks for has been read. */
  has(question: Question): boolean {
    const asksForRows = isAboutRows(question);
    const model = asksForRows ? this.#catalog.models[question.model] : undefined;
    if (model?.kind === 'base' && model.list === undefined)
      return model.concrete.every((concrete) => this.has({ model: concrete }));
    const isDetail = question.whole && isShown(model) && Object.keys(detailQuery(model)).length > 0;
    if (asksForRows && !isDetail && this.#answered.has(questionKey({ model: question.model }))) return true;
    return (
      (!asksForRows || (question.where ?? question.whole) !== undefined) &&
      this.#answered.has(questionKey(question))
    );
  }
}
