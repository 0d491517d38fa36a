/** What Python's regular expressions have and those of JavaScript do not: nothing is said of a text with one. */
const ONLY_PYTHON = /\(\?(?:#|>|\(|[aiLmsux-]+:)|[*+?}]\+/;

/**
 * Whether a text is certainly no regular expression of Python, as JavaScript, which takes more, cannot read it
 * either; undefined where that cannot be told.
 */
export function isNoPattern(text: string): boolean | undefined {
  if (ONLY_PYTHON.test(text)) return undefined;
  const spelt = text
    .replace(/^\(\?[aiLmsux]+\)/, '')
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>');
  try {
    new RegExp(spelt);
    return false;
  } catch {
    return true;
  }
}
