import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  InitializeResult,
  Location,
  PublishDiagnosticsParams,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { newestRelease } from '../../src/cli/catalogs.ts';

const BINARY = resolve(import.meta.dirname, '../../bin/ak-blueprint.js');

/** An editor that has a folder open and speaks to the real program over its standard streams. */
class Editor {
  readonly folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-lsp-'));
  readonly messages: string[] = [];
  readonly #child;
  readonly #connection: MessageConnection;
  readonly #ended: Promise<number | null>;
  readonly #diagnostics = new Map<string, PublishDiagnosticsParams>();
  #waiting: (() => void)[] = [];
  #err = '';

  constructor(files: Readonly<Record<string, string>>, args: readonly string[] = ['--stdio']) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    this.#child = spawn(process.execPath, [BINARY, 'lsp', ...args], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] ?? '' },
    });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#err += chunk.toString()));
    this.#ended = new Promise((done) => this.#child.on('close', done));
    this.#connection = createMessageConnection(
      new StreamMessageReader(this.#child.stdout),
      new StreamMessageWriter(this.#child.stdin),
    );
    this.#connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#diagnostics.set(params.uri, params);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#connection.onNotification(
      'window/showMessage',
      ({ message }: { readonly message: string }) => void this.messages.push(message),
    );
    this.#connection.listen();
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  async initialize(more: object = {}): Promise<InitializeResult> {
    const result = await this.ask<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(this.folder).href, name: 'work' }],
      capabilities: {},
      ...more,
    });
    await this.#connection.sendNotification('initialized', {});
    return result;
  }

  ask<T>(method: string, params?: unknown): Promise<T> {
    return this.#connection.sendRequest<T>(method, params);
  }

  tell(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  open(name: string, text = readFileSync(join(this.folder, name), 'utf8')): Promise<void> {
    return this.tell('textDocument/didOpen', {
      textDocument: { uri: this.uri(name), languageId: 'yaml', version: 1, text },
    });
  }

  /** The findings of a file, as soon as they are such; fails just before the test's own time limit. */
  async found(
    name: string,
    are: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    const end = Date.now() + 50_000;
    for (;;) {
      const now = this.#diagnostics.get(this.uri(name))?.diagnostics;
      if (now && are(now)) return now;
      if (Date.now() > end) throw new Error(`${name} has ${JSON.stringify(now)}; ${this.#err}`);
      await new Promise<void>((wake) => {
        this.#waiting.push(wake);
        setTimeout(wake, 200);
      });
    }
  }

  async quit(): Promise<number | null> {
    await this.ask('shutdown');
    await this.tell('exit', undefined);
    return this.#ended;
  }

  /** The editor crashes. */
  hangUp(): Promise<number | null> {
    this.#child.stdin.end();
    return this.#ended;
  }

  close(): void {
    this.#connection.dispose();
    this.#child.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get err(): string {
    return this.#err;
  }
}

const GROUP =
  'version: 1\nentries:\n- model: authentik_core.group\n  id: staff\n  identifiers:\n    name: staff\n';
const CHILD =
  '- model: authentik_core.group\n  identifiers:\n    name: child\n  attrs:\n    parent: !KeyOf staff\n';

