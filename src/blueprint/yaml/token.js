/** A token without a text of its own. */
export function mark(kind, start, end) {
    return { kind, start, end, text: '', style: '', handle: undefined };
}
