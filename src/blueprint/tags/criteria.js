/** The criteria of a `!Find` that are pairs at least. */
export function criteriaOf(tag) {
    return tag.args.slice(1).flatMap((node) => {
        const items = itemsOf(node);
        const [keyNode, valueNode, ...extra] = items ?? [];
        return keyNode && valueNode ? [{ node, keyNode, valueNode, extra }] : [];
    });
}
/** The items of a criterion: of a list, or of a tag with a list, whose tag authentik overlooks. */
export function itemsOf(node) {
    if (node.kind === 'seq')
        return node.items;
    return node.kind === 'tag' && node.form === 'seq' ? node.args : undefined;
}
