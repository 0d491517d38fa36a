import { modelHint, resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { ListLine } from './merged-lists.ts';

/**
 * What a project protects, as `model` or `model:name` in the catalog's names. Models that there are not are
 * reported (`project-invalid`): a guard with a slip of the pen guards nothing.
 */
export function protectedNames(
  lines: readonly ListLine[],
  file: SourceFile,
  catalog: Catalog,
  report: Report,
): readonly string[] {
  return lines.flatMap(({ text, span }) => {
    const [written = '', ...name] = text.split(':');
    const resolved = resolveModel(catalog, written);
    if (resolved.ok && resolved.model.kind === 'resource') return [[resolved.model.name, ...name].join(':')];
    report({
      code: 'project-invalid',
      byRelease: true,
      message: `"protect": ${written} is no model of authentik ${catalog.release} that entries can write`,
      hint: resolved.ok ? undefined : modelHint(catalog, written, resolved.nearest),
      place: { file, span },
    });
    return [];
  });
}
