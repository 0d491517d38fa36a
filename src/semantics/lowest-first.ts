/** A priority queue of numbers, the lowest first: a binary heap, in which adding and taking cost O(log n). */
export class LowestFirst {
  readonly #heap: number[] = [];

  /** Adds a number. */
  add(number: number): void {
    const heap = this.#heap;
    let at = heap.push(number) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent <= number) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = number;
  }

  /** Removes and returns the lowest number; undefined when there is none. */
  take(): number | undefined {
    const heap = this.#heap;
    const lowest = heap[0];
    const last = heap.pop();
    if (lowest === undefined || last === undefined || heap.length === 0) return lowest;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = (heap[left + 1] ?? Infinity) < (heap[left] ?? Infinity) ? left + 1 : left;
      const below = heap[child];
      if (below === undefined || below >= last) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return lowest;
  }
}
