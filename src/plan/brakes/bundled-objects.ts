import type { Value } from '../../blueprint/value.ts';
import { type BundledTable, bundledIn, type Fact, type SetObject } from '../../catalog/bundled.ts';
import type { Question } from '../../catalog/question.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import type { Truth } from '../../semantics/operators.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { isSame } from '../writers/compare-facts.ts';

/** The objects that authentik's own blueprints of a release make, as a server has them before the plan. */
export class BundledObjects {
  readonly #overlay: Overlay;
  readonly #isRead: (question: Question) => boolean;
  readonly #bundled: (() => BundledTable) | undefined;
  #objects: readonly (SetObject & { readonly isMade: boolean })[] | undefined;

  /** `isRead`: whether what a question asks for has been read; as a rule it is asked for where it has not. */
  constructor(
    overlay: Overlay,
    bundled: (() => BundledTable) | undefined,
    isRead: (question: Question) => boolean = (question) => overlay.knows(question),
  ) {
    this.#overlay = overlay;
    this.#isRead = isRead;
    this.#bundled = bundled;
  }

  /** Whether every server gets this object from one of authentik's blueprints. */
  has(row: OverlayRow): boolean {
    return this.#about(row).some(({ isMade, state }) => isMade && state !== 'absent');
  }

  /** Whether one of authentik's blueprints, an example included, gives a field of this object this value. */
  sets(row: OverlayRow, name: string, value: Value | undefined): boolean {
    const field = this.#overlay.resource(row.model).fields[name];
    return this.#about(row).some(({ attrs, identifiers, state }) => {
      const fact = attrs[name] ?? identifiers[name];
      return (
        field !== undefined &&
        fact !== undefined &&
        state !== 'absent' &&
        isSame(this.#overlay, field, value, fact) === true
      );
    });
  }

  /** Whether one of authentik's blueprints deletes this object. */
  deletes(row: OverlayRow): boolean {
    return this.#about(row).some(({ state }) => state === 'absent');
  }

  #about(row: OverlayRow): (SetObject & { readonly isMade: boolean })[] {
    this.#objects ??= (
      this.#bundled ? bundledIn(this.#bundled(), this.#overlay.catalog.release) : []
    ).flatMap(({ objects, instantiated }) => objects.map((object) => ({ ...object, isMade: instantiated })));
    return this.#objects.filter(
      ({ model, identifiers }) => model === row.model && this.#isMeant(row, identifiers) === true,
    );
  }

  /**
   * Whether identifiers mean an object. Links are looked at last, and what they may lead to is read one model
   * after the other, as most objects differ in the first of them.
   */
  #isMeant(row: OverlayRow, identifiers: SetObject['identifiers']): Truth {
    const { fields } = this.#overlay.resource(row.model);
    const pairs = Object.entries(identifiers).sort(([, a], [, b]) => Number(isLink(a)) - Number(isLink(b)));
    if (pairs.length === 0 || !row.actual) return false;
    for (const [name, fact] of pairs) {
      const field = fields[name];
      if (!field) return false;
      const value = row.actual[name];
      const is = isLink(fact)
        ? this.#leadsTo(field.references ?? [], value, fact)
        : isSame(this.#overlay, field, value, fact);
      if (is !== true) return is;
    }
    return true;
  }

  #leadsTo(references: readonly string[], value: Value | undefined, { $of: model, by }: LinkFact): Truth {
    if (value === null || value === undefined) return false;
    const row = this.#overlay.rowBefore(references, value);
    if (row)
      return kindsOf(this.#overlay.catalog, model).includes(row.model) ? this.#isMeant(row, by) : false;
    return this.#isRead({ model }) ? false : undefined;
  }
}

interface LinkFact {
  readonly $of: string;
  readonly by: SetObject['identifiers'];
}

function isLink(fact: Fact): fact is Fact & LinkFact {
  return typeof fact === 'object' && fact !== null && !Array.isArray(fact) && '$of' in fact;
}
