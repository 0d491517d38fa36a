/** Those of the parts of a sentence that there are: neither false, nor undefined, nor empty. */
export function said(...parts: readonly (string | false | undefined)[]): string[] {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '');
}
