/**
 * A hand-written row of facts, with where it was seen: "point N" is the numbered list of traps measured on a
 * real 2023.2.3 server, "probe X" an outcome of the real importer, "recording X" an exchange with a real
 * server, "document" an OpenAPI document, "serializers", "signals" and "sources" what the code of the last
 * patches of all releases does. A row about a model, field or endpoint that a release does not have does
 * nothing for that release.
 */
export interface Seen {
  readonly seen: string;
}

/** A row about what is so from a release on. */
export interface SeenSince extends Seen {
  /** The first release in which it is so: `2025.12`. */
  readonly since: string;
}
