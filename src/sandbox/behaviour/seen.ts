/** Where a row of a table was seen: an exchange of the recordings by its name, or a measured model field. */
export interface Seen {
  readonly seen: string;
}
