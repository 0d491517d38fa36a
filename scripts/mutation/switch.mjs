/**
 * Which mutant is tried, and what the code of the rooms does meanwhile. Woven code asks the global
 * `__mutants` before each mutated place (mutants.mjs).
 */
export class Switch {
  /** The id of the mutant that is tried; 0: none, the code is as it is written. */
  active = 0;
  /** Whether the mutant that is tried has been come to. */
  reached = false;
  /** The ids of mutants that the code has come to since `hits` was emptied, as long as none is tried. */
  hits = new Set();
  /** Turns of loops since it was set to 0, and how many there may be. */
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
