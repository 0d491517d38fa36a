import { Collector } from '../../diagnostics/collector.ts';
import { clean } from '../../source/clean.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import type { Answer } from '../../explain/answer.ts';
import { explainPage, explainSubject, listAll } from '../../explain/explain.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { allCatalogs } from '../catalogs.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { EXPLAIN_FORMATS, loadFormat } from '../formats.ts';
import { type Io, screenOf } from '../io.ts';
import { show } from '../masked-io.ts';
import { PAGES } from '../pages.ts';
import { openProject, type ProjectOptions } from '../project.ts';
import { targetCatalog, type TargetOptions } from '../target.ts';

/** Options of `ak-blueprint explain`. */
export interface ExplainOptions extends TargetOptions, ProjectOptions {
  readonly format: string;
}

/**
 * `ak-blueprint explain`: explains a code, a tag, a topic, a model or an attribute; exit 3 for an unknown
 * name.
 */
export async function explain(what: string | undefined, options: ExplainOptions, io: Io): Promise<ExitCode> {
  const write = await loadFormat(EXPLAIN_FORMATS, options.format);
  const answer = what === undefined ? asList() : await explained(what, options, io);
  const text = write(answer, screenOf(io));
  if (options.format === 'json') io.out(text);
  else show(text, io);
  return EXIT.fine;
}

function asList(): Answer {
  const { blocks, json } = listAll(allCatalogs(), PAGES);
  return { blocks, json: { kind: 'list', ...json } };
}

async function explained(what: string, options: ExplainOptions, io: Io): Promise<Answer> {
  const found = explainPage(what, PAGES) ?? (await subject(what, options, io));
  return { blocks: found.blocks, json: { kind: found.kind, name: found.name, ...found.json } };
}

/**
 * Explains a model or an attribute, from the catalogs of all releases; throws a UsageError for an unknown
 * name.
 */
async function subject(what: string, options: ExplainOptions, io: Io): Promise<Explanation> {
  const collector = new Collector();
  const project = openProject(options, io, collector.report);
  const target = await targetCatalog(options, project?.project.target?.text, collector.report, io);
  for (const { message } of collector.diagnostics) io.err(clean(message));
  const found = explainSubject(what, target, allCatalogs(), PAGES);
  if ('kind' in found) return found;
  throw new UsageError(
    found.message,
    found.near.length === 0
      ? 'ak-blueprint explain lists what there is'
      : `did you mean ${found.near.join(' or ')}?`,
  );
}
