import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { type Draft, type DraftEntry, rangeOf } from './draft.ts';
import { mayNameSecret } from '../source/sounds-secret.ts';
import { pairOf, type SketchNode, textOf, valueOf } from './sketch/node.ts';

/**
 * The outline of a blueprint: its entries by what they are called, in their sections where there are any, and
 * its context.
 */
export function symbolsOf(draft: Draft): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  const context = pairOf(draft.root, 'context');
  if (context?.value?.kind === 'map') {
    symbols.push({
      ...symbol(
        draft,
        'context',
        SymbolKind.Namespace,
        { start: context.key.span.start, end: context.value.span.end },
        context.key,
      ),
      children: context.value.pairs.flatMap(({ key, value }) => named(draft, key, value ?? key)),
    });
  }
  for (const entry of draft.entries) {
    const own = {
      ...symbol(
        draft,
        entryName(entry),
        SymbolKind.Object,
        entry.node.span,
        entry.id?.node ?? entry.modelNode ?? entry.node,
      ),
      detail: entry.model ?? '',
    };
    const { section } = entry;
    const group = symbols.find(({ name, kind }) => kind === SymbolKind.Module && name === section);
    if (section === undefined) symbols.push(own);
    else if (group) group.children?.push(own);
    else
      symbols.push({
        ...own,
        name: section || 'section',
        detail: '',
        kind: SymbolKind.Module,
        ...sectionRange(draft, section, own),
        children: [own],
      });
  }
  return symbols;
}

function named(draft: Draft, key: SketchNode, value: SketchNode): DocumentSymbol[] {
  const name = textOf(key);
  return name
    ? [
        symbol(
          draft,
          name,
          SymbolKind.Variable,
          { start: key.span.start, end: Math.max(key.span.end, value.span.end) },
          key,
        ),
      ]
    : [];
}

/** A section from its key to the end of its list. */
function sectionRange(
  draft: Draft,
  section: string,
  fallback: DocumentSymbol,
): Pick<DocumentSymbol, 'range' | 'selectionRange'> {
  const pair = pairOf(valueOf(draft.root, 'entries'), section);
  if (!pair?.value) return fallback;
  return {
    range: rangeOf(draft, { start: pair.key.span.start, end: pair.value.span.end }),
    selectionRange: rangeOf(draft, pair.key.span),
  };
}

/** The selection must lie in the range, or editors refuse the whole outline. */
function symbol(
  draft: Draft,
  name: string,
  kind: SymbolKind,
  span: SketchNode['span'],
  selected: SketchNode,
): DocumentSymbol {
  const inside = selected.span.start >= span.start && selected.span.end <= span.end;
  return {
    name,
    kind,
    range: rangeOf(draft, span),
    selectionRange: rangeOf(draft, inside ? selected.span : { start: span.start, end: span.start }),
  };
}

/** What people call an entry: its id, else what identifies it and is no secret. */
export function entryName({ id, node, model, index }: DraftEntry): string {
  if (id) return id.text;
  const identifiers = valueOf(node, 'identifiers');
  const pairs = identifiers?.kind === 'map' ? identifiers.pairs : [];
  const texts = pairs.flatMap(({ key, value }) => {
    if (value?.kind !== 'scalar' || value.text === '' || mayNameSecret(textOf(key) ?? '')) return [];
    return value.tag ? `${value.tag.name} ${value.text}` : value.text;
  });
  return texts.join(', ') || model || `entry ${index + 1}`;
}
