import { TAB } from "./cursor.js";
import { YamlError } from "./yaml-error.js";
/** The text of the line from an offset, without white space at its end. */
function restOfLine(cursor, from) {
    let end = from;
    while (!'\n\r\0'.includes(cursor.text.charAt(end)))
        end++;
    while (end > from + 1 && ' \t'.includes(cursor.text.charAt(end - 1)))
        end--;
    return { start: from, end: Math.max(end, from) };
}
/** A character that no token starts with. */
export function strangeCharacter(cursor) {
    if (cursor.code() === TAB) {
        const indents = /^[ \t]*$/.test(cursor.text.slice(cursor.lineStart, cursor.pos));
        return new YamlError(indents ? 'a tab as indentation: YAML indents with spaces only' : 'a tab where YAML separates with spaces only', cursor.here(), {
            hint: 'replace the tab with spaces',
        });
    }
    return new YamlError(`unquoted text cannot start with ${cursor.shown()}`, cursor.here(), { hint: 'put the text in quotes' });
}
/** A line among keys that has no `:`. */
export function missingColon(cursor, keyAt) {
    const span = restOfLine(cursor, keyAt);
    const glued = /^[\w.-]+:\S/.test(cursor.text.slice(span.start, span.end));
    return new YamlError('expected "key: value" here, but found no ": " after a key', span, {
        hint: glued ? 'put a space after the ":"' : 'add ": " after the key, or indent the line deeper if it belongs to the value above',
    });
}
/** A `: ` where no key can be. */
export function strangeValue(cursor, before) {
    const plain = before?.kind === 'scalar' && before.style === '' && !cursor.text.slice(before.start, cursor.pos).includes('\n');
    if (plain) {
        return new YamlError('a ": " inside unquoted text', cursor.here(), { hint: 'put the text in quotes, or start a nested mapping on the next line' });
    }
    if (before?.kind !== 'scalar' || before.style !== '') {
        return new YamlError('a key cannot stand here', cursor.here(), { hint: 'a nested mapping starts on the next line; text with a ":" in it needs quotes' });
    }
    if (startsLine(cursor, before.start))
        return missingColon(cursor, before.start);
    return new YamlError('this line continues the text above it, so it cannot be a key', lastLine(cursor), {
        hint: 'check the indentation: it is deeper than that of the key above',
    });
}
/** Whether only spaces and `- ` stand before an offset on its line, so that a key is expected there. */
function startsLine(cursor, offset) {
    let at = offset;
    while (at > 0 && ' -'.includes(cursor.text.charAt(at - 1)))
        at--;
    return at === 0 || '\n\r'.includes(cursor.text.charAt(at - 1));
}
function lastLine(cursor) {
    let start = cursor.lineStart;
    while (cursor.text.charAt(start) === ' ')
        start++;
    return { start, end: cursor.pos };
}
/** A `- ` where no list can start. */
export function strangeEntry(cursor) {
    return new YamlError('a list item cannot start here', cursor.here(), { hint: 'start the list on the next line; text that starts with "- " needs quotes' });
}
/** A `? ` where no mapping can start. */
export function strangeKey(cursor) {
    return new YamlError('a key cannot start here', cursor.here(), { hint: 'text that starts with "? " needs quotes' });
}
/** A closing bracket without its opening one. */
export function unopened(cursor) {
    const open = cursor.shown() === '"]"' ? '[' : '{';
    return new YamlError(`${cursor.shown()} closes nothing: there is no "${open}" before it`, cursor.here(), { hint: `unquoted text cannot start with ${cursor.shown()}` });
}
/** Nesting beyond the bound. */
export function tooDeep(cursor, limit) {
    return new YamlError(`nested deeper than ${limit} levels`, cursor.here(), { code: 'yaml-limit' });
}
