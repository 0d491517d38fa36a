export const FAILED = { ok: false };
/** A good result. */
export function good(value) {
    return { ok: true, value };
}
