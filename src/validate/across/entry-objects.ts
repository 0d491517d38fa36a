import { Ref, Unknown, type Value } from '../../blueprint/value.ts';
import type { ModelName, Resource } from '../../catalog/model.ts';
import { certainly, type OwnedEntry, valueOf } from '../../semantics/all-files.ts';
import type { Decision } from '../../semantics/decision.ts';
import { type Known, valueOfKnown } from '../../semantics/known.ts';
import { isOneOf, kindsOf } from '../../semantics/kinds.ts';
import type { Linked, Subject } from '../../semantics/subject.ts';
import { missingTexts, missingToCreate } from '../../semantics/required.ts';
import type { FileSummary, ValueSummary } from '../../semantics/summary.ts';
import { isDefaultObject } from './default-object.ts';
import type { AcrossFacts } from './facts.ts';
import { SameObject } from './same-object.ts';

/** A decision with its file. */
export interface OwnDecision extends Decision {
  readonly file: FileSummary;
}

/** The name of a decision among those of all files. */
export function decisionKey({ file, key }: Pick<OwnDecision, 'file' | 'key'>): string {
  return `${file.path}\0${key}`;
}

/** One question about objects of entries: the decisions that it supposes, and what came up in answering it. */
export class Asking {
  readonly decided: ReadonlyMap<string, OwnDecision>;
  /** The first decision that a value needed and that has not been made. */
  undecided: OwnDecision | undefined;
  /** Whether anything was asked that the files do not certainly say. */
  isSupposed = false;

  constructor(decided: ReadonlyMap<string, OwnDecision>) {
    this.decided = decided;
  }
}

/** The key of an object that there is, whichever it is. */
const THERE = new Ref('there', 'pk');
const UNKNOWN = new Unknown('the files do not say it');

/** The objects of the entries of all files, as far as the files show them. */
export class EntryObjects {
  readonly #facts: AcrossFacts;
  readonly #same: SameObject;
  readonly #byModel = new Map<ModelName, OwnedEntry[]>();
  readonly #byIndex = new Map<FileSummary, Map<number, OwnedEntry>>();
  /** The names of authentik's own blueprints, which create the objects that every server has. */
  readonly #own: ReadonlySet<string>;
  readonly #made = new Map<OwnedEntry, boolean>();

  constructor(facts: AcrossFacts) {
    this.#facts = facts;
    this.#same = new SameObject(facts);
    this.#own = new Set(facts.catalog.defaults?.blueprints.map(({ name }) => name));
    for (const owned of facts.entries) {
      const { file, entry, resource } = owned;
      const ofModel = this.#byModel.get(resource.name);
      if (ofModel) ofModel.push(owned);
      else this.#byModel.set(resource.name, [owned]);
      const ofFile = this.#byIndex.get(file) ?? new Map<number, OwnedEntry>();
      this.#byIndex.set(file, ofFile.set(entry.ref.index, owned));
    }
  }

  /** The object of an entry. */
  of(owned: OwnedEntry, asking: Asking): Subject {
    return new EntryObject(this, owned, asking);
  }

  /** Whether a list of a model is only added to. */
  isMerged({ entry, resource }: OwnedEntry, field: string): boolean {
    return entry.merged.includes(field) || this.#facts.merged.has(`${resource.name}.${field}`);
  }

  /** The other entries that manage the object of an entry. */
  sameAs(owned: OwnedEntry): readonly OwnedEntry[] {
    return this.#same.of(owned).filter(({ entry }) => !entry.skipped && entry.ensure !== 'absent');
  }

