import { numberOf, withUnseen } from './clean.ts';

/*
 * Texts that others wrote, harmless as `clean` makes them, where two different texts must never look alike: what
 * is changed of them can be changed back, as nothing else is written that way.
 */

/** What GitHub, Azure and TeamCity take for a command; see `clean`. */
const OLD_COMMAND = /##(?=\w*\[)/g;

/** GitHub takes this for a command; see `clean`. */
const COMMAND = /^(\s*):(?=:)/;

/** What would look like a character that is written by its number. */
const LIKE_NUMBER = /⟨(?=U\+)/g;

/** White space at the end of a line, and the dots that it is shown as. */
const END = /[ ·]+$/;

/** A text in quotes, as JSON writes it; what nobody sees is written as `\u202e`. */
export function quoted(text: string): string {
  return withUnseen(JSON.stringify(text), asEscape).replace(OLD_COMMAND, '#\\u0023');
}

/**
 * One line of a text without quotes. What nobody sees is written by its number (`⟨U+0009⟩` for a tab), white
 * space at the end as dots.
 */
export function visibleLine(line: string): string {
  return withUnseen(line.replace(LIKE_NUMBER, numberOf), numberOf)
    .replace(OLD_COMMAND, `#${numberOf('#')}`)
    .replace(COMMAND, `$1${numberOf(':')}`)
    .replace(END, (end) => end.replaceAll('·', numberOf('·')).replaceAll(' ', '·'));
}

function asEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
