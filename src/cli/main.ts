import { Command, CommanderError } from 'commander';
import { defineAdopt } from './define/adopt.ts';
import { defineApply } from './define/apply.ts';
import { defineDrift } from './define/drift.ts';
import { defineExplain } from './define/explain.ts';
import { defineExport } from './define/export.ts';
import { defineFlow } from './define/flow.ts';
import { defineFmt } from './define/fmt.ts';
import { defineLsp } from './define/lsp.ts';
import { definePlan } from './define/plan.ts';
import { defineSandbox } from './define/sandbox.ts';
import { defineSchema } from './define/schema.ts';
import { defineSnapshot } from './define/snapshot.ts';
import type { Start } from './define/start.ts';
import { defineValidate } from './define/validate.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type Io, processIo } from './io.ts';
import { maskedIo } from './masked-io.ts';
import { cannotWrite } from './output.ts';
import { run, showError } from './run.ts';
import { clean } from '../source/clean.ts';
import { version } from './version.ts';

/** The commands, in the order in which the help shows them. */
const COMMANDS = [
  defineValidate,
  definePlan,
  defineApply,
  defineDrift,
  defineAdopt,
  defineExport,
  defineSnapshot,
  defineFlow,
  defineSchema,
  defineFmt,
  defineLsp,
  defineExplain,
  defineSandbox,
];

/**
 * Runs the command line and gives the exit code; never throws. Commands are loaded when they are used. A disk
 * that is too full for the output is an error; that nobody reads it any more is none.
 */
export async function main(
  args: readonly string[],
  io: Io = processIo(!args.includes('--no-color')),
): Promise<ExitCode> {
  const masked = maskedIo(io);
  for (const secret of secretArguments(args)) masked.secrets.add(secret);
  const code = await runCommand(args, masked);
  const unwritable = await io.flush();
  if (!unwritable) return code;
  showError(masked, cannotWrite(unwritable.name, unwritable.error));
  await io.flush();
  return TOLD_BY_OUTPUT.has(code) ? EXIT.usage : code;
}

/** Arguments that are secrets and that a message about the command line may repeat. */
function secretArguments(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const [, name, inside] = /^(--token|--context|--header)(?:=(.*))?$/s.exec(arg) ?? [];
    const value = inside ?? args[index + 1];
    if (name === undefined || value === undefined) return [];
    // What is no pair of a header and a variable may hold the header's value.
    if (name === '--header') return /^[\w-]+=[A-Za-z_]\w*$/.test(value) ? [] : [value];
    // Of a right pair the value may be insensitive; that is decided later.
    return name === '--token' || value.indexOf('=') < 1 ? [value] : [];
  });
}

/** The exit codes of commands that did what they should, and whose result is what they print. */
const TOLD_BY_OUTPUT: ReadonlySet<ExitCode> = new Set([EXIT.fine, EXIT.findings, EXIT.pending]);

async function runCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine;
  const start: Start = {
    io,
    run: async (command) => {
      code = await run(io, command);
    },
  };
  try {
    await build(start).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  }
  return code;
}

function build(start: Start): Command {
  const program = new Command('ak-blueprint')
    .description("Keep authentik's configuration in git: validate, plan and apply blueprints.")
    .version(version(), '--version', 'print the version')
    .option('--no-color', 'no colours')
    .showHelpAfterError('(ak-blueprint --help shows what there is)');
  for (const define of COMMANDS) define(program, start);
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)])
    command.exitOverride().configureOutput({
      writeOut: start.io.out,
      writeErr: start.io.err,
      // It repeats what was typed, which may be the name of a file or branch that somebody else chose.
      outputError: (text, write) => write(`${clean(text.trimEnd())}\n`),
    });
  return program;
}
