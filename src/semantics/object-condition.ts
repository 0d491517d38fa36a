import { type Dict, isDict, Unknown, type Value } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import type { Condition } from '../catalog/object-rule.ts';
import { aboutValue, isLonger, isSame, valueFor } from './condition-values.ts';
import { isOneOf } from './kinds.ts';
import { isUnlisted } from './listed-choices.ts';
import { asksOthers } from './rule-fields.ts';
import { Bare, type Linked, type Subject, type Surroundings } from './subject.ts';
import { every, opposite, some } from './three-valued.ts';

/** Whether a condition holds for an object; undefined where what is known does not decide it. */
export function holds(
  condition: Condition,
  subject: Subject,
  surroundings: Surroundings,
): boolean | undefined {
  return new Answer(surroundings, subject).of(condition);
}

/** The answer to conditions about one object. `self`: the object that asks for others like it. */
class Answer {
  readonly #surroundings: Surroundings;
  readonly #subject: Subject;
  readonly #self: Subject;

  constructor(surroundings: Surroundings, subject: Subject, self = subject) {
    this.#surroundings = surroundings;
    this.#subject = subject;
    this.#self = self;
  }

  of(condition: Condition): boolean | undefined {
    if ('all' in condition) return every(cheapFirst(condition.all), (one) => this.of(one));
    if ('any' in condition) return some(cheapFirst(condition.any), (one) => this.of(one));
    if ('not' in condition) return opposite(this.of(condition.not));
    if ('surely' in condition) return this.of(condition.surely) === true;
    if ('licensed' in condition) return this.#surroundings.licensed();
    if ('unlisted' in condition)
      return isUnlisted(condition, valueFor(condition, this.#subject), this.#surroundings);
    if ('field' in condition) return aboutValue(condition, valueFor(condition, this.#subject));
    return this.#aboutOthers(condition) ?? this.#aboutObject(condition);
  }

  #aboutObject(condition: Condition): boolean | undefined {
    const subject = this.#subject;
    if ('created' in condition) return subject.created;
    if ('given' in condition) return subject.given(condition.given);
    if ('changed' in condition) return subject.changed(condition.changed);
    if ('model' in condition)
      return isOneOf(this.#surroundings.catalog, condition.model, subject.resource.name);
    if ('longer' in condition)
      return isLonger(
        valueFor({ field: condition.longer }, subject),
        valueFor({ field: condition.than }, subject),
      );
    if ('items' in condition)
      return this.#someItem(valueFor({ field: condition.items }, subject), condition.meets);
    return undefined;
  }

  #aboutOthers(condition: Condition): boolean | undefined {
    const subject = this.#subject;
    if ('before' in condition) {
      const { before } = subject;
      return before ? new Answer(this.#surroundings, before).of(condition.before) : isNot(before);
    }
    if ('another' in condition) {
      const { subjects, isAll } = subject.others();
      const found = some(subjects, (other) =>
        new Answer(this.#surroundings, other, subject).of(condition.another),
      );
      return found === false && !isAll ? undefined : found;
    }
    if ('same' in condition) {
      const about = { field: condition.same };
      return isSame(valueFor(about, subject), valueFor(about, this.#self));
    }
    if ('itself' in condition) {
      const links = subject.linked(condition.itself);
      return links && some(links, ({ isItself }) => isItself);
    }
    if (!('linked' in condition)) return undefined;
    const links = subject.linked(condition.linked);
    return links && some(links, (link) => this.#isMet(condition, link));
  }

  #isMet(condition: Extract<Condition, { linked: string }>, link: Linked): boolean | undefined {
    if ('meets' in condition)
      return link.subject && new Answer(this.#surroundings, link.subject).of(condition.meets);
    return link.isOf(condition.models);
  }

  #someItem(list: Value, condition: Condition): boolean | undefined {
    if (list instanceof Unknown) return undefined;
    if (!Array.isArray(list)) return false;
    return some(list, (item) =>
      isDict(item)
        ? new Answer(this.#surroundings, new Item(this.#subject.resource, item)).of(condition)
        : undefined,
    );
  }
}

/** An item of a list as an object whose fields are its keys. */
class Item extends Bare {
  readonly resource: Resource;
  readonly created = undefined;
  readonly #item: Dict;

  constructor(resource: Resource, item: Dict) {
    super();
    this.resource = { ...resource, fields: {} };
    this.#item = item;
  }

  value(field: string): Value | undefined {
    return this.#item[field];
  }

  given(field: string): boolean {
    return this.#item[field] !== undefined;
  }

  changed(): undefined {
    return undefined;
  }
}

/** What does not exist meets no condition; undefined where that is not known. */
function isNot(object: null | undefined): false | undefined {
  return object === null ? false : undefined;
}

/** Conditions on the object itself before those for which other objects may have to be read. */
function cheapFirst(conditions: readonly Condition[]): readonly Condition[] {
  const isCheap = (condition: Condition): boolean => !asksOthers(condition);
  return [...conditions.filter(isCheap), ...conditions.filter(asksOthers)];
}
