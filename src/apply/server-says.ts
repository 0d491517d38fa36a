import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Sources } from '../plan/value/sources.ts';

/** What the server says, as notes of a finding: without secrets, as it repeats values. Undefined where it says nothing. */
export function serverSays({ secrets }: Sources, texts: readonly string[]): Diagnostic['notes'] {
  if (texts.length === 0) return undefined;
  // Lines of a list begin with a dash.
  return texts.map((text) => ({ message: `the server says: ${secrets.mask(text.replace(/^- /, ''))}` }));
}
