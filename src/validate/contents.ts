import { type Blueprint, type Entry, type Pair, pairAt, type ScalarNode } from '../blueprint/blueprint.ts';
import { textInNode } from '../blueprint/embedded/text-in-node.ts';
import { templateAt } from '../blueprint/embedded/mask-templates.ts';
import { features } from '../blueprint/features.ts';
import { mergeContext } from '../blueprint/merge.ts';
import { parseBlueprint } from '../blueprint/parse.ts';
import { plainNode } from '../blueprint/plain.ts';
import { dict, isDict, type Dict } from '../blueprint/value.ts';
import { metaOf } from '../catalog/meta-of.ts';
import type { Catalog } from '../catalog/model.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import { CODES } from '../diagnostics/codes.ts';
import type { Report } from '../diagnostics/collector.ts';

/**
 * The blueprints that entries of a blueprint have the server store, where their texts are written out, each
 * with the context that its instance adds. What is wrong with their YAML or structure is reported.
 */
export function contentsOf(blueprint: Blueprint, catalog: Catalog, report: Report): Blueprint[] {
  return blueprint.entries.flatMap((entry) => {
    const node = contentNode(entry, catalog);
    // Before a chart is filled in, its texts are none that could be read.
    if (!node || (blueprint.file.within && templateAt(node.text))) return [];
    const place = { file: blueprint.file, span: node.span };
    const file = textInNode(
      `${blueprint.file.path}#content-${entry.index + 1}`,
      node.text.trim(),
      place,
      node,
    );
    const content = parseBlueprint(file, report, { features: features(catalog.release) });
    return content ? [{ ...content, context: mergeContext(content.context, contextOf(entry)) }] : [];
  });
}

/** The blueprint that an entry has the server store, as a text; undefined where none is written out. */
export function contentNode(entry: Entry, catalog: Catalog): ScalarNode | undefined {
  const node = isInstance(entry, catalog) ? pairOf(entry, 'content')?.value : undefined;
  const isWritten = node?.kind === 'scalar' && typeof node.value === 'string' && node.value !== '';
  return isWritten && !hasPath(entry) ? node : undefined;
}

/**
 * A report for what is found in a content. Its mistakes are none that keep the rest from being done: the
 * instance is left alone. A placeholder is no mistake for the server, which would write it.
 */
export function reportInContent(report: Report): Report {
  return (finding) => {
    const severity = finding.severity ?? CODES[finding.code].severity;
    const stays = severity !== 'error' || finding.code === 'placeholder';
    report({ ...finding, severity: stays ? severity : 'warning' });
  };
}

function isInstance({ model }: Entry, catalog: Catalog): boolean {
  const resolved = model.kind === 'scalar' ? resolveModel(catalog, model.text) : undefined;
  return resolved?.ok === true && metaOf(catalog, resolved.model.name) !== undefined;
}

function pairOf({ identifiers, attrs }: Entry, name: string): Pair | undefined {
  return (identifiers && pairAt(identifiers, name)) ?? (attrs ? pairAt(attrs, name) : undefined);
}

/** Whether an instance has a file or an address, which comes before its text; a tag may give one. */
function hasPath(entry: Entry): boolean {
  const path = pairOf(entry, 'path')?.value;
  return path !== undefined && !(path.kind === 'scalar' && (path.value === '' || path.value === null));
}

function contextOf(entry: Entry): Dict {
  const given = pairOf(entry, 'context')?.value;
  const context = given && plainNode(given);
  return isDict(context) ? context : dict();
}
