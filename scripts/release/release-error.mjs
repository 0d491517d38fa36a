/** A release that cannot be made, with what to do about it, for people. */
export class ReleaseError extends Error {
  hint;

  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}
