import type { ExplainOptions } from '../commands/explain.ts';
import { EXPLAIN_FORMATS, formatOption } from '../formats.ts';
import { projectOption, targetFromOption, targetOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint explain`. */
export const defineExplain: Define = (program, { io, run }) => {
  program
    .command('explain')
    .argument('[what]', 'a code, a model, model.attribute, a tag or a topic; without it, what there is')
    .description(
      'say what something is: a finding, a model, an attribute, a tag, a setting that is elsewhere',
    )
    .addOption(targetOption())
    .addOption(targetFromOption())
    .addOption(projectOption())
    .addOption(formatOption(EXPLAIN_FORMATS))
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint explain keyof-later
  $ ak-blueprint explain authentik_stages_prompt.prompt.type
  $ ak-blueprint explain !Find
  $ ak-blueprint explain avatars`,
    )
    .action((what: string | undefined, options: ExplainOptions) =>
      run(async () => (await import('../commands/explain.ts')).explain(what, options, io)),
    );
};
