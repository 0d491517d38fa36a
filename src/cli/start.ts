import { setFlagsFromString } from 'node:v8';
import { EXIT, type ExitCode } from './exit-code.ts';
import { cannotWrite, Output } from './output.ts';
import { version } from './version.ts';

/** The start of the program. `--version` is used most often, by scripts and hooks, and loads nothing else. */
export async function start(args: readonly string[]): Promise<ExitCode> {
  if (args.length !== 1 || args[0] !== '--version') {
    // Most runs are over before optimised code is ready. With this budget V8 optimises only code that runs
    // for long: a fifth less work for a folder of files, and no difference for a file of 10,000 entries.
    // Measured with Node 20, and only used there, as V8's flags are no stable interface.
    if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000');
    return (await import('./main.ts')).main(args);
  }
  const out = new Output(() => process.stdout);
  out.write(`${version()}\n`);
  await out.flush();
  if (out.broken?.kind !== 'unwritable') return EXIT.fine;
  new Output(() => process.stderr).write(`error: ${cannotWrite('standard output', out.broken.error)}\n`);
  return EXIT.usage;
}
