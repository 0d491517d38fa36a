import type { Catalog } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import type { Block } from './markdown.ts';

/**
 * What to say where no server of the release was asked; nothing where one was. `read`: where what is known of
 * the model or field itself was read.
 */
export function unmeasuredWords(
  { release, unmeasured }: Catalog,
  read: string | undefined,
): readonly Block[] {
  if (unmeasured === undefined) return [];
  const own =
    read === undefined ? '' : ` What the document does not say of this was read, and not measured: ${read}.`;
  return [
    {
      kind: 'paragraph',
      text: `No server of ${shortRelease(release)} was asked: what is known of it rests on ${unmeasured}.${own}`,
    },
  ];
}
