import { CODES } from "../diagnostics/codes.js";
import { plainNode } from "./plain.js";
import { ruleOf } from "./tags/availability.js";
import { FAILED, good } from "./tags/tag-rule.js";
import { dict } from "./value.js";
/** How many nodes one value may take to evaluate: nested `!Enumerate` multiply. */
const MAX_STEPS = 1_000_000;
/**
 * The value of a node with the tags in it resolved as authentik resolves them. Every finding is reported at the argument
 * that causes it; `ok: false` when there is no value.
 */
export function evaluateNode(node, scope) {
    return new Evaluator(scope).resolve(node);
}
class Evaluator {
    #scope;
    position;
    /** The `!Enumerate` around this place, outermost first. One that is an argument of another tag is not among them, as on the server. */
    #enclosing = [];
    #items = new Map();
    #steps = 0;
    constructor(scope) {
        this.#scope = scope;
        this.position = scope.position;
    }
    get features() {
        return this.#scope.features;
    }
    get context() {
        return this.#scope.context;
    }
    get nullIsFine() {
        return this.#scope.nullIsFine ?? false;
    }
    get depth() {
        return this.#enclosing.length;
    }
    env(name) {
        return this.#scope.env(name);
    }
    keyOf(id, span) {
        return this.#scope.keyOf(id, span);
    }
    find(request) {
        return this.#scope.find(request);
    }
    readFile(path) {
        return this.#scope.readFile?.(path);
    }
    report = (code, message, span, more = {}) => {
        const { hint, severity } = more;
        this.#scope.report({ code, message, place: { file: this.#scope.file, span }, ...(hint === undefined ? {} : { hint }), ...(severity === undefined ? {} : { severity }) });
    };
    resolve(node, position = this.position) {
        const before = this.position;
        this.position = position;
        const result = this.#resolve(node);
        this.position = before;
        return result;
    }
    argument(node, position = this.position) {
        if (node.kind !== 'tag')
            return good(plainNode(node));
        const before = this.position;
        this.position = position;
        const result = this.#tag(node);
        this.position = before;
        return result;
    }
    item(depth) {
        const tag = this.#enclosing[this.#enclosing.length - 1 - depth];
        return tag && this.#items.get(tag);
    }
    withItem(tag, item, evaluate) {
        this.#items.set(tag, item);
        const result = evaluate();
        this.#items.delete(tag);
        return result;
    }
    #resolve(node) {
        if (++this.#steps > MAX_STEPS) {
            if (this.#steps === MAX_STEPS + 1)
                this.report('yaml-limit', `this value takes more than ${MAX_STEPS} steps to evaluate`, node.span);
            return FAILED;
        }
        switch (node.kind) {
            case 'scalar':
                return good(node.value);
            case 'seq':
                return this.#list(node.items);
            case 'map':
                return this.#map(node.pairs);
            case 'tag': {
                if (node.tag !== '!Enumerate')
                    return this.#tag(node);
                this.#enclosing.push(node);
                const result = this.#tag(node);
                this.#enclosing.pop();
                return result;
            }
        }
    }
    #list(nodes) {
        const values = [];
        let ok = true;
        for (const node of nodes) {
            const result = this.#resolve(node);
            if (result.ok)
                values.push(result.value);
            else
                ok = false;
        }
        return ok ? good(values) : FAILED;
    }
    #map(pairs) {
        const values = dict();
        let ok = true;
        for (const pair of pairs) {
            const result = this.#resolve(pair.value);
            if (result.ok)
                values[pair.key] = result.value;
            else
                ok = false;
        }
        return ok ? good(values) : FAILED;
    }
    #tag(tag) {
        const rule = ruleOf(tag, this.features, this);
        const { features, depth } = this;
        return rule?.shape(tag, { features, depth, report: this.#errorsOnly }) ? rule.evaluate(tag, this) : FAILED;
    }
    /** Warnings about the shape of a tag are for `checkTags`, which sees each tag once. */
    #errorsOnly = (code, message, span, more) => {
        if ((more?.severity ?? CODES[code].severity) === 'error')
            this.report(code, message, span, more);
    };
}
