import {
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  type Position,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver'; // the language server protocol, by its authors
import { TextDocument } from 'vscode-languageserver-textdocument';
import { basename } from 'node:path';
import { PROJECT_FILE } from '../project/project.ts';
import { actionsAt, FIX_ALL } from './actions.ts';
import { completionsAt } from './completion/complete.ts';
import { definitionsAt } from './definition.ts';
import type { Draft } from './draft.ts';
import { formattingOf } from './formatting.ts';
import { hoverAt } from './hover.ts';
import { pathOf } from './path-of.ts';
import type { Ports } from './ports.ts';
import { Publisher } from './publish.ts';
import { highlightsAt, referencesAt } from './references.ts';
import { prepareRename, renameAt } from './rename.ts';
import type { Session } from './session.ts';
import { symbolsOf } from './symbols.ts';
import { WorkspaceFiles } from './workspace-files.ts';

export interface ServeOptions {
  /** The release to check for, whatever the editor and the project file say. */
  readonly target: string | undefined;
  /** The release when nobody says which. */
  readonly usualTarget: string;
  readonly version: string;
}

/**
 * Answers an editor over a connection until it says that it is done. Reads files through the ports, writes
 * none.
 */
export function serve(connection: Connection, ports: Ports, options: ServeOptions): void {
  const documents = new TextDocuments(TextDocument);
  const files = new WorkspaceFiles(
    ports,
    (message) =>
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message }),
  );
  const publisher = new Publisher(
    connection,
    () => files.session,
    (uri) => documents.get(uri)?.version,
    ports.docs,
  );
  let folders: string[] = [];
  let client: InitializeParams['capabilities'] = {};
  let wanted = options.target;
  const start = async (): Promise<void> => {
    await files.start(folders, { wanted, usual: options.usualTarget }, documents.all());
    publisher.soon();
    // A hover says since when something is so. To read all releases takes longer than an answer may, so it is
    // done before anybody asks.
    setTimeout(ports.history, 1000).unref();
  };

  connection.onInitialize((params) => {
    folders = foldersOf(params);
    client = params.capabilities;
    wanted ??= targetOf(params.initializationOptions);
    return initializeResult(options.version);
  });
  connection.onInitialized(() => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      void connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*.{yaml,yml}' }] })
        .catch((error: unknown) => connection.console.warn(`files are not watched: ${String(error)}`));
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map(({ uri }) => pathOf(uri));
        folders = [
          ...folders.filter((folder) => !gone.includes(folder)),
          ...added.map(({ uri }) => pathOf(uri)),
        ];
        void start();
      });
    }
    void start();
  });
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    if (changes.some(({ uri }) => basename(pathOf(uri)) === PROJECT_FILE)) return start();
    for (const { uri, type } of changes) {
      if (type === FileChangeType.Deleted) files.session?.drop(pathOf(uri));
      else await files.read(pathOf(uri));
    }
    publisher.soon();
  });
  documents.onDidChangeContent(({ document }) => {
    files.take(document, true);
    publisher.soon();
  });
  documents.onDidClose(({ document }) => void files.close(document.uri).then(() => publisher.soon()));
  connection.onShutdown(() => publisher.stop());

  /** Answers about a place of a blueprint; about anything else there is nothing to say. */
  const at = <T>(
    uri: string,
    position: Position,
    answer: (draft: Draft, offset: number, session: Session) => T,
  ): T | null => {
    const draft = files.session?.draft(uri);
    return files.session && draft ? answer(draft, draft.document.offsetAt(position), files.session) : null;
  };
  const START = { line: 0, character: 0 };
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    at(uri, position, (draft, offset, session) =>
      completionsAt(
        session.workspace(),
        draft,
        offset,
        client.textDocument?.completion?.completionItem?.snippetSupport ?? false,
      ),
    ),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    at(uri, position, (draft, offset, session) => definitionsAt(session.workspace(), draft, offset)),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    at(uri, position, (draft, offset, session) =>
      referencesAt(session.workspace(), draft, offset, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) => at(uri, position, highlightsAt));
  connection.onHover(({ textDocument: { uri }, position }) =>
    at(uri, position, (draft, offset, session) => hoverAt(session.workspace(), draft, offset)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) => at(uri, position, prepareRename));
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) => {
    const edit = at(uri, position, (draft, offset) => renameAt(draft, offset, newName));
    return edit && 'refused' in edit ? new ResponseError(ErrorCodes.InvalidRequest, edit.refused) : edit;
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }) => at(uri, START, formattingOf));
  connection.onDocumentSymbol(({ textDocument: { uri } }) => at(uri, START, symbolsOf));
  connection.onCodeAction(({ textDocument: { uri }, range, context }) =>
    at(uri, range.start, (draft, _, session) =>
      actionsAt(
        draft,
        publisher.findings(uri),
        { range, only: context.only, opened: session.opened(uri) },
        { uriOf: session.uriOf, docs: ports.docs },
      ),
    ),
  );
  documents.listen(connection);
  connection.listen();
}

function initializeResult(version: string): InitializeResult {
  return {
    serverInfo: { name: 'ak-blueprint', version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      completionProvider: { triggerCharacters: ['!', '*', '[', '.', '_', ' '] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      hoverProvider: true,
      documentFormattingProvider: true,
      renameProvider: { prepareProvider: true },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
    },
  };
}

/** The folders that are open, as paths; older editors know one only. */
function foldersOf(params: InitializeParams): string[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that an editor without folders has
  const { rootUri } = params;
  const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.filter((uri) => uri.startsWith('file:')).map(pathOf);
}

/** The release that the editor's settings name. */
function targetOf(given: unknown): string | undefined {
  return typeof given === 'object' && given !== null && 'target' in given && typeof given.target === 'string'
    ? given.target
    : undefined;
}
