import { dict, Opaque } from "./value.js";
const tags = new WeakMap();
/** The tag that was left unresolved. */
export function tagBehind(value) {
    return tags.get(value);
}
/** A node as a value with the tags in it left unresolved: what authentik works with where it does not look inside. */
export function plainNode(node) {
    if (node.kind === 'scalar')
        return node.value;
    if (node.kind === 'seq')
        return node.items.map(plainNode);
    if (node.kind === 'map')
        return plainDict(node);
    const opaque = new Opaque(node.tag, node.tagSpan);
    tags.set(opaque, node);
    return opaque;
}
/** The same for a mapping. */
export function plainDict(node) {
    const value = dict();
    for (const pair of node.pairs)
        value[pair.key] = plainNode(pair.value);
    return value;
}
