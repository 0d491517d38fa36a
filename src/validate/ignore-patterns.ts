import { modelHint, resolveModel } from '../catalog/resolve-model.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { IgnorePattern } from '../semantics/ignore-pattern.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { ListLine } from './merged-lists.ts';

/**
 * What a project does not want to hear of (`unmanaged: ignore:`), with the models that each line is about: of a base
 * model, all its kinds. Models that there are not are reported (`project-invalid`).
 */
export function ignorePatterns(
  lines: readonly ListLine[],
  file: SourceFile,
  catalog: Catalog,
  report: Report,
): readonly IgnorePattern[] {
  return lines.flatMap(({ text, span }): IgnorePattern[] => {
    const [written = '', ...name] = text.split(':');
    const base = catalog.models[written];
    const resolved = resolveModel(catalog, written);
    const place = { file, span };
    const found: Pick<IgnorePattern, 'text' | 'name' | 'place'> = {
      text,
      name: name.length > 0 ? name.join(':') : undefined,
      place,
    };
    if (base?.kind === 'base') return [{ ...found, models: base.concrete }];
    if (resolved.ok && resolved.model.kind === 'resource')
      return [{ ...found, models: [resolved.model.name] }];
    report({
      code: 'project-invalid',
      byRelease: true,
      message: `"unmanaged": ${written} is no model of authentik ${catalog.release} that entries can write`,
      hint: resolved.ok ? undefined : modelHint(catalog, written, resolved.nearest),
      place,
    });
    return [];
  });
}
