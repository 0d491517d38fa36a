/** Where the line of an offset starts. For one line of a text; whoever asks of many uses a LineIndex. */
export function lineStart(text: string, offset: number): number {
  // From -1 on, lastIndexOf would find a line break at 0, which comes after the offset.
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
