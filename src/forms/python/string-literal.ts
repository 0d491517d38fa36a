import { Broken } from './fault.ts';

/** Where the contents of a string end: the offset of its closing quotes. `from`: after the opening ones. */
export function endOfString(text: string, from: number, quotes: string): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '\n' && quotes.length === 1) break;
    else if (text.startsWith(quotes, at)) return at;
  }
  throw new Broken('this string is never closed', from - quotes.length);
}

/** How many hexadecimal digits an escape has. */
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Refuses escapes that are cut short. Others that Python does not know are a warning to it. */
export function checkEscapes(text: string, from: number, to: number, isBytes: boolean): void {
  for (let at = text.indexOf('\\', from); at !== -1 && at < to; at = text.indexOf('\\', at + 2)) {
    const letter = text[at + 1] ?? '';
    if (isBytes && letter !== 'x') continue;
    const digits = DIGITS[letter];
    if (digits !== undefined) {
      const number = text.slice(at + 2, Math.min(at + 2 + digits, to));
      if (number.length < digits || !/^[0-9a-f]+$/i.test(number))
        throw new Broken(`\\${letter} needs ${digits} hexadecimal digits`, at);
      if (letter === 'U' && Number.parseInt(number, 16) > 0x10_ffff)
        throw new Broken('there is no character with this number', at);
    } else if (letter === 'N' && !/^\{[^}]+\}/.test(text.slice(at + 2, to)))
      throw new Broken('\\N needs the name of a character in braces', at);
  }
}

/** Refuses what no bytes can hold. */
export function checkBytes(text: string, from: number, to: number): void {
  for (let at = from; at < to; at += 1)
    if (text.charCodeAt(at) > 127) throw new Broken('bytes can only hold characters of ASCII', at);
}
