import type { NaturalResult } from '../export/natural/naturalise.ts';
import type { Variable } from '../export/variables.ts';
import { clean } from '../source/clean.ts';
import { count } from './format-diagnostics.ts';
import { listed } from './format-export.ts';

const REASONS: Readonly<Record<keyof NaturalResult['leftOut'], string>> = {
  brought: 'that the server makes along with others',
  'not-creatable': 'that no blueprint can make',
  record: 'that are records of what happened',
  hidden: 'that the API hides',
  applied: "that are authentik's own blueprints",
  shadow: 'that are in there as what they really are',
  twice: 'that stand twice',
  own: 'in which ak-blueprint keeps something',
};

/** What `fmt --natural` left out of files, and which secrets it took out; undefined where it is nothing. */
export function formatNatural(
  { leftOut, variables, references }: Pick<NaturalResult, 'leftOut' | 'variables' | 'references'>,
  where: string | undefined,
): string | undefined {
  const left = Object.entries(REASONS).flatMap(([reason, words]) => {
    const number = leftOut[reason as keyof typeof REASONS];
    return number === undefined ? [] : [`${number} ${words}`];
  });
  const lines = listed(
    'What the files refer to and do not have (a server without it needs it first):',
    references.map(({ model, name }) => `${model} ${name}`),
  );
  if (left.length > 0) lines.push(`Left out: ${left.join(', ')}.`);
  if (variables.length > 0) lines.push(...secretLines(variables, where));
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** `where`: the file that has their values now; undefined: none. */
function secretLines(variables: readonly Variable[], where: string | undefined): string[] {
  const secrets = count(variables.length, 'secret');
  const be = variables.length === 1 ? 'is' : 'are';
  const then =
    where === undefined
      ? 'give these values before a plan (--secrets env-file would write them, --secrets keep leaves them)'
      : `the values are in ${where}`;
  return [
    `${secrets} ${be} read from the environment now; ${then}:`,
    ...variables.map(({ name, what }) => `  ${name}  ${clean(what)}`),
  ];
}
