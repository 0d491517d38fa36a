/** The text behind percent-encoding (`%40`); what is none stays as it is. */
export function percentDecoded(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}
