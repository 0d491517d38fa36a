import type { Value } from '../blueprint/value.ts';
import type { Catalog, ModelName, Resource } from '../catalog/model.ts';
import type { ListedChoices } from '../catalog/object-rule.ts';

/** An object of which conditions are asked: an entry of a file, or a row of a plan. */
export interface Subject {
  readonly resource: Resource;
  /**
   * The value of a field as the server would store it; Unknown where it is not known, undefined where the
   * object does not exist and nothing gives it one.
   */
  value(field: string): Value | undefined;
  /** Whether the object is yet to be made; undefined: that is not known. */
  readonly created: boolean | undefined;
  /** Whether something gives a field its value, or the object exists; undefined: that is not known. */
  given(field: string): boolean | undefined;
  /** Whether an object that exists gets another value in a field; undefined: that is not known. */
  changed(field: string): boolean | undefined;
  /** The object as it is before the change; null: it does not exist, undefined: that is not known. */
  readonly before: Subject | null | undefined;
  /** What a field links to; undefined: that is not known. */
  linked(field: string): readonly Linked[] | undefined;
  /** The other objects of the model, as far as they are known; `isAll`: these are all of them. */
  others(): { readonly subjects: readonly Subject[]; readonly isAll: boolean };
}

/** What a link leads to: its model and its values, as far as they are known. */
export interface Linked {
  readonly subject: Subject | undefined;
  /** Whether it is of one of these models, or a kind of one. */
  readonly isOf: (models: readonly ModelName[]) => boolean | undefined;
  /** Whether it is the object that has the link. */
  readonly isItself: boolean | undefined;
}

/** What conditions depend on beside objects. */
export interface Surroundings {
  readonly catalog: Catalog;
  /** Whether the server has a valid licence; undefined: that is not known. */
  readonly licensed: () => boolean | undefined;
  /** The choices that the server lists; null: it cannot be asked, undefined: it has not been asked yet. */
  readonly choices: (list: ListedChoices) => readonly string[] | null | undefined;
}

/** The surroundings of files without a server: whether it has a licence and what it lists is not known. */
export function offline(catalog: Catalog): Surroundings {
  return { catalog, licensed: () => undefined, choices: () => null };
}

/** An object of which only the values are known: not what it links to, nor others of its model. */
export abstract class Bare implements Subject {
  abstract readonly resource: Resource;
  abstract readonly created: boolean | undefined;
  readonly before = undefined;
  abstract value(field: string): Value | undefined;
  abstract given(field: string): boolean | undefined;
  abstract changed(field: string): boolean | undefined;

  linked(): undefined {
    return undefined;
  }

  others(): ReturnType<Subject['others']> {
    return { subjects: [], isAll: false };
  }
}
