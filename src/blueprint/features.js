/** Everything that came after the first releases of the language, with the release that brought it (facts: blueprint-language). */
export const SINCE = {
    emptyEnvIsUnset: '2023.8',
    oneArgumentIf: '2023.8',
    typedArguments: '2023.8',
    contextTags: '2023.8',
    permissions: '2024.8',
    sections: '2025.8',
};
/** Every tag of the language with the release that brought it; the oldest release that we know is 2022.12. */
export const TAGS = {
    '!KeyOf': '2022.12',
    '!Find': '2022.12',
    '!Context': '2022.12',
    '!Env': '2022.12',
    '!Format': '2022.12',
    '!Condition': '2022.12',
    '!If': '2022.12',
    '!Enumerate': '2022.12',
    '!Value': '2022.12',
    '!Index': '2022.12',
    '!AtIndex': '2024.12',
    '!File': '2025.8',
    '!ParseJSON': '2025.8',
    '!FindObject': '2025.8',
};
/** The words of `state` with the release that brought them. */
export const ENSURE = { present: '2022.12', created: '2022.12', absent: '2022.12', must_created: '2023.10' };
const known = new Map();
/** What the language of a release (`2023.2` or `2023.2.3`) can do; the same object for the same release. */
export function features(release) {
    let found = known.get(release);
    if (!found)
        known.set(release, (found = build(release)));
    return found;
}
function build(release) {
    const has = (since) => compareReleases(release, since) >= 0;
    return {
        release,
        tags: new Set(Object.keys(TAGS).filter((tag) => has(TAGS[tag] ?? ''))),
        ensure: Object.keys(ENSURE).filter((word) => has(ENSURE[word] ?? '')),
        emptyEnvIsUnset: has(SINCE.emptyEnvIsUnset),
        oneArgumentIf: has(SINCE.oneArgumentIf),
        typedArguments: has(SINCE.typedArguments),
        contextTags: has(SINCE.contextTags),
        permissions: has(SINCE.permissions),
        sections: has(SINCE.sections),
    };
}
/** Below 0 when the first release is older; year and month count, a patch does not. */
function compareReleases(one, other) {
    const [oneYear = 0, oneMonth = 0] = one.split('.').map(Number);
    const [otherYear = 0, otherMonth = 0] = other.split('.').map(Number);
    return oneYear - otherYear || oneMonth - otherMonth;
}
