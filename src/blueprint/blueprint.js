/** The value of a key of a mapping, by its text. */
export function valueAt(map, key) {
    return map.pairs.find((pair) => pair.key === key)?.value;
}
/** The pair of a key of a mapping, by its text. */
export function pairAt(map, key) {
    return map.pairs.find((pair) => pair.key === key);
}
