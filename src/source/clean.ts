/*
 * Texts that others wrote (files, names, a server's messages) as they may be shown to people. A terminal
 * obeys control characters, marks for the direction of text make it look like another one, and the log of a
 * CI system obeys lines that start with a command of its own.
 */

/** What ends a line, for terminals, programs or Unicode, with the white space around it. */
const LINE_BREAK = /[^\S\n\r\v\f\u0085\u2028\u2029]*[\n\r\v\f\u0085\u2028\u2029][\s\u0085]*/gu;

/** An emoji of several, such as a family, has joiners that belong to it. */
const JOINER =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d(?=\p{Extended_Pictographic})/u;

/**
 * Characters that nobody sees but a terminal or a program does: control characters, marks for the direction
 * of text, of no width, tags, halves of surrogate pairs. Variation selectors stay, as emoji have them.
 */
const UNSEEN = new RegExp(
  `${JOINER.source}|([\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\ufff9-\\ufffb]|(?![\\ufe00-\\ufe0f])\\p{Default_Ignorable_Code_Point})`,
  'gu',
);

/** GitHub takes `::error` at the start of a line for a command, white space before it or not. */
const COMMAND = /^(\s*)::/;

/** GitHub, Azure (`##vso[`) and TeamCity take this for a command wherever it stands. */
const OLD_COMMAND = /##(?=\w*\[)/g;

/** Colours of ours, which a terminal shows. */
const COLOUR = /(\u001b\[[0-9;]*m)/;

/**
 * A text of others on one line: line breaks become spaces, tabs two spaces, unseen characters their number
 * (`⟨U+202E⟩`), and commands of CI systems are taken apart (`: :error`).
 */
export function clean(text: string): string {
  return withoutCommand(marked(text.replace(LINE_BREAK, ' ').replaceAll('\t', '  ')));
}

/**
 * A text of ours with several lines and colours, made of such parts, as the last step before it is shown:
 * whatever was forgotten is taken out of it here.
 */
export function cleanLines(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      withoutCommand(
        line
          .replace(/\r$/, '')
          .replaceAll('\t', '  ')
          .split(COLOUR)
          .map((part, index) => (index % 2 === 1 ? part : marked(part)))
          .join(''),
      ),
    )
    .join('\n');
}

/** What most texts are. */
const PLAIN = /^[\x20-\x7e]*$/;

function marked(text: string): string {
  return withUnseen(text, numberOf);
}

/** A text with something in place of each character that nobody sees. */
export function withUnseen(text: string, instead: (character: string) => string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSEEN, (all, unseen: string | undefined) =>
    unseen === undefined ? all : instead(unseen),
  );
}

/** A character by its number: `⟨U+202E⟩`. */
export function numberOf(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function withoutCommand(line: string): string {
  return line.replace(COMMAND, '$1: :').replace(OLD_COMMAND, '## ');
}
