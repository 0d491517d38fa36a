import type { Facet } from './catalog-changes.ts';

/** A change of a field in words: `now required`, `text → list of mappings`, `values: + a, - b`. */
export function facetWords({ facet, before, after }: Facet): string {
  switch (facet) {
    case 'required':
      return after === 'yes' ? 'now required' : 'no longer required';
    case 'null':
      return after === 'allowed' ? 'null is allowed now' : 'null is no longer allowed';
    case 'shown':
      return after === 'yes'
        ? 'the server shows it now'
        : 'the server no longer shows it, so no plan compares it';
    case 'read only':
      return 'can no longer be written';
    case 'type':
      return `${before ?? ''} → ${after ?? ''}`;
    case 'values':
    case 'keys':
      return `${facet}: ${[after && `+ ${after}`, before && `- ${before}`].filter(Boolean).join(', ')}`;
    default:
      return `${facet}: ${before ?? 'none'} → ${after ?? 'none'}`;
  }
}
