/** Kinds of mistakes that one step of what is said does not mend, each with the reason. It must shrink. */
export const UNMENDED: Readonly<Record<string, string>> = {
  'tab after a colon':
    'the mutant is two mistakes: a tab is one only before a character that no text starts with',
};
