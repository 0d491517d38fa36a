/** What the blueprint language of one authentik release can do. */
export interface Features {
  /** The release, as it was asked for: `2023.2.3`. */
  readonly release: string;
  /** The tags that it knows. */
  readonly tags: ReadonlySet<string>;
  /** The words that `state` can be. */
  readonly ensure: readonly string[];
  /** `!Env` takes its default when the variable is empty, too, and not only when it is unset. */
  readonly emptyEnvIsUnset: boolean;
  /** `!If [condition]` without branches. */
  readonly oneArgumentIf: boolean;
  /**
   * The first arguments and defaults of `!Env`, `!Context`, `!Format` and `!Condition` are values; before,
   * they are the texts as written.
   */
  readonly typedArguments: boolean;
  /** A tag inside `context` is resolved where `!Context` names it. */
  readonly contextTags: boolean;
  /** `permissions` of an entry are read. */
  readonly permissions: boolean;
  /** `entries` may be a mapping of sections. */
  readonly sections: boolean;
  /** The model of a `!Find` may be a tag. */
  readonly findModelTag: boolean;
  /** No two blueprint instances have one name. */
  readonly uniqueNames: boolean;
  /** Attributes of an entry that is `created` are checked where its object exists, too. */
  readonly createdIsChecked: boolean;
  /** Attributes of an entry that is `absent` need not be right. */
  readonly absentIsFree: boolean;
  /** `!Context a.b.0` leads into the mappings and lists of the context. */
  readonly nestedContext: boolean;
  /** `!Condition` compares two values: `EQ` and `NEQ`. */
  readonly equalModes: boolean;
}

/**
 * Everything that came after the first releases of the language, with the release that brought it (seen in
 * the importers of the last patches of all releases from 2022.12 to 2026.2; of 2026.5 and 2026.8 in their release
 * notes and documentation of tags, which no server was asked about).
 */
export const SINCE = {
  findModelTag: '2023.1',
  uniqueNames: '2023.5',
  createdIsChecked: '2023.8',
  absentIsFree: '2023.8',
  emptyEnvIsUnset: '2023.8',
  oneArgumentIf: '2023.8',
  typedArguments: '2023.8',
  contextTags: '2023.8',
  permissions: '2024.8',
  sections: '2025.8',
  nestedContext: '2026.5',
  equalModes: '2026.8',
} as const;

/** Every tag of the language with the release that brought it; the oldest release that we know is 2022.12. */
export const TAGS: Readonly<Record<string, string>> = {
  '!KeyOf': '2022.12',
  '!Find': '2022.12',
  '!Context': '2022.12',
  '!Env': '2022.12',
  '!Format': '2022.12',
  '!Condition': '2022.12',
  '!If': '2022.12',
  '!Enumerate': '2023.1',
  '!Value': '2023.1',
  '!Index': '2023.1',
  '!AtIndex': '2024.12',
  '!File': '2025.8',
  '!ParseJSON': '2025.8',
  '!FindObject': '2025.8',
};

/** The words of `state` with the release that brought them. */
export const ENSURE: Readonly<Record<string, string>> = {
  present: '2022.12',
  created: '2022.12',
  absent: '2022.12',
  must_created: '2023.10',
};

/** What every context holds by itself, with the release that brought it. */
export const SYSTEM_CONTEXT: Readonly<Record<string, string>> = {
  'goauthentik.io/enterprise/licensed': '2024.2',
  'goauthentik.io/rbac/models': '2024.8',
};

const known = new Map<string, Features>();

/** What the language of a release (`2023.2` or `2023.2.3`) can do; the same object for the same release. */
export function features(release: string): Features {
  let found = known.get(release);
  if (!found) known.set(release, (found = build(release)));
  return found;
}

function build(release: string): Features {
  const has = (since: string): boolean => isSince(release, since);
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
    findModelTag: has(SINCE.findModelTag),
    uniqueNames: has(SINCE.uniqueNames),
    createdIsChecked: has(SINCE.createdIsChecked),
    absentIsFree: has(SINCE.absentIsFree),
    nestedContext: has(SINCE.nestedContext),
    equalModes: has(SINCE.equalModes),
  };
}

/**
 * As in catalog/release.ts, which is not this room's to import: the language does not depend on the models.
 */
function isSince(release: string, since: string): boolean {
  const [year = 0, month = 0] = release.split('.').map(Number);
  const [sinceYear = 0, sinceMonth = 0] = since.split('.').map(Number);
  return year > sinceYear || (year === sinceYear && month >= sinceMonth);
}
