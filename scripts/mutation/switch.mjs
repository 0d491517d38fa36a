/**
 * The active mutant, and what the code does meanwhile. Instrumented code checks the global `__mutants` at
 * each mutated place (mutants.mjs).
 */
export class Switch {
  /** The id of the active mutant; 0: none, the code is unchanged. */
  active = 0;
  /** Whether the active mutant has been reached. */
  reached = false;
  /** The ids of the mutants that were reached since `hits` was emptied, while none is active. */
  hits = new Set();
  /** Loop iterations since it was set to 0, and their limit. */
  turns = 0;
  mostTurns = Number.POSITIVE_INFINITY;

  is(id) {
    if (this.active === 0) this.hits.add(id);
    else if (this.active === id) {
      this.reached = true;
      return true;
    }
    return false;
  }

  tick() {
    this.turns += 1;
    if (this.turns > this.mostTurns) throw new Error('a loop does not end');
  }
}