describe('the language server', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  test('takes an editor from its first word to its last', async () => {
    editor = new Editor({ 'a.yaml': GROUP + CHILD }, ['--stdio', '--target', '2023.2']);
    const { capabilities } = await editor.initialize();
    expect(capabilities).toMatchObject({ hoverProvider: true, renameProvider: { prepareProvider: true } });
    await editor.open('a.yaml');
    const textDocument = { uri: editor.uri('a.yaml') };
    await editor.tell('textDocument/didChange', {
      textDocument: { ...textDocument, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 10, character: 12 }, end: { line: 10, character: 24 } },
          text: '!KeyOf staf',
        },
      ],
    });

    const [unknown] = await editor.found('a.yaml', (found) => found.length === 1);
    expect(unknown).toMatchObject({
      code: 'keyof-unknown',
      severity: 1,
      source: 'ak-blueprint',
      range: { start: { line: 10, character: 12 }, end: { line: 10, character: 23 } },
    });
    expect(readFileSync(fileURLToPath(unknown!.codeDescription!.href), 'utf8')).toContain('# keyof-unknown');

    const items = await editor.ask<CompletionItem[]>('textDocument/completion', {
      textDocument,
      position: { line: 10, character: 23 },
    });
    expect(items.map(({ label }) => label)).toContain('staff');
    await editor.tell('textDocument/didChange', {
      textDocument: { ...textDocument, version: 3 },
      contentChanges: [
        { range: { start: { line: 10, character: 23 }, end: { line: 10, character: 23 } }, text: 'f' },
      ],
    });
    await editor.found('a.yaml', (found) => found.length === 0);

    const definition = await editor.ask<Location[]>('textDocument/definition', {
      textDocument,
      position: { line: 10, character: 20 },
    });
    expect(definition).toEqual([
      { uri: textDocument.uri, range: { start: { line: 3, character: 6 }, end: { line: 3, character: 11 } } },
    ]);
    const edit = await editor.ask<WorkspaceEdit>('textDocument/rename', {
      textDocument,
      position: { line: 3, character: 7 },
      newName: 'people',
    });
    expect(
      edit.changes?.[textDocument.uri]?.map(({ newText, range }) => `${range.start.line} ${newText}`),
    ).toEqual(['3 people', '10 people']);
    await expect(
      editor.ask('textDocument/rename', { textDocument, position: { line: 3, character: 7 }, newName: '' }),
    ).rejects.toThrow('an id is one line of text');

    expect(await editor.quit()).toBe(0);
    expect(editor.err).toBe('');
  });

  test('offers what can be done about a finding', async () => {
    editor = new Editor({ 'a.yaml': `${GROUP}  attrs:\n    nonsense: 1\n` });
    await editor.initialize();
    await editor.open('a.yaml');
    const diagnostics = await editor.found('a.yaml', (found) => found.length === 1);
    const actions = await editor.ask<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: editor.uri('a.yaml') },
      range: diagnostics[0]!.range,
      context: { diagnostics },
    });
    const ignore = actions.find(({ title }) => title === 'ignore attribute-unknown here');
    expect(ignore?.edit?.changes?.[editor.uri('a.yaml')]).toEqual([
      {
        range: { start: { line: 7, character: 0 }, end: { line: 7, character: 0 } },
        newText: '    # ak-blueprint-ignore attribute-unknown: \n',
      },
    ]);
  });

  test('knows the other blueprints of the folder, as they are now', async () => {
    const apply =
      'version: 1\nentries:\n- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    identifiers:\n      name: The base\n';
    editor = new Editor({
      'a.yaml': apply,
      'other.yaml': 'entries:\n  - unrelated: true\n    nonsense: [1\n',
    });
    await editor.initialize();
    await editor.open('a.yaml');
    await editor.open('other.yaml');
    const [unknown] = await editor.found('a.yaml', (found) => found.length === 1);
    expect(unknown?.code).toBe('blueprint-unknown');
    writeFileSync(join(editor.folder, 'base.yaml'), `metadata: {name: The base}\n${GROUP}`);
    await editor.tell('workspace/didChangeWatchedFiles', {
      changes: [{ uri: editor.uri('base.yaml'), type: 1 }],
    });
    await editor.found('a.yaml', (found) => found.length === 0);
    expect(
      await editor.ask<Location[]>('textDocument/definition', {
        textDocument: { uri: editor.uri('a.yaml') },
        position: { line: 5, character: 14 },
      }),
    ).toMatchObject([{ uri: editor.uri('base.yaml') }]);
    expect(await editor.found('other.yaml', () => true)).toEqual([]);
    expect(
      await editor.ask('textDocument/hover', {
        textDocument: { uri: editor.uri('other.yaml') },
        position: { line: 1, character: 6 },
      }),
    ).toBeNull();
  });

  test('follows the project file', async () => {
    editor = new Editor({
      'ak-blueprint.yaml': 'target: 2024.12\nrules: {attribute-unknown: error}\n',
      'a.yaml': `${GROUP}  attrs: {nonsense: !AtIndex [[1], 0]}\n`,
    });
    await editor.initialize();
    await editor.open('a.yaml');
    await editor.open('ak-blueprint.yaml');
    expect(await editor.found('a.yaml', (found) => found.length > 0)).toMatchObject([
      { code: 'attribute-unknown', severity: 1 },
    ]);
    writeFileSync(
      join(editor.folder, 'ak-blueprint.yaml'),
      'target: 2023.2\nrules: {attribute-unknown: off}\n',
    );
    await editor.tell('workspace/didChangeWatchedFiles', {
      changes: [{ uri: editor.uri('ak-blueprint.yaml'), type: 2 }],
    });
    expect(await editor.found('a.yaml', (found) => found[0]?.code !== 'attribute-unknown')).toMatchObject([
      { code: 'tag-unavailable' },
    ]);
    await editor.tell('textDocument/didChange', {
      textDocument: { uri: editor.uri('ak-blueprint.yaml'), version: 2 },
      contentChanges: [{ text: 'target: soon\n' }],
    });
    await editor.found('ak-blueprint.yaml', (found) => found[0]?.code === 'project-invalid');
  });

  test('says what is wrong with the release that it is told, and goes on', async () => {
    editor = new Editor({ 'a.yaml': `${GROUP}  nonsense: 1\n` });
    await editor.initialize({ initializationOptions: { target: 'newest' } });
    await editor.open('a.yaml');
    await editor.found('a.yaml', (found) => found[0]?.code === 'structure-unknown-key');
    expect(editor.messages).toEqual([`newest is no release of authentik; ${newestRelease()} is used`]);
  });

  test('ends when the editor is gone', async () => {
    editor = new Editor({});
    await editor.initialize();
    expect(await editor.hangUp()).toBe(1);
  });
});
