import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A finding of the editor, with the text that it underlines. */
export interface EditorFinding {
  readonly message: string;
  readonly marked: string;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * The real yaml-language-server of VS Code, Neovim and others, over its standard input and output, with the
 * settings that `.vscode/settings.json` gives it.
 */
export class YamlLanguageServer {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #published = new Map<string, (diagnostics: unknown[]) => void>();
  readonly #settings: Readonly<Record<string, unknown>>;
  #buffer = Buffer.alloc(0);
  #next = 1;

  private constructor(settings: Readonly<Record<string, unknown>>) {
    const require = createRequire(import.meta.url);
    const at = join(
      dirname(require.resolve('yaml-language-server/package.json')),
      'bin/yaml-language-server',
    );
    this.#settings = settings;
    this.#child = spawn(process.execPath, [at, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#read();
    });
  }

  /** `settings`: what stands behind `yaml.` in the editor's settings. */
  static async start(settings: Readonly<Record<string, unknown>>): Promise<YamlLanguageServer> {
    const server = new YamlLanguageServer(settings);
    await server.#request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
    server.#notify('initialized', {});
    server.#notify('workspace/didChangeConfiguration', { settings: { yaml: settings } });
    return server;
  }

  stop(): void {
    this.#child.kill();
  }

  /** Opens a text and waits for what the server says of it. */
  async open(uri: string, text: string): Promise<EditorFinding[]> {
    const published = new Promise<unknown[]>((resolve) => this.#published.set(uri, resolve));
    this.#notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    const lines = text.split('\n');
    return ((await published) as { message: string; range: { start: Position; end: Position } }[]).map(
      ({ message, range: { start, end } }) => ({
        message,
        marked:
          start.line === end.line
            ? (lines[start.line] ?? '').slice(start.character, end.character)
            : (lines[start.line] ?? '').slice(start.character),
      }),
    );
  }

  close(uri: string): void {
    this.#notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** What is offered at a place, by label. */
  async complete(
    uri: string,
    position: Position,
  ): Promise<{ readonly label: string; readonly insertText?: string }[]> {
    const result = (await this.#request('textDocument/completion', { textDocument: { uri }, position })) as {
      items: { label: string; insertText?: string }[];
    } | null;
    return result?.items ?? [];
  }

  /** What is shown for the word at a place. */
  async hover(uri: string, position: Position): Promise<string> {
    const result = (await this.#request('textDocument/hover', { textDocument: { uri }, position })) as {
      contents: { value?: string };
    } | null;
    return result?.contents.value ?? '';
  }

  #request(method: string, params: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error ? reject(new Error(error.message)) : resolve(result),
      );
      this.#send({ id, method, params });
    });
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#child.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#child.stdin?.write(body);
  }

  #read(): void {
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, Math.max(end, 0)).toString())?.[1] ?? NaN,
      );
      if (end < 0 || this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString()) as Message;
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(message);
    }
  }

  #take(message: Message): void {
    if (message.method === 'workspace/configuration') {
      const { items } = message.params as { items: { section: string }[] };
      this.#send({
        id: message.id ?? 0,
        result: items.map(({ section }) => (section === 'yaml' ? this.#settings : {})),
      });
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: unknown[] };
      this.#published.get(uri)?.(diagnostics);
    } else if (message.method === undefined && message.id !== undefined) {
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
    } else if (message.id !== undefined) this.#send({ id: message.id, result: null });
  }
}

/** A text whose `|` says where the cursor is. */
export function withCursor(text: string): { readonly text: string; readonly position: Position } {
  const at = text.indexOf('|');
  const before = text.slice(0, at).split('\n');
  return {
    text: text.slice(0, at) + text.slice(at + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
