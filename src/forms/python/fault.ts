/** What keeps Python from compiling a text. */
export interface PythonFault {
  readonly what: string;
  /** The offset of the first character that is wrong. */
  readonly at: number;
}

/** Ends the reading of a text at its first fault. It never leaves this folder. */
export class Broken extends Error {
  readonly at: number;

  constructor(what: string, at: number) {
    super(what);
    this.at = at;
  }
}

/** Ends the reading of a text of which it cannot be told whether Python takes it. It never leaves this folder. */
export class Unsure extends Error {}
