import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { explain as explainWhat, type Knowledge, listAll } from '../../explain/explain.ts';
import { renderBlocks } from '../../explain/render.ts';
import { allCatalogs } from '../catalogs.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PAGES } from '../pages.ts';
import { openProject, type ProjectOptions } from '../project.ts';
import { targetCatalog, type TargetOptions } from '../target.ts';

export interface ExplainOptions extends TargetOptions, ProjectOptions {
  readonly format: string;
}

/** `ak-blueprint explain`: says what a code, a tag, a topic, a model or an attribute is; exit 3 for what there is not. */
export async function explain(what: string | undefined, options: ExplainOptions, io: Io): Promise<ExitCode> {
  const { format } = options;
  if (format !== 'pretty' && format !== 'json') throw new UsageError(`--format must be pretty or json, not ${format}`);
  const look = { paint: io.paintOut, columns: io.columns };
  const collector = new Collector();
  const project = await openProject(options, io, collector.report);
  const target = await targetCatalog(options, project?.project.target?.text, collector.report, io);
  for (const { message } of collector.diagnostics) io.err(message);
  const knowledge: Knowledge = { pages: PAGES, target, catalogs: allCatalogs };
  if (what === undefined) {
    const { blocks, json } = listAll(knowledge);
    io.out(format === 'json' ? JSON.stringify({ formatVersion: 1, kind: 'list', ...json }, null, 2) : renderBlocks(blocks, look));
    return EXIT.fine;
  }
  const found = explainWhat(what, knowledge);
  if (!('kind' in found)) {
    const hint = found.near.length === 0 ? 'ak-blueprint explain lists what there is' : `did you mean ${found.near.join(' or ')}?`;
    throw new UsageError(found.message, hint);
  }
  const { kind, name, blocks, json } = found;
  io.out(format === 'json' ? JSON.stringify({ formatVersion: 1, kind, name, ...json }, null, 2) : renderBlocks(blocks, look));
  return EXIT.fine;
}
