import { detailQuery } from '../catalog/detail-query.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';

/** What an export must know of a server: all objects of all models, with what lists leave out unless asked. */
export function exportQuestions({ models }: Catalog): Question[] {
  return Object.values(models).flatMap((model): Question[] => {
    if (model.kind !== 'resource') return [];
    const needsWhole = Object.keys(detailQuery(model)).length > 0;
    return [{ model: model.name, whole: needsWhole || undefined }];
  });
}
