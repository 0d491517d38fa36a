import type { Layout, MapLayout, PairLayout, ScalarLayout } from '../../format/layout.ts';
import { pairLines } from '../print-value.ts';
import { asMap, isPlainly, mapScalars, pairNamed, pairsOf, withValue } from './edit-layout.ts';

/*
 * What authentik's exporter writes and no person would: keys without a content, texts with escaped line breaks.
 */

const GENERATED = 'blueprints.goauthentik.io/generated';
/** What an entry means as well without. */
const IDLE: Readonly<Record<string, readonly string[]>> = {
  conditions: ['[]'],
  permissions: ['[]'],
  state: ['present'],
  id: ['null', '~', ''],
};

/** An entry without keys that say nothing, its model first. */
export function tidyEntry(entry: MapLayout): MapLayout {
  const pairs = entry.pairs.filter((pair) => {
    const texts = pair.key.kind === 'scalar' ? IDLE[pair.key.text] : undefined;
    return !texts || !isPlainly(pair, ...texts);
  });
  const model = pairNamed(entry, 'model');
  return { ...entry, pairs: model ? [model, ...pairs.filter((pair) => pair !== model)] : pairs };
}

/** Texts over several lines as blocks, and what is broken over lines only for its length as one line. */
export function tidyTexts(value: Layout): Layout {
  return mapScalars(value, (scalar) => blockOf(scalar) ?? scalar);
}

function blockOf({ style, raw, text, properties }: ScalarLayout): Layout | undefined {
  if (style === '|' || properties.length > 0) return undefined;
  if (!text.includes('\n') && !raw.includes('\n')) return undefined;
  const lines = pairLines('k', { kind: 'plain', value: text }, 0, () => '');
  // What cannot be a block stays as it was.
  return text.includes('\n') && lines.length === 1 ? undefined : pairsOf(lines)[0]?.value;
}

/** The mapping of a whole export without what only an export has, with a name. */
export function tidyDocument(root: MapLayout, name: string): MapLayout {
  const pairs = root.pairs.flatMap((pair): PairLayout[] => {
    if (pair.key.kind !== 'scalar') return [pair];
    if (pair.key.text === 'context' && isPlainly(pair, '{}')) return [];
    return [pair.key.text === 'metadata' ? tidyMetadata(pair, name) : pair];
  });
  return { ...root, pairs };
}

function tidyMetadata(pair: PairLayout, name: string): PairLayout {
  const metadata = asMap(pair.value);
  if (!metadata) return pair;
  const pairs = metadata.pairs.flatMap((one): PairLayout[] => {
    if (one.key.kind !== 'scalar') return [one];
    if (one.key.text === 'name') {
      const isMadeUp = one.value.kind === 'scalar' && /^authentik Export - \d{4}-/.test(one.value.text);
      return isMadeUp ? [...pairsOf(pairLines('name', { kind: 'plain', value: name }, 0, () => ''))] : [one];
    }
    const labels = one.key.text === 'labels' ? asMap(one.value) : undefined;
    if (!labels || !pairNamed(labels, GENERATED)) return [one];
    const others = labels.pairs.filter((label) => label !== pairNamed(labels, GENERATED));
    return others.length === 0 ? [] : [withValue(one, { ...labels, pairs: others })];
  });
  return withValue(pair, { ...metadata, pairs });
}
