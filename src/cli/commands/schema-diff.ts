import { languageChanges } from '../../blueprint/language-changes.ts';
import { compareCatalogs } from '../../catalog/changes/compare-catalogs.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { loadCatalog } from '../catalogs.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { CHANGES_FORMATS, loadFormat } from '../formats.ts';
import { clean } from '../../source/clean.ts';
import { type Io, screenOf } from '../io.ts';

/** `ak-blueprint schema diff`: what changed for blueprints from one release to another. */
export async function schemaDiff(
  from: string,
  to: string,
  options: { readonly format: string },
  io: Io,
): Promise<ExitCode> {
  const write = await loadFormat(CHANGES_FORMATS, options.format);
  const collector = new Collector();
  const [before, after] = [loadCatalog(from, collector.report), loadCatalog(to, collector.report)];
  for (const { severity, message } of collector.diagnostics) if (severity !== 'info') io.err(clean(message));
  const changes = compareCatalogs(before, after);
  const language = languageChanges(before.release, after.release);
  io.out(write({ changes, language }, screenOf(io)));
  return EXIT.fine;
}
