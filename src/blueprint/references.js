import { criteriaOf } from "./tags/criteria.js";
import { walkTags } from "./walk.js";
/** Every `!KeyOf` and `!Find` of a blueprint whose arguments have the right shape, in the order of the file. */
export function references(blueprint) {
    const found = [];
    walkTags(blueprint, (node, entry, path) => {
        const [first] = node.args;
        if (!first)
            return;
        if (node.tag === '!KeyOf') {
            if (node.form === 'scalar')
                found.push({ kind: 'keyOf', node, entry, path, id: text(first) ?? '' });
        }
        else if ((node.tag === '!Find' || node.tag === '!FindObject') && node.form === 'seq') {
            const criteria = criteriaOf(node).map(({ keyNode, valueNode }) => ({ key: text(keyNode), keyNode, valueNode }));
            found.push({ kind: 'find', node, entry, path, model: text(first), modelNode: first, criteria });
        }
    });
    return found;
}
function text(node) {
    return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
