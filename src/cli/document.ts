import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { buildCatalog } from '../catalog/build/build-catalog.ts';
import { factsForRelease } from '../catalog/build/facts-for-release.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Document } from '../catalog/openapi.ts';
import { fetchDocument } from '../client/fetch-document.ts';
import type { Way } from '../client/route.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { allFacts } from './catalogs.ts';
import { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { isOwnServer } from './own-server.ts';

/**
 * Makes a catalog from an OpenAPI document. `from`: a file, the address of a server, or that of the document.
 * Throws a UsageError when it is no document of authentik, and an ApiError when it cannot be fetched.
 */
export async function catalogFromDocument(from: string, io: Io): Promise<Catalog> {
  return catalogFromText(await readDocument(from, io), from);
}

/**
 * Makes a catalog from the text of an OpenAPI document. `from`: its origin, for messages. Throws a UsageError
 * when it is no document of authentik.
 */
export function catalogFromText(text: string, from: string): Catalog {
  const document = parseDocument(text, from);
  const catalog = built(document, from);
  if (Object.keys(catalog.models).length === 0)
    throw new UsageError(
      `${from} describes none of authentik's models`,
      Object.keys(document.paths ?? {}).length === 0
        ? 'it has no paths, as that of a server with a sub-path (measured on 2025.12.4 with web.path): take that of another server of its release'
        : 'it must be the OpenAPI document of an authentik server',
    );
  return catalog;
}

/** The document comes from anywhere, and what it says where lists and mappings are expected is anything. */
function built(document: Document, from: string): Catalog {
  try {
    return buildCatalog(document, factsForRelease(document, allFacts()));
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new UsageError(
      `the OpenAPI document of ${from} cannot be read: ${error.message}`,
      'is it that of an authentik server, as it came?',
    );
  }
}

/** Whether a text is an address and not a file. */
export function isAddress(from: string): boolean {
  return /^https?:\/\//.test(from);
}

async function readDocument(from: string, io: Io): Promise<string> {
  if (isAddress(from)) {
    const { networkTo } = await import('./network.ts');
    const wayTo = (address: string): Way =>
      networkTo(new URL(address), isOwnServer(address, io.env), {}, io).way;
    const interrupts = new Interrupts(io);
    return fetchDocument(from, { stop: interrupts.stop.hard, wayTo }).finally(() => interrupts.end());
  }
  return readFile(resolve(io.cwd, from), 'utf8').catch((error: unknown) => {
    throw new UsageError(`${from} cannot be read: ${messageOf(error)}`);
  });
}

function parseDocument(text: string, from: string): Document {
  try {
    const document: unknown = /^\s*\{/.test(text)
      ? JSON.parse(text)
      : parse(text, { maxAliasCount: 0, logLevel: 'error' });
    if (typeof document === 'object' && document !== null && 'paths' in document) return document as Document;
  } catch {
    // Reported below: that it is no OpenAPI document matters more than where the parser failed.
  }
  throw new UsageError(
    `${from} is no OpenAPI document`,
    'it has "openapi:" and "paths:"; a server has it at /api/v3/schema/',
  );
}
