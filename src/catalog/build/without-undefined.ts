/**
 * The value without the members that are undefined: what is made here is then the same as what is read from
 * its file, also for those who ask whether a member is there. Arrays keep all their items.
 */
export function withoutUndefined<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutUndefined(item)) as T;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutUndefined(member as unknown)]),
  ) as T;
}
