/* Logic with an unknown, which is undefined. */

/** Whether it holds for all: true where it does, false where it does not for one. */
export function every<T>(items: readonly T[], of: (item: T) => boolean | undefined): boolean | undefined {
  return opposite(some(items, (item) => opposite(of(item))));
}

/** Whether it holds for one: true where it does, false where it holds for none. */
export function some<T>(items: readonly T[], of: (item: T) => boolean | undefined): boolean | undefined {
  let isOpenStill = false;
  for (const item of items) {
    const truth = of(item);
    if (truth) return true;
    isOpenStill ||= truth === undefined;
  }
  return isOpenStill ? undefined : false;
}

/** The opposite of a truth. */
export function opposite(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}
