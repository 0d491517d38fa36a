import { Broken } from './fault.ts';

/** An expression, as far as it must be known: what can be assigned to. */
export interface Expression {
  readonly kind: 'name' | 'attribute' | 'subscript' | 'tuple' | 'list' | 'starred' | 'binding' | 'other';
  readonly at: number;
  /** Of a name. */
  readonly name?: string | undefined;
  /** Of a tuple, a list, and what is starred. */
  readonly items?: readonly Expression[] | undefined;
  /** It has brackets of its own around it. */
  readonly isGrouped?: boolean | undefined;
}

/** Refuses what cannot be assigned to, and gives the names that are bound. */
export function namesBound(target: Expression, isStarred = false): readonly string[] {
  const { kind, at, name, items = [] } = target;
  if (kind === 'name') return [bound(name ?? '', at)];
  if (kind === 'attribute' || kind === 'subscript') return [];
  if (kind === 'starred' && isStarred) return items.flatMap((item) => namesBound(item));
  if (kind !== 'tuple' && kind !== 'list') throw new Broken('nothing can be assigned to this', at);
  if (items.filter((item) => item.kind === 'starred').length > 1)
    throw new Broken('only one of several targets can be starred', at);
  return items.flatMap((item) => namesBound(item, true));
}

/** Refuses what cannot be deleted. */
export function checkDeleted({ kind, at, items = [] }: Expression): void {
  if (kind === 'tuple' || kind === 'list') items.forEach(checkDeleted);
  else if (kind !== 'name' && kind !== 'attribute' && kind !== 'subscript')
    throw new Broken('this cannot be deleted', at);
}

/** Refuses the one name that cannot be bound. */
export function bound(name: string, at: number): string {
  if (name === '__debug__') throw new Broken('nothing can be assigned to __debug__', at);
  return name;
}