  /** The entries of other objects of the same model that come first, those that certainly run. */
  others(owned: OwnedEntry): readonly OwnedEntry[] {
    const same = new Set(this.#same.of(owned));
    const all = this.#byModel.get(owned.resource.name) ?? [];
    return all
      .slice(0, all.indexOf(owned))
      .filter(
        (other) =>
          certainly(other, 'present', 'created', 'must_created') &&
          !same.has(other) &&
          !this.#same.of(other).includes(owned),
      );
  }

  /** The entry of the object that a link of another entry leads to; undefined where no one entry is it. */
  linkedBy(link: Known, { file }: OwnedEntry): OwnedEntry | undefined {
    if (link.kind === 'key') return this.#byIndex.get(file)?.get(link.entry);
    return link.kind === 'found' ? this.#found(link) : undefined;
  }

  /** Whether a look-up surely finds an object: an entry makes it, or every server has it. */
  isThere(known: Known): boolean {
    if (known.kind !== 'found') return false;
    const entry = this.#found(known);
    if (entry) return certainly(entry, 'present', 'created', 'must_created');
    const criteria = Object.entries(known.by);
    return kindsOf(this.#facts.catalog, known.model)
      .flatMap((model) => this.#facts.catalog.defaults?.objects[model] ?? [])
      .some((object) => criteria.length > 0 && criteria.every(([field, value]) => object[field] === value));
  }

  /** Whether a model is one of these, or a kind of one; undefined where that is not known. */
  isOneOf(model: ModelName | undefined, models: readonly ModelName[]): boolean | undefined {
    const { catalog } = this.#facts;
    if (model === undefined || catalog.models[model]?.kind === 'base') return undefined;
    return isOneOf(catalog, models, model);
  }

  #found({ model, by }: Extract<Known, { kind: 'found' }>): OwnedEntry | undefined {
    const criteria = Object.entries(by);
    const entries = (this.#byModel.get(model) ?? []).filter((owned) =>
      criteria.every(([field, value]) => valueOf(owned, field)?.literal === value),
    );
    return criteria.length > 0 && entries.length === 1 ? entries[0] : undefined;
  }

  /**
   * Whether an entry probably makes its object: it gives all that a create requires, alone or with the other
   * entries of the object, and the object is none that every server has.
   */
  isMade(owned: OwnedEntry): boolean {
    let made = this.#made.get(owned);
    if (made === undefined) this.#made.set(owned, (made = this.#mayMake(owned)));
    return made;
  }

  #mayMake(owned: OwnedEntry): boolean {
    const { entry, resource, file } = owned;
    const identifiers = entry.identifiers ?? [];
    if (entry.attrs === null || identifiers.length === 0) return false;
    if (identifiers.some(({ field }) => field === 'managed' || field === 'pk')) return false;
    if (isDefaultObject(this.#facts, owned) && !this.#own.has(file.name ?? '')) return false;
    const all = [owned, ...this.sameAs(owned)];
    const missing = missingToCreate(resource, (name) => all.some((one) => valueOf(one, name) !== undefined));
    return missingTexts(missing).length === 0;
  }
}

/** The object of an entry, as far as files show it and decisions have been made. */
class EntryObject implements Subject {
  readonly #objects: EntryObjects;
  readonly #owned: OwnedEntry;
  readonly #asking: Asking;

  constructor(objects: EntryObjects, owned: OwnedEntry, asking: Asking) {
    this.#objects = objects;
    this.#owned = owned;
    this.#asking = asking;
    asking.isSupposed ||= owned.entry.conditional;
  }

  get resource(): Resource {
    return this.#owned.resource;
  }

  get created(): boolean | undefined {
    this.#asking.isSupposed = true;
    return this.#objects.isMade(this.#owned) ? true : undefined;
  }

  changed(): boolean | undefined {
    return this.created === true ? false : undefined;
  }

  given(field: string): boolean | undefined {
    if (valueOf(this.#owned, field)) return true;
    return this.#known(field).isLeftOut && this.created === true ? false : undefined;
  }

  get before(): null | undefined {
    return this.created === true ? null : undefined;
  }

  value(field: string): Value | undefined {
    const { known, isLeftOut } = this.#known(field);
    if (known) return this.#objects.isThere(known) ? THERE : valueOfKnown(known);
    return isLeftOut && this.#objects.isMade(this.#owned) ? undefined : UNKNOWN;
  }

  linked(field: string): readonly Linked[] | undefined {
    const { known, owned } = this.#known(field);
    if (!known) return undefined;
    const links = known.kind === 'list' ? known.items : [known];
    return links.flatMap((link) => this.#linked(link, owned));
  }

  others(): ReturnType<Subject['others']> {
    this.#asking.isSupposed = true;
    return {
      subjects: this.#objects.others(this.#owned).map((other) => this.#objects.of(other, this.#asking)),
      isAll: false,
    };
  }

  #linked(link: Known, owner: OwnedEntry): Linked[] {
    if (link.kind === 'value' && link.value === null) return [];
    const entry = this.#objects.linkedBy(link, owner);
    const found = link.kind === 'found' ? link.model : undefined;
    const subject = entry && this.#objects.of(entry, this.#asking);
    const isItself = entry && (entry === this.#owned || this.#objects.sameAs(this.#owned).includes(entry));
    const model = entry?.resource.name ?? found;
    return [{ subject, isItself, isOf: (models) => this.#objects.isOneOf(model, models) }];
  }

  /** The value of a field, and which entry gives it. `isLeftOut`: no entry does. */
  #known(field: string): { known: Known | undefined; owned: OwnedEntry; isLeftOut: boolean } {
    const own = valueOf(this.#owned, field);
    if (own) return { known: this.#chosen(this.#owned, own), owned: this.#owned, isLeftOut: false };
    this.#asking.isSupposed = true;
    const others = this.#objects.sameAs(this.#owned).flatMap((owned) => {
      const value = valueOf(owned, field);
      return value ? [{ owned, value }] : [];
    });
    const [first, second] = others;
    if (!first) return { known: undefined, owned: this.#owned, isLeftOut: true };
    const isSure = !second && !first.owned.entry.conditional;
    const known = isSure ? this.#chosen(first.owned, first.value) : undefined;
    return { known, owned: first.owned, isLeftOut: false };
  }

  /** The alternative of a value that the decisions choose; undefined where they do not choose one. */
  #chosen(owned: OwnedEntry, value: ValueSummary): Known | undefined {
    const { file } = owned;
    const { alternatives = [], tag, field } = value;
    if (tag !== undefined) this.#asking.isSupposed = true;
    if (this.#objects.isMerged(owned, field)) return undefined;
    const left = alternatives.filter(({ when }) =>
      when.every((decision) => {
        const made = this.#asking.decided.get(decisionKey({ file, key: decision.key }));
        return made === undefined || made.is === decision.is;
      }),
    );
    const [first, second] = left;
    if (!second) return first?.value;
    const open = left
      .flatMap(({ when }) => when)
      .find(({ key }) => !this.#asking.decided.has(decisionKey({ file, key })));
    if (open) this.#asking.undecided ??= { ...open, file };
    return undefined;
  }
}
