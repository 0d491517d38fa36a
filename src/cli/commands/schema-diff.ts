import { languageChanges } from '../../blueprint/language-changes.ts';
import { compareCatalogs } from '../../catalog/changes/compare-catalogs.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { formatChangesJson } from '../../report/changes-json.ts';
import { formatChanges, formatChangesMarkdown } from '../../report/format-changes.ts';
import { loadCatalog } from '../catalogs.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

/** `ak-blueprint schema diff`: what changed for blueprints from one release to another. */
export async function schemaDiff(
  from: string,
  to: string,
  options: { readonly format: string },
  io: Io,
): Promise<ExitCode> {
  if (!['pretty', 'json', 'markdown'].includes(options.format))
    throw new UsageError(`--format must be pretty, json or markdown, not ${options.format}`);
  const collector = new Collector();
  const [before, after] = [loadCatalog(from, collector.report), loadCatalog(to, collector.report)];
  for (const { severity, message } of collector.diagnostics) if (severity !== 'info') io.err(message);
  const changes = compareCatalogs(before, after);
  const language = languageChanges(before.release, after.release);
  if (options.format === 'json') io.out(formatChangesJson(changes, language));
  else
    io.out(
      options.format === 'markdown'
        ? formatChangesMarkdown(changes, language)
        : formatChanges(changes, language, io.paintOut),
    );
  return Promise.resolve(EXIT.fine);
}
