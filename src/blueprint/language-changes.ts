import { type Features, features, SINCE } from './features.ts';

/** Something that the blueprint language of one release has and that of another has not. */
export interface LanguageChange {
  readonly kind: 'added' | 'removed';
  readonly what: string;
}

const WORDS: Readonly<Record<keyof typeof SINCE, string>> = {
  findModelTag: 'a tag for the model of a !Find',
  uniqueNames: 'names of blueprints are unique',
  createdIsChecked: 'attributes of a created entry are checked where its object exists, too',
  absentIsFree: 'attributes of an absent entry need not be right',
  emptyEnvIsUnset: '!Env takes its default when the variable is empty, too',
  oneArgumentIf: '!If with the condition alone',
  typedArguments: 'arguments and defaults of tags keep their type',
  contextTags: 'tags inside context',
  permissions: 'permissions of an entry',
  sections: 'entries in sections',
  nestedContext: '!Context with dots leads into mappings and lists',
  equalModes: 'the modes EQ and NEQ of !Condition',
};

/** What the language has gained from one release to another, or lost where the second is older. */
export function languageChanges(from: string, to: string): LanguageChange[] {
  const [before, after] = [partsOf(features(from)), partsOf(features(to))];
  return [
    ...after.filter((what) => !before.includes(what)).map((what) => ({ kind: 'added' as const, what })),
    ...before.filter((what) => !after.includes(what)).map((what) => ({ kind: 'removed' as const, what })),
  ];
}

function partsOf(language: Features): string[] {
  const rules = Object.keys(SINCE) as (keyof typeof SINCE)[];
  return [
    ...[...language.tags].map((tag) => `the tag ${tag}`),
    ...language.ensure.map((word) => `the state ${word}`),
    ...rules.filter((rule) => language[rule]).map((rule) => WORDS[rule]),
  ];
}
