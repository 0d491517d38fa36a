import type { Connection } from 'vscode-languageserver';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Session } from './session.ts';
import { type Addresses, toLsp } from './to-lsp.ts';

/** How long nothing must be typed before findings are looked for, in milliseconds. */
const PAUSE = 150;

/** Looks for findings when typing pauses, and tells the editor those that have changed. */
export class Publisher {
  readonly #connection: Connection;
  readonly #session: () => Session | undefined;
  readonly #versionOf: (uri: string) => number | undefined;
  readonly #docs: Addresses['docs'];
  readonly #told = new Map<string, string>();
  #found = new Map<string, Diagnostic[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    connection: Connection,
    session: () => Session | undefined,
    versionOf: (uri: string) => number | undefined,
    docs: Addresses['docs'],
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#versionOf = versionOf;
    this.#docs = docs;
  }

  /** Something has changed. */
  soon(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#publish(), PAUSE);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** What is found in a file as it is now. */
  findings(uri: string): readonly Diagnostic[] {
    if (this.#timer) {
      this.stop();
      this.#publish();
    }
    return this.#found.get(uri) ?? [];
  }

  #publish(): void {
    this.#timer = undefined;
    const session = this.#session();
    if (!session) return;
    this.#found = session.findings();
    const addresses = { uriOf: session.uriOf, docs: this.#docs };
    for (const uri of this.#told.keys()) if (!this.#found.has(uri)) this.#tell(uri, [], addresses);
    for (const [uri, found] of this.#found) this.#tell(uri, found, addresses);
  }

  #tell(uri: string, found: readonly Diagnostic[], addresses: Addresses): void {
    const diagnostics = found.map((one) => toLsp(one, addresses));
    const version = this.#versionOf(uri);
    // What an editor shows belongs to a version of the text, so it is told again with each.
    const text = JSON.stringify([version, diagnostics]);
    if (text === (this.#told.get(uri) ?? '[null,[]]')) return;
    if (found.length === 0 && version === undefined) this.#told.delete(uri);
    else this.#told.set(uri, text);
    const message = { uri, diagnostics };
    void this.#connection.sendDiagnostics(version === undefined ? message : { ...message, version });
  }
}
