/** Where the pages of docs/ are read from; the command line passes it in. */
export interface Pages {
  /** The text of a page by its path from the root of the project; undefined when there is none. */
  read(path: string): string | undefined;
  /** The names of the pages of a folder, without `.md`, in order. */
  list(folder: string): readonly string[];
}
